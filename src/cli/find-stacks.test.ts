import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../test/support/repository";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { findStack, findStacks } from "./find-stacks";

const folder = join(REPOSITORY, "stacks");
const names = (...wanted: string[]) => findStacks(folder, wanted).stacks.map(({ name }) => name);

test("without a name, all of them are meant", () => {
  expect(names()).toEqual([
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
  ]);
});

test("they are in the order of the folder, each once", () => {
  expect(names("replication", "copy-with-role", "replication")).toEqual(["copy-with-role", "replication"]);
});

test("a name that there is not is told with those that there are", () => {
  expect(() => names("replication", "copy-with-rol")).toThrow(
    `there is no stack "copy-with-rol" in ${folder}; there are batch-copy, batch-replication, central-logs, copy-with-role, copy-with-user, datasync, eks-pods, existing-bucket, github-actions, identity-center, replication, replication-fan-out, replication-two-way, replication-with-alarms, shared-with-account, shared-with-partner and shared-with-principals; did you mean "copy-with-role"?`,
  );
  expect(() => names("backup")).toThrow(/shared-with-principals$/);
});

test("a stack can be named by its file", () => {
  expect(names(join(folder, "replication.yaml"), "copy-with-role.yaml")).toEqual([
    "copy-with-role",
    "replication",
  ]);
  expect(() => names("elsewhere/replication.yaml")).toThrow("there is no file elsewhere/replication.yaml");
});

describe("elsewhere", () => {
  const { path, remove } = temporaryFolder();
  const before = process.cwd();
  beforeAll(() => process.chdir(path));
  afterAll(() => {
    process.chdir(before);
    remove();
  });
  copyFileSync(join(folder, "replication.yaml"), join(path, "mine.yaml"));
  mkdirSync(join(path, "more"));
  copyFileSync(join(folder, "copy-with-role.yaml"), join(path, "more/copy.yaml"));

  test.each([
    ["a file of another folder", ["more/copy.yaml"], ["copy"]],
    ["a file of the working directory", ["mine.yaml"], ["mine"]],
    ["another folder", ["more"], ["copy"]],
    ["stacks of several folders", ["mine.yaml", "replication", "more"], ["mine", "replication", "copy"]],
    ["a folder and one of its files", ["more", "./more/copy.yaml"], ["copy"]],
  ])("%s", (_, given, expected) => {
    expect(names(...given)).toEqual(expected);
  });

  test("a folder of Terraform: the commands for it", () => {
    mkdirSync(join(path, "module"));
    expect(() => names("module")).toThrow(
      "module is not a folder of topologies; for a module of s3porter, run s3porter prove --module module, and for other Terraform s3porter check module",
    );
  });
});

describe("beside a topology with problems", () => {
  const { path, remove } = temporaryFolder();
  afterAll(remove);
  copyFileSync(join(folder, "replication.yaml"), join(path, "replication.yaml"));
  writeFileSync(join(path, "broken.yaml"), "- 1");

  test("another stack is found", () => {
    expect(findStack(path, "replication").name).toBe("replication");
    expect(findStacks(path, ["replication"]).problems).toEqual([]);
  });

  test("it has its problems", () => {
    expect(() => findStack(path, "broken")).toThrow(/broken.yaml:1:1: must be a mapping/);
    const { stacks, problems } = findStacks(path, []);
    expect(stacks.map(({ name }) => name)).toEqual(["replication"]);
    expect(problems.map(({ file }) => file)).toEqual([join(path, "broken.yaml")]);
  });
});
