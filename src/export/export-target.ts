/** Checks the folder to export a module to. */
import { lstatSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { belongsToATool, holdsTheProject, holdsTopologies, leadsElsewhere, notAFolder } from "./errors";

/** The user's project. */
export interface Project {
  /** The folder of `cdktf.json`; others are relative to it. */
  readonly root: string;
  /** The folder of the topologies. */
  readonly stacks: string;
}

/** Folders whose content belongs to Git, npm or CDKTF. */
const OWNED = new Set([".git", "node_modules", "cdktf.out"]);

/**
 * The absolute path of the folder that `--out` names.
 *
 * Follows symlinks above the folder, and checks their targets. The folder itself cannot be a symlink, because others may
 * use its target.
 *
 * @throws UsageError if it is not a folder, or contains files that a module must not be mixed with
 */
export function exportTarget(out: string, { root, stacks }: Project): string {
  const target = resolve(root, out);
  const stats = lstatSync(target, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink()) throw leadsElsewhere(out);
  if (stats && !stats.isDirectory())
    throw notAFolder(out, stats.isFile() ? "a file" : "neither a file nor a folder");

  const place = realPath(target);
  const project = realPath(resolve(root));
  const topologies = realPath(resolve(root, stacks));
  if (holds(place, project)) throw holdsTheProject(out === "" ? '""' : out);
  // The topologies may be in the root of the project, with the modules in a folder beside them.
  if (holds(place, topologies) || (holds(topologies, place) && !holds(topologies, project)))
    throw holdsTopologies(out, stacks);
  const owned = place.split(sep).find((name) => OWNED.has(name.toLowerCase()));
  if (owned !== undefined) throw belongsToATool(out, owned);
  return target;
}

/** Whether two folders are the same, or the first is above the other. */
function holds(folder: string, other: string): boolean {
  const path = relative(folder, other);
  return path.split(sep)[0] !== ".." && !isAbsolute(path);
}

/** Resolves symlinks and letter case of the existing part of a path. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || parent === path) throw error;
    return join(realPath(parent), relative(parent, path));
  }
}
