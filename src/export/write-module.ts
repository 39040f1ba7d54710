/**
 * Puts the files of a module into a folder, without losing anything of the user's.
 *
 * A file is s3porter's if the manifest in the folder lists it and it is byte for byte as it was exported. No other file
 * is changed or removed. `--force` gives up edited files, but only those that the module still has.
 *
 * Whenever an export is killed, the next one recognizes everything that it left, and finishes the work:
 *
 * 1. Everything is looked at. If something is in the way, nothing has been written.
 * 2. The manifest lists each file as it was and as it is going to be: either is s3porter's from here on.
 * 3. Each new file is written under a temporary name beside the old one. An error takes back everything up to here, so
 *    that a full disk leaves the folder as it was.
 * 4. Each takes the place of the old one, at once. From here on an export can only go forward.
 * 5. Files that the module no longer has are removed.
 * 6. The manifest lists the files as they are now.
 *
 * Each file is looked at again before it is replaced or removed. Of two exports into one folder at the same time the
 * later one wins: the other finds a manifest that is not its own, and stops.
 */
import { randomUUID } from "node:crypto";
import { editedFiles, inTheWay } from "./errors";
import { type Digests, digest, MANIFEST, manifestOf, readManifest, unfinishedManifest } from "./manifest";
import { type Found, isSame, ModuleFolder } from "./module-folder";

const NOTHING_EXPORTED: Digests = new Map();

/** What became of an export. */
export interface Written {
  /** Files which the module no longer has, and which stay because they were edited; sorted. */
  readonly kept: readonly string[];
}

/**
 * Writes the files into a folder, which is created where there is none.
 *
 * @throws UsageError if a file that would be replaced is not as it was exported, unless `force` is true; or if something
 * other than a file is in its place
 * @throws NodeJS.ErrnoException if the system refuses
 */
export function writeModule(
  out: string,
  files: ReadonlyMap<string, string>,
  { force = false }: { readonly force?: boolean } = {},
): Written {
  const folder = new ModuleFolder(out);
  const plan = planExport(folder, new Map([...files].map(([path, text]) => [path, Buffer.from(text)])));
  if (plan.inTheWay.size > 0) throw inTheWay(out, plan.inTheWay);
  if (plan.edited.length > 0 && !force) throw editedFiles(out, plan.edited);
  carryOut(plan, folder);
  return { kept: plan.kept };
}

/** What is there, and what is to become of it. */
interface Plan {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly exported: Digests;
  /** What is at a path. */
  readonly found: (path: string) => Found;
  /** What is in the place of a file or a folder of the module, by its path. */
  readonly inTheWay: ReadonlyMap<string, string>;
  /** The module has them, and they are not as they were exported; sorted. */
  readonly edited: readonly string[];
  /** Those of the module that are not there as they are going to be. */
  readonly changed: ReadonlyMap<string, Buffer>;
  /** The module no longer has them, and they are as they were exported. */
  readonly stale: readonly string[];
  /** The module no longer has them, and they are not as they were exported; sorted. */
  readonly kept: readonly string[];
}

function planExport(folder: ModuleFolder, files: ReadonlyMap<string, Buffer>): Plan {
  const manifest = folder.look(MANIFEST);
  const read = manifest.is === "file" ? readManifest(manifest.bytes.toString()) : NOTHING_EXPORTED;
  const exported = read ?? NOTHING_EXPORTED;
  const all = new Map([...exported.keys(), ...files.keys()].map((path) => [path, folder.look(path)]));
  all.set(MANIFEST, manifest);

  const found = (path: string): Found => all.get(path) ?? { is: "nothing" };
  const isExported = (path: string) => {
    const there = found(path);
    return there.is === "file" && exported.get(path)?.includes(digest(there.bytes)) === true;
  };
  const isEdited = (path: string) => {
    const there = found(path);
    return (there.is === "file" || ("at" in there && there.at === path)) && !isExported(path);
  };
  const changed = new Map([...files].filter(([path, bytes]) => !isSame(found(path), fileOf(bytes))));
  const former = [...exported.keys()].filter((path) => !files.has(path));
  return {
    files,
    exported,
    found,
    inTheWay: new Map(
      [MANIFEST, ...files.keys()]
        .map(found)
        .flatMap((there) => ("at" in there ? [[there.at, there.what]] : [])),
    ),
    edited: [...(read === undefined ? [MANIFEST] : []), ...[...changed.keys()].filter(isEdited)].sort(),
    changed,
    stale: former.filter(isExported),
    kept: former.filter(isEdited).sort(),
  };
}

/** Steps 2 to 6. */
function carryOut({ files, exported, found, changed, stale }: Plan, folder: ModuleFolder): void {
  const before = found(MANIFEST);
  const unfinished = fileOf(unfinishedManifest(exported, files, randomUUID()));
  let isForward = false;
  try {
    folder.stage(MANIFEST, unfinished.bytes, before)();
    folder.removeLeftovers([MANIFEST, ...exported.keys(), ...files.keys()]);
    const steps = [
      ...[...changed].map(([path, bytes]) => folder.stage(path, bytes, found(path))),
      ...stale.map((path) => () => folder.remove(path, found(path))),
      folder.stage(MANIFEST, manifestOf(files), unfinished),
    ];
    for (const step of steps) {
      folder.expect(MANIFEST, unfinished);
      step();
      isForward = true;
    }
  } catch (error) {
    // Without temporary files, a full disk has space for the manifest again.
    folder.rollBack();
    if (!isForward) restoreManifest(folder, unfinished, before);
    folder.rollBack();
    throw error;
  }
}

/** If that is possible: the next export can also begin with the unfinished one. */
function restoreManifest(folder: ModuleFolder, unfinished: Found, before: Found): void {
  try {
    if (before.is === "file") folder.stage(MANIFEST, before.bytes, unfinished)();
    else folder.remove(MANIFEST, unfinished);
  } catch {
    // What stopped the export is more important.
  }
}

function fileOf(bytes: Buffer): Found & { readonly is: "file" } {
  return { is: "file", bytes };
}
