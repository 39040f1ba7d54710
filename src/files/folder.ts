/** The folder of a module, or of other generated files. Reads, writes and removes its files one at a time. */
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
  /** `at` is the path itself, or for "other" perhaps a path above it. */
  | { readonly is: "folder" | "other"; readonly at: string; readonly what: string };

export function isSame(a: Found, b: Found): boolean {
  return a.is === "file" && b.is === "file" ? a.bytes.equals(b.bytes) : a.is === b.is;
}

/** More than any exported file has. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Paths are relative to the folder, with slashes. No symlink in it is followed. */
export class Folder {
  /** Temporary files and folders of this export, in the order of creation. */
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
   * Writes a temporary file beside the file that it will replace.
   *
   * Flushes it to the disk, so that a power failure never leaves an empty file in place of the old one.
   *
   * @param replaced what is at the path
   * @returns renames it to its final name
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

  /** Removes temporary files and new empty folders, as far as possible. */
  rollBack(): void {
    for (const { path, remove } of [...this.made].reverse()) {
      try {
        remove(path);
      } catch {
        // Already renamed, not empty, or left to the next export. The error that stopped this one matters more.
      }
    }
  }

  /** Removes a file and the folders above it that are then empty. */
  remove(path: string, removed: Found): void {
    this.expect(path, removed);
    unlinkSync(this.absolute(path));
    try {
      for (let folder = dirname(path); folder !== "."; folder = dirname(folder))
        rmdirSync(this.absolute(folder));
    } catch (error) {
      // Systems have several error codes for a folder that is not empty. An empty folder that stays does no harm.
      if ((error as NodeJS.ErrnoException).syscall !== "rmdir") throw error;
    }
  }

  /** @throws UsageError if the file has changed since then */
  expect(path: string, before: Found): void {
    if (!isSame(this.look(path), before)) throw changedMeanwhile(this.path, path);
  }

  /** Removes temporary files beside these files, which killed exports left. */
  removeLeftovers(paths: readonly string[]): void {
    for (const folder of new Set(paths.map((path) => dirname(path)))) {
      if (this.look(folder).is !== "folder") continue;
      for (const entry of readdirSync(this.absolute(folder), { withFileTypes: true }))
        if (entry.isFile() && isTemporaryName(entry.name))
          unlinkSync(this.absolute(`${folder}/${entry.name}`));
    }
  }

  /** Creates folders one by one, because `mkdir` with `recursive` never returns in folders such as /proc. */
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
