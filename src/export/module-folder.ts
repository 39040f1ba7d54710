/** The folder of a module, in which files are looked at, written and removed one at a time. */
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { changedMeanwhile } from "./errors";
import { isTemporaryName, temporaryName } from "./temporary-name";

/** What is at a path. */
export type Found =
  | { readonly is: "nothing" }
  | { readonly is: "file"; readonly bytes: Buffer }
  /** At the path itself; "other" may also be in place of a folder on the way to it. */
  | { readonly is: "folder" | "other"; readonly at: string; readonly what: string };

export function isSame(a: Found, b: Found): boolean {
  return a.is === "file" && b.is === "file" ? a.bytes.equals(b.bytes) : a.is === b.is;
}

/** More than any exported file has. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Paths are relative to the folder, with slashes. No symlink in it is followed. */
export class ModuleFolder {
  /** Temporary files and folders that this export made, in that order. */
  private readonly made: { readonly path: string; readonly remove: (path: string) => void }[] = [];

  constructor(private readonly path: string) {}

  look(path: string): Found {
    const names = path.split("/");
    for (const [index] of names.entries()) {
      const at = names.slice(0, index + 1).join("/");
      const stats = lstatSync(this.absolute(at), { throwIfNoEntry: false });
      const isLast = index === names.length - 1;
      if (stats === undefined) return { is: "nothing" };
      if (stats.isSymbolicLink()) return { is: "other", at, what: "a symlink" };
      if (stats.isDirectory()) {
        if (isLast) return { is: "folder", at, what: "a folder" };
      } else if (!stats.isFile()) return { is: "other", at, what: "neither a file nor a folder" };
      else if (!isLast) return { is: "other", at, what: "a file" };
      else if (stats.size > MOST_BYTES) return { is: "other", at, what: "larger than any exported file" };
    }
    return { is: "file", bytes: readFileSync(this.absolute(path)) };
  }

  /**
   * Writes a temporary file beside the file that it is going to be.
   *
   * The system is told to put it on the disk, so that a power failure never leaves an empty file in place of the old one.
   *
   * @param replaced what is at the path
   * @returns puts it in its place, at once
   */
  stage(path: string, bytes: Buffer, replaced: Found): () => void {
    const file = this.absolute(path);
    this.makeFolder(dirname(file));
    const temporary = join(dirname(file), temporaryName());
    this.made.push({ path: temporary, remove: unlinkSync });
    try {
      writeFileSync(temporary, bytes, { flag: "wx", flush: true });
    } catch (error) {
      // The system does not say which file it could not write.
      throw Object.assign(error as NodeJS.ErrnoException, { path: file });
    }
    return () => {
      this.expect(path, replaced);
      renameSync(temporary, file);
    };
  }

  /** Removes temporary files that are not in their places, and new folders that are empty, as far as that is possible. */
  rollBack(): void {
    for (const { path, remove } of [...this.made].reverse()) {
      try {
        remove(path);
      } catch {
        // In its place, not empty, or left to the next export: what stopped this one is more important.
      }
    }
  }

  /** Removes a file, and its folder and those above it unless something else is in them. */
  remove(path: string, removed: Found): void {
    this.expect(path, removed);
    unlinkSync(this.absolute(path));
    try {
      for (let folder = dirname(path); folder !== "."; folder = dirname(folder))
        rmdirSync(this.absolute(folder));
    } catch (error) {
      // Systems have several words for a folder that is not empty, and an empty one harms nobody.
      if ((error as NodeJS.ErrnoException).syscall !== "rmdir") throw error;
    }
  }

  /** @throws UsageError if something else is there than before */
  expect(path: string, before: Found): void {
    if (!isSame(this.look(path), before)) throw changedMeanwhile(this.path, path);
  }

  /** Removes the temporary files of exports that were killed, which are beside these files. */
  removeLeftovers(paths: readonly string[]): void {
    for (const folder of new Set(paths.map((path) => dirname(path)))) {
      if (this.look(folder).is !== "folder") continue;
      for (const entry of readdirSync(this.absolute(folder), { withFileTypes: true }))
        if (entry.isFile() && isTemporaryName(entry.name))
          unlinkSync(this.absolute(`${folder}/${entry.name}`));
    }
  }

  /** One by one: with `recursive`, `mkdir` never ends where the system lets nobody create a folder, as in /proc. */
  private makeFolder(folder: string): void {
    if (isThere(folder)) return;
    this.makeFolder(dirname(folder));
    try {
      mkdirSync(folder);
      this.made.push({ path: folder, remove: rmdirSync });
    } catch (error) {
      const isMadeByAnother = (error as NodeJS.ErrnoException).code === "EEXIST" && isThere(folder);
      if (!isMadeByAnother) throw error;
    }
  }

  private absolute(path: string): string {
    return join(this.path, path);
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
