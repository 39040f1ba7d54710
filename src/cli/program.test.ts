/** The command, as it is installed. A process takes a second to start, so what it prints is mostly asked of `main`. */
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installedCommand } from "../../test/support/bundle";
import { REPOSITORY } from "../../test/support/repository";
import { temporaryFolder } from "../../test/support/temporary-folder";
import type { ProofsJson } from "../report/proof-json";
import { main } from "./program";

const BIN = installedCommand();
const STACKS = [
  "batch-copy",
  "batch-replication",
  "central-logs",
  "copy-with-role",
  "copy-with-user",
  "datasync",
  "eks-pods",
  "existing-bucket",
  "github-actions",
  "identity-center",
  "replication",
  "replication-fan-out",
  "replication-two-way",
  "replication-with-alarms",
  "shared-with-account",
  "shared-with-partner",
  "shared-with-principals",
];

const { path: broken, remove } = temporaryFolder();
afterAll(remove);
writeFileSync(
  join(broken, "copy.yaml"),
  `accounts:
  source: { id: "111111111111", region: us-east-1 }
buckets:
  source: { account: sorce, name: acme-source }
`,
);

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function s3porter(args: readonly string[], env: NodeJS.ProcessEnv = {}): Ran {
  return spawnSync(process.execPath, [BIN, ...args], {
    cwd: REPOSITORY,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
}

/** The same without a process of its own. */
async function inProcess(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const before = { env: process.env, cwd: process.cwd() };
  const [stdout, stderr] = (["stdout", "stderr"] as const).map((name) => {
    const written: string[] = [];
    jest.spyOn(process[name], "write").mockImplementation((text) => written.push(String(text)) > 0);
    return written;
  }) as [string[], string[]];
  jest.spyOn(console, "error").mockImplementation((line) => stderr.push(`${line}\n`));
  process.env = { ...before.env, ...env };
  process.chdir(REPOSITORY);
  try {
    const status = await main(args);
    return { status, stdout: stdout.join(""), stderr: stderr.join("") };
  } finally {
    process.chdir(before.cwd);
    process.env = before.env;
    jest.restoreAllMocks();
  }
}

/** A word of its own may be longer, so that it can be copied. */
function tooLong(text: string): string[] {
  return text.split("\n").filter((line) => line.length > 80 && / /.test(line.trim()));
}

describe("prove", () => {
  const proved = s3porter(["prove"], { CI: "true", FORCE_COLOR: "" });

  test("all stacks are proved", () => {
    expect(proved.stderr).toBe("");
    expect(proved.status).toBe(0);
    for (const stack of STACKS)
      expect(proved.stdout).toContain(`\n${stack} is proved\n`.slice(stack === STACKS[0] ? 1 : 0));
    expect(proved.stdout).toMatch(/\n\nall 17 stacks are proved\n$/);
  });

  test("it fits 80 columns, without colour where it is no terminal", () => {
    expect(tooLong(proved.stdout)).toEqual([]);
    expect(proved.stdout).not.toContain("\u001b");
  });

  test("machines get JSON", async () => {
    const { stdout, stderr, status } = await inProcess(["prove", "--json", "copy-with-role", "replication"]);
    const { version, proved: all, stacks } = JSON.parse(stdout) as ProofsJson;
    expect([version, all, stacks.map(({ stack }) => stack)]).toEqual([
      1,
      true,
      ["copy-with-role", "replication"],
    ]);
    expect([status, stderr]).toEqual([0, ""]);
  });
});

describe("prove --json tells errors as JSON, too", () => {
  test.each<[string, string[], NodeJS.ProcessEnv, object]>([
    ["a topology", [], { S3PORTER_STACKS: broken }, { problems: [{ line: 4, column: 22 }], error: null }],
    [
      "an unknown stack",
      ["replicaton"],
      {},
      { problems: [], error: expect.stringContaining('did you mean "replication"?') as string },
    ],
    [
      "a setting",
      [],
      { S3PORTER_PROOF: "off" },
      { error: expect.stringContaining("S3PORTER_PROOF") as string },
    ],
  ])("of %s", async (_, args, env, expected) => {
    const { stdout, stderr, status } = await inProcess(["prove", "--json", ...args], env);
    expect([status, stderr]).toEqual([2, ""]);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, proved: false, stacks: [], ...expected });
  });
});

