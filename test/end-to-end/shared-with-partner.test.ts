/** That the two halves of a stack that is shared with the account of others are applied in either order. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runIamCommands, shellBlocks } from "../support/aws-commands";
import { comparableContents } from "../support/comparable-contents";
import type { Estate } from "../support/emulated-estate";
import { EmulatedStack } from "../support/emulated-stack";
import { stackFolder } from "../support/synthesize";

interface Output {
  readonly policies: readonly { readonly policy_name?: string; readonly policy?: unknown }[];
}

describe("both halves of shared-with-partner", () => {
  let stack: EmulatedStack;
  let theirs: () => Promise<void>;
  let takenBack: () => Promise<void>;
  const ours = async () => {
    await stack.terraform.plan();
    await stack.terraform.apply();
  };

  beforeAll(async () => {
    stack = await EmulatedStack.create("shared-with-partner");
    await stack.synthesize();
    await stack.terraform.init();
    const folder = join(stackFolder(stack.folder, stack.name), "handover");
    const run = async (commands: readonly string[]) => {
      const { iam } = await stack.clients({ id: "222222222222", managed: false });
      await runIamCommands(iam, commands, folder);
    };
    // As printed: which account it is, what to attach, and how to take it back.
    const [, attach = [], detach = []] = shellBlocks(readFileSync(join(folder, "b.md"), "utf8"));
    theirs = () => run(attach);
    takenBack = () => run(detach);
  });

  afterAll(() => stack.remove());

  async function applied(...halves: readonly (() => Promise<void>)[]): Promise<Estate> {
    for (const half of halves) await half();
    return stack.estate();
  }

  it("become the same in either order, and each is there without the other", async () => {
    const before = await stack.estate();
    const alone = await applied(ours);
    expect(alone["222222222222"]).toEqual(before["222222222222"]);
    const oursFirst = await applied(theirs);
    const { handover_b: output } = stack.rendered(oursFirst).outputs() as Record<"handover_b", Output>;
    const [{ policy_name: name = "", policy } = {}] = output.policies;
    expect(oursFirst["222222222222"]?.users.Dilip?.inlinePolicies).toEqual({ [name]: policy });
    await stack.destroy();
    await takenBack();
    expect(await stack.estate()).toEqual(before);

    const theirsAlone = await applied(theirs);
    expect(theirsAlone["111111111111"]).toEqual(before["111111111111"]);
    const theirsFirst = await applied(ours);
    expect(comparableContents(theirsFirst, theirsFirst)).toEqual(comparableContents(oursFirst, oursFirst));
    expect(theirsFirst["222222222222"]).toEqual(oursFirst["222222222222"]);
  });
});
