/**
 * Writes generated files into a folder, such as those of a module, without losing any of the user's work.
 *
 * A file belongs to s3porter if the manifest in the folder lists it and its content is unchanged since it was written. No
 * other file is changed or removed. `--force` overwrites edited files, but only those that are still among the files.
 *
 * If an export is killed, the next one recognizes what is left and finishes the work:
 *
 * 1. Read everything. If something is in the way, stop before anything is written.
 * 2. Write a manifest with the old and the new digest of each file: both versions belong to s3porter from here on.
 * 3. Write each new file under a temporary name beside the old one. An error undoes everything up to here, so that a full
 *    disk leaves the folder as it was.
 * 4. Rename each temporary file to its final name. From here on, an export can only go forward.
 * 5. Remove the files that the module no longer has.
 * 6. Write the manifest with the new digests.
 *
 * The export checks each file again before it replaces or removes it. If two exports write into one folder, the later one
 * wins: the other finds a manifest that is not its own, and stops.
 */
import { randomUUID } from "node:crypto";
import { type Advice, editedFiles, inTheWay, TO_EXPORT } from "./errors";
import { type Digests, digest, MANIFEST, manifestOf, readManifest, unfinishedManifest } from "./manifest";
import { type Found, isSame, Folder } from "./folder";

const NOTHING_EXPORTED: Digests = new Map();

/** The result of an export. */
export interface Written {
  /** Edited files that the module no longer has. They stay. Sorted. */
  readonly kept: readonly string[];
}

/**
 * Writes the files into a folder. Creates the folder if necessary.
 *
 * @throws UsageError if the user edited a file that the export would replace, unless `force` is true; or if the path of a
 * file is taken by something else
 * @throws NodeJS.ErrnoException if the system refuses
 */
export function writeFiles(
  out: string,
  files: ReadonlyMap<string, string>,
  { force = false, advice = TO_EXPORT }: { readonly force?: boolean; readonly advice?: Advice } = {},
): Written {
  const folder = new Folder(out);
  const plan = planExport(folder, new Map([...files].map(([path, text]) => [path, Buffer.from(text)])));
  if (plan.inTheWay.size > 0) throw inTheWay(out, plan.inTheWay, advice);
  if (plan.edited.length > 0 && !force) throw editedFiles(out, plan.edited, advice);
  carryOut(plan, folder);
  return { kept: plan.kept };
}

/** The state of the folder, and what the export will do. */
interface Plan {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly exported: Digests;
  /** The state of a path. */
  readonly found: (path: string) => Found;
  /** What blocks a file or folder of the module, by its path. */
  readonly inTheWay: ReadonlyMap<string, string>;
  /** Files of the module that the user edited; sorted. */
  readonly edited: readonly string[];
  /** Files of the module to write, because they are missing or different. */
  readonly changed: ReadonlyMap<string, Buffer>;
  /** Unedited files that the module no longer has. */
  readonly stale: readonly string[];
  /** Edited files that the module no longer has; sorted. */
  readonly kept: readonly string[];
}

function planExport(folder: Folder, files: ReadonlyMap<string, Buffer>): Plan {
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
function carryOut({ files, exported, found, changed, stale }: Plan, folder: Folder): void {
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
    // Removing the temporary files frees space for the manifest on a full disk.
    folder.rollBack();
    if (!isForward) restoreManifest(folder, unfinished, before);
    folder.rollBack();
    throw error;
  }
}

/** Ignores errors, because the next export can also start from the unfinished manifest. */
function restoreManifest(folder: Folder, unfinished: Found, before: Found): void {
  try {
    if (before.is === "file") folder.stage(MANIFEST, before.bytes, unfinished)();
    else folder.remove(MANIFEST, unfinished);
  } catch {
    // The error that stopped the export matters more.
  }
}

function fileOf(bytes: Buffer): Found & { readonly is: "file" } {
  return { is: "file", bytes };
}
