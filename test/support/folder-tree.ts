import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** What is at a path: the text of a file, a folder, or where a symlink leads. */
export type Entry = string | { readonly folder: true } | { readonly symlink: string };

/** Everything below a folder by its path, sorted. No symlink is followed, and pipes are empty. */
export function folderTree(root: string, folder = ""): Map<string, Entry> {
  const tree = new Map<string, Entry>();
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) tree.set(path, { symlink: readlinkSync(join(root, path)) });
    else if (entry.isDirectory()) {
      tree.set(path, { folder: true });
      for (const [below, found] of folderTree(root, path)) tree.set(below, found);
    } else tree.set(path, entry.isFile() ? readFileSync(join(root, path), "utf8") : "");
  }
  return tree;
}
