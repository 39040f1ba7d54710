import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { diffCommand } from "./diff-command";

const { path: folder, remove } = temporaryFolder();
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  remove();
});

const topology = (allow: string, more = "") => `
accounts:
  data: { id: "111111111111", region: us-east-1 }
  apps: { id: "222222222222", region: us-east-1 }
buckets:
  lake: { account: data, name: acme-lake }
principals:
  etl: { account: apps, role: etl, assumed_by: ["arn:aws:iam::222222222222:user/admin"${more}] }
access:
  - { principal: etl, bucket: lake, allow: ${allow} }
`;

const git = (...args: string[]) => {
  const { status, stderr } = spawnSync(
    "git",
    ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main", ...args],
    { cwd: folder, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
};

const write = (path: string, text: string) => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
};

const diff = (old: string, now?: string, markdown = false) =>
  diffCommand(old, now, { folder: "stacks", colour: false, markdown });

const GAINS_DELETE = `role etl of account 222222222222 gains access; nobody loses anything.
  + role etl of account 222222222222 gains delete on acme-lake`;

test("two files: who gains what", async () => {
  write("old.yaml", topology("read"));
  write("new.yaml", topology("[read, delete]"));
  expect(await diff("old.yaml", "new.yaml")).toEqual({ text: GAINS_DELETE, exitCode: 1 });
});

test("the other way round, it is lost", async () => {
  const { text } = await diff("new.yaml", "old.yaml");
  expect(text).toBe(`nobody gains anything; role etl of account 222222222222 loses access.
  - role etl of account 222222222222 loses delete on acme-lake`);
});

test("without a difference in access, nothing changes, whatever else does", async () => {
  write("tagged.yaml", topology("read").replace("name: acme-lake", "name: acme-lake, tags: { team: data }"));
  expect(await diff("old.yaml", "tagged.yaml")).toEqual({
    text: "Nobody gains or loses access.",
    exitCode: 0,
  });
});

test("a task of DataSync copies between two buckets", async () => {
  const stack = readFileSync(join(__dirname, "../../stacks/datasync.yaml"), "utf8");
  write("nightly.yaml", stack);
  write("idle.yaml", stack.replace(/^datasync:\n.*\n/m, ""));
  const { text } = await diff("idle.yaml", "nightly.yaml");
  expect(text.replaceAll(/\s+/g, " ")).toContain(
    "+ bucket acme-datasync-source gains copying with DataSync to acme-datasync-destination",
  );
});

test("who can assume a role is access, too", async () => {
  write("trusting.yaml", topology("read", ', "arn:aws:iam::333333333333:role/ci"'));
  const { text } = await diff("old.yaml", "trusting.yaml");
  expect(text).toContain(
    "+ role ci of account 333333333333 gains assuming the role etl of account\n    222222222222",
  );
});

test("a prefix is a difference", async () => {
  write("prefix.yaml", topology('read, prefix: "in/"'));
  const { text } = await diff("old.yaml", "prefix.yaml");
  expect(text).toContain("gains list in/*, get in/* on acme-lake");
  expect(text).toContain("loses list, get on acme-lake");
});

test("Markdown is for a pull request", async () => {
  const { text } = await diff("old.yaml", "new.yaml", true);
  expect(text).toBe(`**role etl of account 222222222222 gains access; nobody loses anything.**

- role etl of account 222222222222 gains delete on acme-lake`);
});

describe("Git", () => {
  beforeAll(() => {
    git("init", "--quiet");
    write("stacks/lake.yaml", topology("read"));
    write("other/lake.yaml", topology("write"));
    git("add", "stacks", "other");
    git("commit", "--quiet", "--message", "first");
    write("stacks/lake.yaml", topology("[read, delete]"));
  });

  test("a revision is compared with the files as they are now", async () => {
    expect(await diff("main")).toEqual({ text: GAINS_DELETE, exitCode: 1 });
  });

  test("a revision can have a path", async () => {
    const { text } = await diff("main:other/lake.yaml", "main:stacks");
    expect(text).toContain("gains list, get on acme-lake");
    expect(text).toContain("loses put on acme-lake");
  });

  test("a branch can have a slash in its name", async () => {
    git("update-ref", "refs/remotes/origin/main", "main");
    expect(await diff("origin/main")).toEqual({ text: GAINS_DELETE, exitCode: 1 });
  });

  test.each(["origin/mian", "mian", "mian:stacks"])("%s may have to be fetched", async (input) => {
    await expect(diff(input)).rejects.toThrow(
      `"${input}" is not a Git revision here either; a checkout in CI usually has no other branches`,
    );
  });

  test("a topology that cannot be read is no topology without access", async () => {
    write("stacks/broken.yaml", "accounts: {}");
    try {
      await expect(diff("main")).rejects.toThrow(/stacks\/broken\.yaml:1:1: buckets/);
    } finally {
      rmSync(join(folder, "stacks/broken.yaml"));
    }
  });

  test("a stack is meant, not the branch with its name; with a colon, the branch", async () => {
    git("branch", "lake");
    try {
      expect(await diff("other/lake.yaml", "lake")).toEqual(
        await diff("other/lake.yaml", "stacks/lake.yaml"),
      );
      expect(await diff("lake:stacks", "lake")).toEqual({ text: GAINS_DELETE, exitCode: 1 });
    } finally {
      git("branch", "--delete", "lake");
    }
  });

  test("nothing changes in the repository", () => {
    const { stdout } = spawnSync("git", ["status", "--porcelain", "--", "stacks"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout).toBe(" M stacks/lake.yaml\n");
    const worktrees = spawnSync("git", ["worktree", "list"], { cwd: folder, encoding: "utf8" }).stdout;
    expect(worktrees.trim().split("\n")).toHaveLength(1);
  });

  test.each(["mian", "main:nowhere.yaml", "--upload-pack=x"])("%s is told", async (input) => {
    await expect(diff(input)).rejects.toThrow(/mian|nowhere\.yaml|upload-pack/);
  });
});

test("a branch that is called like a stack does not hide the stack", async () => {
  write("stacks/lake.yaml", topology("read"));
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "x");
  git("branch", "lake");
  write("stacks/lake.yaml", topology("[read, delete]"));
  expect((await diff("lake")).exitCode).toBe(0);
  expect((await diff("lake:stacks")).exitCode).toBe(1);
});

test("a tag and a prefix of an organization are differences, too", async () => {
  const team = (tag: string, prefix: string) => `
accounts:
  data: { id: "111111111111", region: us-east-1 }
buckets:
  lake: { account: data, name: acme-lake }
principals:
  team: { organization: o-abcde12345, principal_tags: { team: ${tag} } }
access:
  - { principal: team, bucket: lake, allow: get, prefix: ${prefix} }
`;
  write("red.yaml", team("red", "a/"));
  write("blue.yaml", team("blue", "a/"));
  write("elsewhere.yaml", team("red", "b/"));
  const flat = async (one: string, other: string) => (await diff(one, other)).text.replaceAll(/\s+/g, " ");
  const of = (tag: string) => `organization o-abcde12345 with the tag team=${tag}`;
  expect(await flat("red.yaml", "blue.yaml")).toContain(`${of("blue")} gains get a/* on acme-lake`);
  expect(await flat("red.yaml", "elsewhere.yaml")).toContain(`${of("red")} gains get b/* on acme-lake`);
  expect((await diff("red.yaml", "red.yaml")).exitCode).toBe(0);
});
