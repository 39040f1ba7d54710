/** Which files are topologies. Without imports of the format, because every command asks this when it starts. */
import { readdirSync, statSync } from "node:fs";

/** Whether a path is that of a topology, by its extension. */
export function isTopologyFile(path: string): boolean {
  return /\.ya?ml$/.test(path);
}

/** Whether a folder has topologies. A file and what does not exist have none. */
export function hasTopologies(folder: string): boolean {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder && readdirSync(folder).some(isTopologyFile);
}
