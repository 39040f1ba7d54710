/** An export that is stopped at any point, in any folder: it loses nothing, and the next one finishes its work. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { dirname, join } from "node:path";
import { type Entry, folderTree } from "../../test/support/folder-tree";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { isTemporaryName } from "./temporary-name";
import { writeFiles } from "./write-files";
import { runs } from "../../test/support/runs";

/** After how many calls to the file system something happens, and what. */
interface Interruption {
  readonly after: number;
  /** A process that is killed makes no further calls; on a full disk the next one may succeed. */
  readonly by: "kill" | "full disk";
}

let mockCalls = 0;
let mockInterruption: Interruption | undefined;

jest.mock("node:fs", () => {
  const real = jest.requireActual<typeof import("node:fs")>("node:fs");
  const wrapped =
    (name: string, call: (...args: unknown[]) => unknown) =>
    (...args: unknown[]) => {
      const late = mockInterruption === undefined ? -1 : mockCalls++ - mockInterruption.after;
      // To wait for the disk takes most of the time, and no process is killed so that it would matter.
      if (name === "writeFileSync") args[2] = { ...(args[2] as object), flush: false };
      if (late < 0 || (late > 0 && mockInterruption?.by === "full disk")) return call(...args);
      if (name === "writeFileSync" && late === 0) {
        const [file, bytes, options] = args as [string, Buffer, object];
        real.writeFileSync(file, bytes.subarray(0, bytes.length / 2), options);
      }
      if (mockInterruption?.by === "kill") throw new Error("killed");
      throw Object.assign(new Error("no space"), { code: "ENOSPC", errno: -28, syscall: name });
    };
  return Object.fromEntries(
    Object.entries(real).map(([name, value]) => [
      name,
      name.endsWith("Sync") ? wrapped(name, value as () => unknown) : value,
    ]),
  );
});
const fs = jest.requireActual<typeof import("node:fs")>("node:fs");

type Files = ReadonlyMap<string, string>;

const OWN = [
  "README.md",
  "main.tf",
  "outputs.tf",
  "tests/a.tftest.hcl",
  "tests/b.tftest.hcl",
  "examples/basic/main.tf",
];
const FOLDERS = ["tests", "examples", "examples/basic", "old"];
const THEIRS = [
  "notes.txt",
  "tests/mine.tftest.hcl",
  ".terraform/state",
  "old/main.tf",
  `.s3porter-${"0".repeat(32)}-${"0".repeat(32)}.tmp`,
];
const OUTSIDE = "theirs\n";

const arbitraryModule: fc.Arbitrary<Files> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...OWN), fc.constantFrom("", "one\n", "two\n".repeat(1000))), {
    selector: ([path]) => path,
  })
  .map((files) => new Map(files));

/** What somebody does in the folder. */
const arbitraryEdit = fc.oneof(
  fc.record({
    puts: fc.constantFrom("one\n", "mine\n"),
    at: fc.constantFrom(...OWN, ...THEIRS),
  }),
  fc.record({
    puts: fc.constantFrom("nothing" as const, "a symlink" as const, "a folder" as const),
    at: fc.constantFrom(...OWN, ...THEIRS, ...FOLDERS),
  }),
  fc.record({ puts: fc.constantFrom("{}", "null", "<<<<<<<"), at: fc.constant(".s3porter.json") }),
  fc.record({
    records: fc.constantFrom("mine\n", OUTSIDE),
    at: fc.constantFrom(
      "../outside/main.tf",
      "a/../../outside/main.tf",
      "tests/main.tf",
      "notes.txt",
      "old/main.tf",
    ),
  }),
);
type Edit = typeof arbitraryEdit extends fc.Arbitrary<infer T> ? T : never;

const arbitraryInterruption: fc.Arbitrary<Interruption> = fc.record({
  after: fc.nat({ max: 120 }),
  by: fc.constantFrom("kill" as const, "full disk" as const),
});

test("nothing of the user's is lost, and the next export finishes", () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryModule, { maxLength: 2 }),
      fc.array(arbitraryEdit, { maxLength: 4 }),
      fc.array(fc.tuple(arbitraryModule, arbitraryInterruption), { minLength: 1, maxLength: 3 }),
      arbitraryModule,
      fc.boolean(),
      (exports, edits, interrupted, last, force) => {
        const { path: root, remove } = temporaryFolder();
        try {
          const folder = join(root, "copy");
          put(join(root, "outside", "main.tf"), OUTSIDE);
          for (const files of exports) writeFiles(folder, files);
          for (const edit of edits) carryOut(edit, folder);
          for (const [files, interruption] of interrupted) interrupt(root, files, force, interruption);
          finish(root, last, force);
        } finally {
          remove();
        }
      },
    ),
    { numRuns: runs(300) },
  );
});

