/** Puts the files of a module where somebody wants them, without losing anything of theirs. */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { UsageError } from "../messages/user-error";
import { basename, dirname, join, resolve } from "node:path";

/** Remembers what was exported, to know what has been edited since. */
const MANIFEST = ".s3porter.json";

interface Manifest {
  /** The digest of each file, by its path. */
  readonly files: Readonly<Record<string, string>>;
}

/** Files of the folder that somebody has edited, and that an export would overwrite. */
export class EditedFiles extends UsageError {
  constructor(folder: string, files: readonly string[]) {
    super(
      [
        `${folder} has files that are not as they were exported; nothing was written`,
        ...files.map((file) => `  ${file}`),
        "Move your changes elsewhere, or overwrite these files with --force.",
      ].join("\n"),
    );
  }
}

/**
 * Writes the files into a folder. What was exported there before and is no part of the module any more is removed; what
 * else is there stays. The folder changes all at once: an interrupted export leaves the old one, or the old one beside
 * the new one under the name `<folder>.previous`, which the next export cleans up.
 *
 * @throws UsageError if a file that would be overwritten or removed has been edited, unless `force` is true
 */
export function writeModule(
  folder: string,
  files: ReadonlyMap<string, string>,
  { force = false }: { readonly force?: boolean } = {},
): void {
  const target = resolve(folder);
  const previous = `${target}.previous`;
  recover(target, previous);
  const exported = manifestOf(target).files;
  const edited = [...new Set([...Object.keys(exported), ...files.keys()])].filter((file) =>
    isEdited(join(target, file), exported[file], files.get(file)),
  );
  if (edited.length > 0 && !force) throw new EditedFiles(folder, edited.sort());

  const next = join(dirname(target), `.${basename(target)}.s3porter-${process.pid}`);
  rmSync(next, { recursive: true, force: true });
  for (const [file, text] of files) write(join(next, file), text);
  write(join(next, MANIFEST), `${JSON.stringify(manifestFor(files), undefined, 2)}\n`);
  if (existsSync(target)) renameSync(target, previous);
  renameSync(next, target);
  salvage(previous, target);
}

/** After an export that did not come to its end. */
function recover(target: string, previous: string): void {
  if (!existsSync(previous)) return;
  if (existsSync(target)) salvage(previous, target);
  else renameSync(previous, target);
}

/** Keeps what was not exported into the old folder. */
function salvage(previous: string, target: string): void {
  for (const file of Object.keys(manifestOf(previous).files)) rmSync(join(previous, file), { force: true });
  keep(previous, target);
}

/** Moves what is not in the new folder out of the old one, and removes the old one. */
function keep(from: string, to: string): void {
  if (!existsSync(from)) return;
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, destination] = [join(from, entry.name), join(to, entry.name)];
    if (!existsSync(destination)) renameSync(source, destination);
    else if (entry.isDirectory()) keep(source, destination);
  }
  rmSync(from, { recursive: true, force: true });
}

/** Whether it is there, and neither as it was exported nor as it is going to be. */
function isEdited(path: string, exported: string | undefined, text: string | undefined): boolean {
  if (!existsSync(path) || !statSync(path).isFile()) return false;
  const found = readFileSync(path, "utf8");
  return found !== text && digest(found) !== exported;
}

function manifestOf(folder: string): Manifest {
  const file = join(folder, MANIFEST);
  if (!existsSync(file)) return { files: {} };
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Manifest;
  } catch {
    // Whatever is there counts as edited then.
    return { files: {} };
  }
}

function manifestFor(files: ReadonlyMap<string, string>): Manifest {
  return { files: Object.fromEntries([...files].map(([file, text]) => [file, digest(text)])) };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
