import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MODULES } from "../../test/support/modules";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { NOT_PROVED } from "../../test/fixtures/proof";
import type { ProofsJson } from "../report/proof-json";
import { NO_PROGRESS } from "./progress";
import { proveCommand } from "./prove-command";
import { proveTopology } from "../verify/topology";

jest.mock("../verify/topology", () => {
  const actual = jest.requireActual<typeof import("../verify/topology")>("../verify/topology");
  return { ...actual, proveTopology: jest.fn(actual.proveTopology) };
});

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

/** A bucket whose owner reads it, once by a policy that is known and once by one that is not. */
const topology = (user: string) => `
accounts:
  a: { id: "111111111111", region: us-east-1 }
buckets:
  acme: { account: a, name: acme-${user} }
principals:
  ann: { account: a, user: ${user} }
access:
  - { principal: ann, bucket: acme, allow: read }
`;
writeFileSync(join(folder, "one.yaml"), topology("ann"));
writeFileSync(join(folder, "two.yaml"), topology("bob"));

const options = { modules: [], json: false, colour: false, folder, progress: NO_PROGRESS };

test("an HTML report has the proofs of all stacks, and is written beside what is printed", async () => {
  const html = join(folder, "report.html");
  const { text } = await proveCommand([], { ...options, html });
  expect(text).toMatch(/all 2 stacks are proved$/);
  const report = readFileSync(html, "utf8");
  expect(report.match(/<h2 .*: <span class="yes">proved<\/span><\/h2>/g)).toHaveLength(2);
  expect(report).not.toMatch(/(src|href)="(?!#|https:\/\/docs\.aws\.amazon\.com\/)/);
});

test("a stack has its proof", async () => {
  const { text, exitCode } = await proveCommand(["one"], options);
  expect(text).toMatch(/^one is proved\n/);
  expect(text).not.toContain("stacks are proved");
  expect(exitCode).toBe(0);
});

test("several have a summary", async () => {
  const { text, exitCode } = await proveCommand([], options);
  expect(text).toMatch(/^one is proved\n[^]*\n\ntwo is proved\n[^]*\n\nall 2 stacks are proved$/);
  expect(exitCode).toBe(0);
});

test("one that is not proved fails them all, and is named in the end", async () => {
  const result = { proof: NOT_PROVED } as ReturnType<typeof proveTopology>;
  jest.mocked(proveTopology).mockReturnValueOnce(result);
  const { text, exitCode } = await proveCommand([], options);
  expect(text).toMatch(
    /^one is NOT PROVED: aws_s3_bucket_acl.acme can allow more and was not read\n[^]*\n\ntwo is proved\n[^]*\n\n1 of 2 stacks is not proved: one$/,
  );
  expect(exitCode).toBe(1);
  jest.mocked(proveTopology).mockReturnValueOnce(result).mockReturnValueOnce(result);
  expect((await proveCommand([], options)).text).toMatch(/\n2 of 2 stacks are not proved: one, two$/);
});

test("machines get them all in one", async () => {
  const { text, exitCode } = await proveCommand([], { ...options, json: true });
  const { version, proved, stacks } = JSON.parse(text) as ProofsJson;
  expect([version, proved, stacks.map(({ stack }) => stack)]).toEqual([1, true, ["one", "two"]]);
  expect(exitCode).toBe(0);
});

test("whoever waits is told where it is", async () => {
  const reported: string[] = [];
  const progress = { ...NO_PROGRESS, report: (doing: string) => void reported.push(doing) };
  await proveCommand([], { ...options, progress });
  expect(reported).toEqual(["proving one, 1 of 2", "proving two, 2 of 2"]);
});

test("several modules have a summary too", async () => {
  const modules = ["copy-with-role", "shared-with-account"].map((name) => join(MODULES, name));
  const { text, exitCode } = await proveCommand([], { ...options, modules });
  expect(text).toMatch(
    /^copy-with-role is proved\n[^]*\n\nshared-with-account is proved\n[^]*\n\nall 2 modules are proved$/,
  );
  expect(exitCode).toBe(0);
});

describe("a module with a policy that is attached beside it", () => {
  const { path, remove } = temporaryFolder();
  afterAll(remove);
  const module = join(path, "copy");
  cpSync(join(MODULES, "copy-with-role"), module, { recursive: true });

  const attaching = async (arn: string) => {
    writeFileSync(
      join(module, "more.tf"),
      `resource "aws_iam_role_policy_attachment" "more" {
  provider   = aws.destination
  role       = aws_iam_role.porter.name
  policy_arn = "${arn}"
}
`,
    );
    const { text, exitCode } = await proveCommand([], { ...options, modules: [module] });
    return { lines: text.split("\n"), exitCode };
  };

  test("of AWS is not proved", async () => {
    const { lines, exitCode } = await attaching("arn:aws:iam::aws:policy/AdministratorAccess");
    expect(lines[0]).toBe("copy is NOT PROVED");
    expect(lines[3]).toMatch(/^ {2}nothing else {2}NO /);
    expect(lines).toContain("copy is not proved: 1 flaw");
    expect(lines.join("\n")).toContain(
      "repair: detach the policy: remove aws_iam_role_policy_attachment.more.",
    );
    expect(exitCode).toBe(1);
  });

  test("of somebody else is not proved, because it was not read", async () => {
    const { lines, exitCode } = await attaching("arn:aws:iam::222222222222:policy/Theirs");
    expect(lines[0]).toBe(
      "copy is NOT PROVED: aws_iam_role_policy_attachment.more can allow more and was not read",
    );
    expect(lines[3]).toMatch(/^ {2}nothing else {2}NO /);
    expect(exitCode).toBe(1);
  });

  test("that says nothing about S3, KMS and STS is proved", async () => {
    const { lines, exitCode } = await attaching(
      "arn:aws:iam::aws:policy/AmazonSSMManagedEC2InstanceDefaultPolicy",
    );
    expect(lines[0]).toBe("copy is proved");
    expect(exitCode).toBe(0);
  });
});

test("a run proves stacks or modules", async () => {
  await expect(proveCommand(["one"], { ...options, modules: ["modules/one"] })).rejects.toThrow(
    "--module cannot be combined with stack names, such as one; run prove once for the modules and once for the stacks",
  );
});

describe("beside a topology with problems", () => {
  const { path, remove } = temporaryFolder();
  afterAll(remove);
  writeFileSync(join(path, "broken.yaml"), "- 1");
  writeFileSync(
    join(path, "sound.yaml"),
    `${topology("cy")}  - { principal: ann, bucket: acme, allow: put, prefix: /in/ }\n`,
  );
  const here = { ...options, folder: path };

  test("the sound one is proved, and the answer as a whole is missing", async () => {
    const { text, notes, exitCode } = await proveCommand([], here);
    expect(text).toMatch(/^sound is proved\n/);
    expect(notes).toEqual([
      expect.stringMatching(/^warning: .*sound.yaml:10:57: access\[1\].prefix: /),
      expect.stringMatching(/^1 problem in the topology[^]*broken.yaml:1:1: must be a mapping/),
    ]);
    expect(exitCode).toBe(2);
  });

  test("machines get both", async () => {
    const { text, exitCode } = await proveCommand([], { ...here, json: true });
    const { proved, stacks, problems } = JSON.parse(text) as ProofsJson;
    expect(proved).toBe(false);
    expect(stacks.map(({ stack, warnings }) => [stack, warnings.length])).toEqual([["sound", 1]]);
    expect(problems).toMatchObject([{ line: 1, column: 1 }]);
    expect(exitCode).toBe(2);
  });

  test("the sound one can be proved by itself", async () => {
    expect((await proveCommand(["sound"], here)).exitCode).toBe(0);
    await expect(proveCommand(["broken"], here)).rejects.toThrow(/broken.yaml:1:1/);
  });
});