function interrupt(root: string, files: Files, force: boolean, interruption: Interruption): void {
  const before = folderTree(root);
  let error: unknown;
  [mockCalls, mockInterruption] = [0, interruption];
  try {
    writeFiles(join(root, "copy"), files, { force });
  } catch (thrown) {
    error = thrown;
  } finally {
    mockInterruption = undefined;
  }
  const after = folderTree(root);
  for (const [path, entry] of before)
    if (!isOwn(path, before, files, force)) expect([path, after.get(path)]).toEqual([path, entry]);

  const forgotten = [...after].filter(
    ([path, entry]) =>
      typeof entry === "string" && isRecorded(path, entry, before) && !isRecorded(path, entry, after),
  );
  expect(forgotten).toEqual([]);

  if (interruption.by === "kill" || error === undefined) return;
  expect([...after.keys()].filter((path) => !before.has(path) && isTemporary(path))).toEqual([]);
  const isPlaced = [...files.keys()].some((path) => after.get(`copy/${path}`) !== before.get(`copy/${path}`));
  if (!isPlaced && stale(before, files).every((path) => after.has(path)))
    expect(after).toEqual(new Map([...before].filter(([path]) => after.has(path) || !isTemporary(path))));
}

function finish(root: string, files: Files, force: boolean): void {
  const before = folderTree(root);
  if (isRefused(before, files, force)) {
    expect(() => writeFiles(join(root, "copy"), files, { force })).toThrow(
      expect.objectContaining({ name: "UsageError" }),
    );
    expect(folderTree(root)).toEqual(before);
    return;
  }
  writeFiles(join(root, "copy"), files, { force });
  const expected = new Map([...before].filter(([path]) => !isTemporary(path)));
  for (const path of stale(before, files)) expected.delete(path);
  for (const [path, text] of files) expected.set(`copy/${path}`, text);
  const digests = Object.fromEntries([...files].map(([path, text]) => [path, digest(text)]));
  expected.set("copy/.s3porter.json", `${JSON.stringify({ files: digests }, undefined, 2)}\n`);
  expect(withoutFolders(folderTree(root))).toEqual(withoutFolders(expected));
}

type Entries = ReadonlyMap<string, Entry>;

/** Whether an export may change or remove it. */
function isOwn(path: string, before: Entries, files: Files, force: boolean): boolean {
  const [, name = ""] = /^copy\/(.*)$/.exec(path) ?? [];
  const entry = before.get(path);
  if (typeof entry === "string") {
    if (isTemporary(path)) return true;
    if (name === ".s3porter.json") return force || recorded(before) !== undefined;
    return isRecorded(path, entry, before) || files.get(name) === entry || (force && files.has(name));
  }
  return entry !== undefined && "folder" in entry && FOLDERS.includes(name);
}

function isRefused(before: Entries, files: Files, force: boolean): boolean {
  const manifest = before.get("copy/.s3porter.json");
  if (manifest !== undefined && typeof manifest !== "string") return true;
  if (recorded(before) === undefined && !force) return true;
  return [...files].some(([path, text]) => {
    for (let way = dirname(path); way !== "."; way = dirname(way)) {
      const entry = before.get(`copy/${way}`);
      if (entry !== undefined && (typeof entry === "string" || !("folder" in entry))) return true;
    }
    const entry = before.get(`copy/${path}`);
    if (entry === undefined || entry === text) return false;
    return typeof entry !== "string" || (!force && !isRecorded(`copy/${path}`, entry, before));
  });
}

/** Exported, and no longer of the module. */
function stale(before: Entries, files: Files): string[] {
  return [...before].flatMap(([path, entry]) => {
    const isFormer = !files.has(path.slice("copy/".length));
    return typeof entry === "string" && isFormer && isRecorded(path, entry, before) ? [path] : [];
  });
}

function isRecorded(path: string, text: string, entries: Entries): boolean {
  return [recorded(entries)?.[path.slice("copy/".length)] ?? []].flat().includes(digest(text));
}

function recorded(before: Entries): Readonly<Record<string, string | string[]>> | undefined {
  const manifest = before.get("copy/.s3porter.json") ?? '{"files":{}}';
  try {
    const { files } = JSON.parse(String(manifest)) as { files: Record<string, string> };
    return Object.keys(files).some((path) => path.includes("..")) ? undefined : files;
  } catch {
    return undefined;
  }
}

function carryOut(edit: Edit, folder: string): void {
  const path = join(folder, edit.at);
  if ("records" in edit) {
    const manifest = recorded(folderTree(dirname(folder))) ?? {};
    edit = {
      puts: JSON.stringify({ files: { ...manifest, [edit.at]: digest(edit.records) } }),
      at: ".s3porter.json",
    } as Edit;
    return carryOut(edit, folder);
  }
  // Somebody who works through a symlink changes what it leads to, which is not what is asked here.
  for (let way = dirname(path); way !== folder && way.startsWith(folder); way = dirname(way))
    if (fs.lstatSync(way, { throwIfNoEntry: false })?.isDirectory() === false) fs.rmSync(way);
  fs.rmSync(path, { recursive: true, force: true });
  if (edit.puts === "a symlink") {
    fs.mkdirSync(dirname(path), { recursive: true });
    fs.symlinkSync(join(folder, "..", "outside", FOLDERS.includes(edit.at) ? "" : "main.tf"), path);
  } else if (edit.puts === "a folder") fs.mkdirSync(path, { recursive: true });
  else if (edit.puts !== "nothing") put(path, edit.puts);
}

function put(file: string, text: string): void {
  fs.mkdirSync(dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

const withoutFolders = (entries: Entries) =>
  new Map([...entries].filter(([, entry]) => typeof entry === "string" || "symlink" in entry));

const isTemporary = (path: string) => isTemporaryName(path.slice(path.lastIndexOf("/") + 1));

const digest = (text: string) => createHash("sha256").update(text).digest("hex");
