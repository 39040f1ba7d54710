import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { writeFiles } from "./write-files";

let temporary: ReturnType<typeof temporaryFolder>;
let folder: string;
beforeEach(() => {
  temporary = temporaryFolder();
  folder = join(temporary.path, "modules", "copy");
});
afterEach(() => temporary.remove());

const FIRST = new Map([
  ["main.tf", "one\n"],
  ["tests/a.tftest.hcl", "two\n"],
]);
const SECOND = new Map([["main.tf", "three\n"]]);
const read = (file: string) => readFileSync(join(folder, file), "utf8");

test("writes all files, and nothing beside them but what it remembers", () => {
  writeFiles(folder, FIRST);
  expect(read("main.tf")).toBe("one\n");
  expect(read("tests/a.tftest.hcl")).toBe("two\n");
  expect(readdirSync(folder).sort()).toEqual([".s3porter.json", "main.tf", "tests"]);
  expect(readdirSync(join(temporary.path, "modules"))).toEqual(["copy"]);
});

test("again, it replaces what it wrote, removes what is no more, and leaves what is not its own", () => {
  writeFiles(folder, FIRST);
  writeFileSync(join(folder, "CHANGELOG.md"), "mine\n");
  mkdirSync(join(folder, ".terraform"));
  writeFileSync(join(folder, "tests", "mine.tftest.hcl"), "mine\n");
  writeFiles(folder, SECOND);
  expect(read("main.tf")).toBe("three\n");
  expect(read("CHANGELOG.md")).toBe("mine\n");
  expect(existsSync(join(folder, ".terraform"))).toBe(true);
  expect(readdirSync(join(folder, "tests"))).toEqual(["mine.tftest.hcl"]);
  expect(readdirSync(join(temporary.path, "modules"))).toEqual(["copy"]);
});

test("what somebody edited is named, and nothing is written", () => {
  writeFiles(folder, FIRST);
  writeFileSync(join(folder, "main.tf"), "edited\n");
  expect(() => writeFiles(folder, SECOND)).toThrow(
    `${folder} has edited files; nothing was written
  main.tf
To keep your changes, move these files elsewhere. To overwrite them, use --force.`,
  );
  expect(read("main.tf")).toBe("edited\n");
  expect(read("tests/a.tftest.hcl")).toBe("two\n");
});

test("what is edited and no longer part of the module stays", () => {
  writeFiles(folder, FIRST);
  writeFileSync(join(folder, "tests/a.tftest.hcl"), "edited\n");
  expect(writeFiles(folder, SECOND, { force: true })).toEqual({ kept: ["tests/a.tftest.hcl"] });
  expect(read("tests/a.tftest.hcl")).toBe("edited\n");
  expect(writeFiles(folder, SECOND)).toEqual({ kept: [] });
});

test("unless it is to be overwritten", () => {
  writeFiles(folder, FIRST);
  writeFileSync(join(folder, "main.tf"), "edited\n");
  writeFiles(folder, SECOND, { force: true });
  expect(read("main.tf")).toBe("three\n");
});

test("a folder that was never exported to is somebody's own", () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "main.tf"), "mine\n");
  expect(() => writeFiles(folder, FIRST)).toThrow("main.tf");
  writeFileSync(join(folder, "main.tf"), "one\n");
  writeFiles(folder, FIRST);
  expect(read("tests/a.tftest.hcl")).toBe("two\n");
});

test("what is missing is written again", () => {
  writeFiles(folder, FIRST);
  renameSync(join(folder, "main.tf"), join(folder, "other.tf"));
  writeFiles(folder, FIRST);
  expect(read("main.tf")).toBe("one\n");
  expect(read("other.tf")).toBe("one\n");
});

test("what is in its place already is not written again", () => {
  writeFiles(folder, FIRST);
  const { ino } = statSync(join(folder, "main.tf"));
  writeFiles(folder, FIRST);
  expect(statSync(join(folder, "main.tf")).ino).toBe(ino);
});

test("another name of an exported file keeps what it had", () => {
  writeFiles(folder, FIRST);
  linkSync(join(folder, "main.tf"), join(temporary.path, "mine.tf"));
  writeFiles(folder, SECOND);
  expect(readFileSync(join(temporary.path, "mine.tf"), "utf8")).toBe("one\n");
});
