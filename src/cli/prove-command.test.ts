import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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

mkdirSync(join(folder, "more"));
writeFileSync(
  join(folder, "more/keys.yaml"),
  `
accounts:
  a: { id: "111111111111", region: us-east-1 }
keys:
  shared: { account: a }
buckets:
  one: { account: a, name: acme-one, key: shared }
  logs: { account: a, name: acme-logs }
principals:
  trail: { service: cloudtrail, for_accounts: [a] }
access:
  - { principal: trail, bucket: logs, allow: put }
`,
);

const options = { colour: false, folder, progress: NO_PROGRESS };

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
  expect(text).toBe("one is proved\ntwo is proved\n\nall 2 stacks are proved");
  expect(exitCode).toBe(0);
});

test("one that is not proved fails them all, and is named in the end", async () => {
  const result = { proof: NOT_PROVED } as ReturnType<typeof proveTopology>;
  jest.mocked(proveTopology).mockReturnValueOnce(result);
  const { text, exitCode } = await proveCommand([], options);
  expect(text).toMatch(
    /^one is NOT PROVED: aws_s3_bucket_acl.acme can allow more and was not read\n[^]*\ntwo is proved\n\n1 of 2 stacks is not proved: one$/,
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
  const { text, exitCode } = await proveCommand([], { ...options, module: modules });
  expect(text).toBe("copy-with-role is proved\nshared-with-account is proved\n\nall 2 modules are proved");
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
    const { text, exitCode } = await proveCommand([], { ...options, module: [module] });
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
  await expect(proveCommand(["one"], { ...options, module: ["modules/one"] })).rejects.toThrow(
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
    const { text, warnings, notes, exitCode } = await proveCommand([], here);
    expect(text).toMatch(/^sound is proved\n/);
    expect(warnings).toEqual([expect.stringMatching(/^warning: .*sound.yaml:10:57: access\[1\].prefix: /)]);
    expect(notes).toEqual([
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

describe("what is printed of it", () => {
  test("a summary, and everything on request", async () => {
    const summary = (await proveCommand(["one"], options)).text;
    expect(summary).toContain(
      "\nWho can do what; nothing else is allowed\n  ann arn:aws:iam::111111111111:user/ann\n",
    );
    expect(summary).toMatch(/\n\nWith --full: /);
    expect(summary).not.toContain("Refused, and why");
    const { text } = await proveCommand(["one"], { ...options, full: true });
    expect(text).toContain("\nRefused, and why\n");
    expect(text).toContain("\nWhat each action is needed for\n");
    const all = (await proveCommand([], { ...options, full: true })).text;
    expect(all).toMatch(/^one is proved\n[^]*\n\ntwo is proved\n[^]*\n\nall 2 stacks are proved$/);
  });

  test("JSON has everything on request", async () => {
    const [brief, full] = await Promise.all(
      [false, true].map(async (each) => {
        const { text } = await proveCommand(["one"], { ...options, json: true, full: each });
        return (JSON.parse(text) as ProofsJson).stacks[0];
      }),
    );
    expect([brief?.operations, brief?.authorizations, brief?.grants]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(full?.operations?.length).toBeGreaterThan(5);
    expect({ ...full, operations: undefined, authorizations: undefined, grants: undefined }).toEqual(brief);
  });

  test("one bucket or principal, by its name in the topology", async () => {
    const { text } = await proveCommand([], { ...options, only: "acme" });
    expect(text).toContain("on acme-ann");
    expect(text).toContain("on acme-bob");
    expect((await proveCommand(["two"], { ...options, only: "ann" })).text).toMatch(/^ {2}bob arn:/m);
    // The principal `ann` of the topology two is the user bob.
    const both = await proveCommand([], { ...options, only: "ann" });
    expect(both.text).toMatch(/^ {2}ann arn:/m);
    expect(both.text).toMatch(/^ {2}bob arn:/m);
    await expect(proveCommand(["two"], { ...options, only: "acm" })).rejects.toThrow('did you mean "acme"?');
  });

  test("a key, a service and a module, by their names in the topology", async () => {
    const key = await proveCommand(["keys"], { ...options, folder: join(folder, "more"), only: "shared" });
    expect(key.text).toContain("administering the key on aws_kms_key.shared");
    expect(key.text).not.toContain("on acme-one");
    const service = await proveCommand(["keys"], { ...options, folder: join(folder, "more"), only: "trail" });
    expect(service.text).toMatch(/^ {2}cloudtrail\.amazonaws\.com/m);
    const module = [join(MODULES, "copy-with-role")];
    expect((await proveCommand([], { ...options, module, only: "porter" })).text).toMatch(
      /^ {2}\S+ arn:aws:iam/m,
    );
  });

  test("one bucket or principal, in full", async () => {
    const { text } = await proveCommand([], { ...options, only: "acme-b*" });
    expect(text).toMatch(/^two is proved\n/);
    expect(text).toContain("on acme-bob");
    expect(text).toContain("Refused, and why");
    expect(text).not.toContain("acme-ann");
    await expect(proveCommand([], { ...options, only: "acme-anm" })).rejects.toThrow(
      'no principal, bucket, key or role in one and two has the name "acme-anm" of --only, in AWS or in the topology, in which * stands for any characters; did you mean "acme-ann"?',
    );
  });
});

describe("of stacks that are not proved", () => {
  const NOT = { proof: NOT_PROVED } as ReturnType<typeof proveTopology>;
  const proving = (flags: Partial<Parameters<typeof proveCommand>[1]>, names: readonly string[] = []) => {
    jest.mocked(proveTopology).mockReturnValueOnce(NOT);
    return proveCommand(names, { ...options, ...flags });
  };

  test("--failed of one that is proved is one line", async () => {
    expect((await proveCommand(["one"], { ...options, failed: true })).text).toBe("one is proved");
    expect((await proveCommand(["one"], { ...options, failed: true, full: true })).text).toBe(
      "one is proved",
    );
    expect((await proving({ failed: true }, ["one"])).text).toMatch(/^one is NOT PROVED[^]*Who can do what/);
  });

  test("--failed leaves out the others", async () => {
    const { text, exitCode } = await proving({ failed: true });
    expect(text).toMatch(/^one is NOT PROVED: /);
    expect(text).not.toContain("two");
    expect(text).toMatch(/\n\n1 of 2 stacks is not proved: one$/);
    expect(exitCode).toBe(1);
  });

  test("--only tells which flaws are about others", async () => {
    const porter = await proving({ only: "Porter" }, ["one"]);
    expect(porter.text).toContain("Porter lacks permission");
    const administrator = await proving({ only: "somebody of account*" }, ["one"]);
    expect(administrator.text).not.toContain("Porter lacks permission");
    expect(administrator.text).toMatch(/\n1 flaw is about others$/);
    expect([porter.exitCode, administrator.exitCode]).toEqual([1, 1]);
  });

  test("a baseline accepts the flaws of today, of this stack", async () => {
    const baseline = join(folder, "flaws.json");
    const written = await proving({ baseline, updateBaseline: true }, ["one"]);
    expect(written).toEqual({ text: `${baseline} accepts 1 flaw of one`, exitCode: 0 });
    const { text, exitCode } = await proving({ baseline }, ["one"]);
    expect(text).toMatch(/^one is not proved, but the baseline accepts its 1 flaw\n {2}complete +NO/);
    expect(text).not.toContain("Porter lacks permission");
    expect(exitCode).toBe(0);
    expect((await proving({ baseline }, ["two"])).exitCode).toBe(1);
    await expect(proveCommand(["two"], { ...options, updateBaseline: true })).rejects.toThrow(
      "needs --baseline",
    );
  });

  test("SARIF and JUnit XML have the flaws", async () => {
    const [sarif, junit] = ["r.sarif", "r.xml"].map((name) => join(folder, name)) as [string, string];
    await proving({ sarif, junit });
    const { runs } = JSON.parse(readFileSync(sarif, "utf8")) as { runs: [{ results: { ruleId: string }[] }] };
    expect(runs[0].results.map(({ ruleId }) => ruleId)).toEqual(["proof/complete"]);
    expect(readFileSync(junit, "utf8")).toContain('name="two is proved"');
  });
});
