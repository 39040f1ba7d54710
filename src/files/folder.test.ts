import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderTree } from "../../test/support/folder-tree";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { type Found, Folder } from "./folder";
import { temporaryName } from "./temporary-name";

let temporary: ReturnType<typeof temporaryFolder>;
let path: string;
let folder: Folder;
beforeEach(() => {
  temporary = temporaryFolder();
  path = join(temporary.path, "copy");
  folder = new Folder(path);
});
afterEach(() => temporary.remove());

const NOTHING: Found = { is: "nothing" };
const fileOf = (text: string): Found => ({ is: "file", bytes: Buffer.from(text) });

function put(file: string, text: string): void {
  mkdirSync(join(path, file, ".."), { recursive: true });
  writeFileSync(join(path, file), text);
}

const list = () => [...folderTree(path).keys()].sort();

test("what is at a path is said without following a symlink", () => {
  put("tests/a", "one");
  symlinkSync("tests", join(path, "link"));
  const look = (at: string) => folder.look(at);
  expect(look("tests/a")).toEqual(fileOf("one"));
  expect([look("nowhere"), look("tests/nowhere"), look("nowhere/a")]).toEqual([NOTHING, NOTHING, NOTHING]);
  expect(look("tests")).toEqual({ is: "folder", at: "tests", what: "a folder" });
  expect(look("link")).toEqual({ is: "other", at: "link", what: "a symlink" });
  expect(look("link/a")).toEqual({ is: "other", at: "link", what: "a symlink" });
  expect(look("tests/a/b")).toEqual({ is: "other", at: "tests/a", what: "a file" });
});

test("a file appears at once, and until then it can be taken back with its folders", () => {
  folder.stage("tests/deep/a", Buffer.from("one"), NOTHING);
  folder.rollBack();
  expect(readdirSync(temporary.path)).toEqual([]);
  const place = folder.stage("tests/deep/a", Buffer.from("one"), NOTHING);
  expect(folder.look("tests/deep/a")).toEqual(NOTHING);
  place();
  folder.rollBack();
  expect(list()).toEqual(["tests", "tests/deep", "tests/deep/a"]);
});

test("what changed since it was looked at is neither replaced nor removed", () => {
  put("a", "one");
  const place = folder.stage("a", Buffer.from("two"), folder.look("a"));
  put("a", "edited meanwhile");
  const message = `${path}: another command or an editor changed a meanwhile. It was not overwritten; try again`;
  expect(place).toThrow(message);
  expect(() => folder.remove("a", fileOf("one"))).toThrow(message);
  expect(() => folder.expect("a", NOTHING)).toThrow(message);
  expect(readFileSync(join(path, "a"), "utf8")).toBe("edited meanwhile");
});

test("a folder goes with its last file", () => {
  put("tests/deep/a", "one");
  put("tests/mine", "mine");
  folder.remove("tests/deep/a", fileOf("one"));
  expect(list()).toEqual(["tests", "tests/mine"]);
});

test("temporary files are removed beside the files of the module, and nowhere else", () => {
  const [left, deep, elsewhere] = [temporaryName(), `tests/${temporaryName()}`, `mine/${temporaryName()}`];
  for (const file of [left, deep, elsewhere, "tests/.s3porter-mine.tmp"]) put(file, "half");
  symlinkSync("mine", join(path, "link"));
  folder.removeLeftovers(["main.tf", "tests/a", "link/a", "nowhere/a"]);
  expect(list()).toEqual(["link", "mine", elsewhere, "tests", "tests/.s3porter-mine.tmp"].sort());
});