describe("prove --module", () => {
  test("a module is proved from its files", async () => {
    const { stdout, stderr, status } = await inProcess(["prove", "--module", "modules/replication"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^replication is proved\n/);
  });

  test("a folder that is none of a module is told in one line", async () => {
    const { stderr, status } = await inProcess(["prove", "--module", "modules"]);
    expect(stderr).toMatch(/^modules\/topology\.yaml is missing; .*\n$/);
    expect(status).toBe(2);
  });
});

describe("explain", () => {
  test("what is allowed", async () => {
    const { stdout, status } = await inProcess([
      "explain",
      "copy-with-role",
      "--as",
      "porter",
      "--do",
      "s3:GetObject",
      "--on",
      "arn:aws:s3:::acme-source/in/a.txt",
    ]);
    expect(stdout).toMatch(
      /^S3Porter has permission for s3:GetObject on arn:aws:s3:::acme-source\/in\/a\.txt\n/,
    );
    expect(stdout).toContain("statement GetForPorter of the bucket policy of acme-source");
    expect(tooLong(stdout)).toEqual([]);
    expect(status).toBe(0);
  });

  test("what is not", () => {
    const { stdout, status } = s3porter([
      "explain",
      "copy-with-role",
      "--as",
      "porter",
      "--do",
      "aws s3 sync",
      "--on",
      "source",
    ]);
    expect(stdout).toMatch(/^S3Porter lacks permission for aws s3 sync on acme-source to acme-destination\n/);
    expect(stdout).toContain("  NOT ALLOWED  s3:ListBucket        arn:aws:s3:::acme-destination\n");
    expect(tooLong(stdout)).toEqual([]);
    expect(status).toBe(1);
  });
});

describe("diagram", () => {
  test("of a topology is SVG", async () => {
    const { stdout, stderr, status } = await inProcess(["diagram", "copy-with-role"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^<svg role="img" aria-label="copy-with-role; role S3Porter: /);
  });

  test("of a topology as Mermaid", async () => {
    const { stdout, status } = await inProcess(["diagram", "replication", "--format", "mermaid"]);
    expect(stdout).toMatch(/^flowchart LR\n[^]*replicates to/);
    expect(status).toBe(0);
  });

  test("of what is not there is told in one line", async () => {
    const { stderr, status } = await inProcess(["diagram", "copy-with-rule"]);
    expect(stderr).toMatch(/^.*copy-with-role.*\n$/);
    expect(status).toBe(2);
  });
});

describe("cost", () => {
  test("of a bucket", async () => {
    const { stdout, stderr, status } = await inProcess([
      "cost",
      "--objects",
      "50000000",
      "--gigabytes",
      "10000",
      "--cross-region",
    ]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^50,000,000 objects, 10,000 GB .*, once, to another region\n/);
    expect(tooLong(stdout)).toEqual([]);
  });

  test.each<[string, string[], RegExp]>([
    ["without numbers", [], /^error: required option '--objects <number>' not specified\n/],
    ["with a number that cannot be", ["--objects", "0", "--gigabytes", "1"], /^--objects 0 must be .*\n$/],
    [
      "with prices that cannot be read",
      ["--objects", "1", "--gigabytes", "1", "--prices", "nowhere.yaml"],
      /^.*nowhere\.yaml.*\n$/,
    ],
  ])("%s", async (_, args, message) => {
    const { stdout, stderr, status } = await inProcess(["cost", ...args]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });
});

describe("what is wrong is told, and nothing else", () => {
  test("a topology, by a process", () => {
    const { stdout, stderr, status } = s3porter(["prove"], { S3PORTER_STACKS: broken });
    expect(stderr).toMatch(
      /^1 problem in the topology; nothing was written\n.*copy\.yaml:4:22: buckets\.source\.account: "sorce" is not in accounts;.*\n$/,
    );
    expect([stdout, status]).toEqual(["", 2]);
  });

  test.each<[string, NodeJS.ProcessEnv, string[], RegExp]>([
    [
      "a stack",
      {},
      ["prove", "copy-with-rol"],
      /^there is no stack "copy-with-rol" in stacks; .* did you mean "copy-with-role"\?\n$/,
    ],
    [
      "an action",
      {},
      ["explain", "copy-with-role", "--as", "porter", "--do", "s3:GetObjct", "--on", "source"],
      /^--do "s3:GetObjct" is not an action of S3, KMS or STS; .*; did you mean "s3:GetObject"\?\n$/,
    ],
    [
      "an option",
      {},
      ["prove", "--jsn"],
      /^error: unknown option '--jsn'\n\(Did you mean --json\?\)\nsee s3porter --help\n$/,
    ],
    [
      "a folder",
      { S3PORTER_STACKS: "nowhere" },
      ["prove"],
      /^1 problem in the topology; .*\n.*nowhere:1:1: there is no such folder; s3porter init writes one/,
    ],
  ])("%s", async (_, env, args, message) => {
    const { stdout, stderr, status } = await inProcess(args, env);
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });
});

test.each(["prove", "validate"])(
  "%s --quiet reports the warnings that it does not print",
  async (command) => {
    const { path, remove } = temporaryFolder({
      "copy.yaml": `accounts:
  source: { id: "111111111111", region: us-east-1 }
buckets:
  source: { account: source, name: acme-source }
principals:
  ann: { account: source, user: ann }
`,
    });
    const sarif = join(path, "out.sarif");
    const run = async (...options: string[]) => {
      const { stderr, status } = await inProcess([...options, command, "--sarif", sarif], {
        S3PORTER_STACKS: path,
      });
      return { stderr, status, report: readFileSync(sarif, "utf8") };
    };
    try {
      const [told, quiet] = [await run(), await run("--quiet")];
      expect(told.stderr).toContain("principals.ann");
      expect(quiet).toEqual({ ...told, stderr: "" });
      expect(quiet.report).toContain('"level": "warning"');
    } finally {
      remove();
    }
  },
);

test("a folder after an option that can be repeated is the folder", async () => {
  const policy = join(broken, "scp.json");
  writeFileSync(policy, JSON.stringify({ Version: "2012-10-17", Statement: [] }));
  const { stderr, status } = await inProcess([
    "check",
    "--account",
    "aws=111111111111",
    "--scp",
    policy,
    "nowhere",
  ]);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^"nowhere" does not exist/)]);
});

test("a result that cannot be printed, as on a full disk, is told in one line", () => {
  const readOnly = openSync(BIN, "r");
  const { status, stderr } = spawnSync(process.execPath, [BIN, "prove", "copy-with-role"], {
    cwd: REPOSITORY,
    encoding: "utf8",
    stdio: ["ignore", readOnly, "pipe"],
  });
  closeSync(readOnly);
  expect(stderr).toMatch(/^cannot print the result: EBADF: bad file descriptor, write\n$/);
  expect(status).toBe(2);
});

test("help says what the exit codes mean", async () => {
  const { stdout, status } = await inProcess(["prove", "--help"]);
  expect(stdout).toContain("\nExit codes:\n  0  yes: proved, ");
  expect(tooLong(stdout)).toEqual([]);
  expect(status).toBe(0);
});
