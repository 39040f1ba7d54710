import { differences } from "../support/differences";
import { EmulatedStack, type Estate } from "../support/emulated-stack";

const MINUTE = 60_000;

/** The emulator answers with constants here, whatever it was told: Terraform wants to tell it again. */
const UNRETURNED = [
  "aws_s3_bucket_replication_configuration.source.rule[0].delete_marker_replication[0].status",
  "aws_s3_bucket_replication_configuration.source.rule[0].source_selection_criteria[0]",
];

describe.each([
  { name: "copy-with-user", leftToDo: [] },
  { name: "replication", leftToDo: UNRETURNED },
  { name: "shared-with-account", leftToDo: [] },
  { name: "shared-with-principals", leftToDo: [] },
])("terraform apply of $name", ({ name, leftToDo }) => {
  let stack: EmulatedStack;
  let before: Estate;

  beforeAll(async () => {
    stack = await EmulatedStack.create(name);
    before = await stack.estate();
    await stack.synthesize();
    await stack.terraform.init();
    await stack.terraform.apply();
  }, 5 * MINUTE);

  afterAll(() => stack.remove());

  it("puts into every account what was synthesized, and nothing else", async () => {
    const now = await stack.estate();
    expect(now).toEqual(stack.expectedEstate(now, before));
  });

  it("outputs what was synthesized", async () => {
    const outputs = Object.entries(await stack.terraform.outputs()).map(([key, value]) => [
      key,
      parsed(value),
    ]);
    expect(Object.fromEntries(outputs)).toEqual(stack.rendered(await stack.estate()).outputs());
  });

  it(
    "leaves nothing to do",
    async () => {
      const { isEmpty, changes } = await stack.terraform.plan();
      expect(
        changes.flatMap(({ address, change }) => differences(change.before, change.after, address)),
      ).toEqual(leftToDo);
      expect(isEmpty).toBe(leftToDo.length === 0);
    },
    2 * MINUTE,
  );

  it(
    "leaves the accounts as they were once it is destroyed",
    async () => {
      await stack.terraform.destroy();
      expect(await stack.estate()).toEqual(before);
    },
    2 * MINUTE,
  );
});

function parsed(output: unknown): unknown {
  return typeof output === "string" && output.startsWith("{") ? JSON.parse(output) : output;
}
