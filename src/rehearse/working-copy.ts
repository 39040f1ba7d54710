import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { UserError } from "../messages/user-error";
import { atTheLatestAtExit } from "./cleanup";
import type { Module } from "./modules";

export interface WorkingCopy {
  /** The copy of the root module. */
  readonly root: string;
  /** The copy of any file or folder that was copied. */
  copyOf(path: string): string;
  /** Says the original paths in a text about the copy. */
  inOriginal(text: string): string;
  remove(): void;
}

const MOST_BYTES = 200_000_000;
const MOST_FILES = 20_000;

/** Not needed, or secret. `.terraform/modules` is. */
const LEFT_OUT =
  /^(\.git|\.hg|\.svn|node_modules|\.terragrunt-cache|.*\.tfstate(\..*)?|.*\.tftest\.(hcl|json)|crash.*\.log)$/;

/**
 * Copies a root module into a temporary folder that only this user can read, with everything outside of the folder that it
 * names: other modules, and files that begin with `../`. No state is copied.
 */
export function copyModules(modules: readonly Module[]): WorkingCopy {
  const root = (modules[0] as Module).folder;
  const outside = modules.flatMap((module) => [module.folder, ...namedOutside(module, root)]);
  const paths = outermost([root, ...outside]);
  const base = paths.reduce(commonFolder);
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), "s3porter-rehearsal-")));
  const remove = atTheLatestAtExit(() => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 }));
  const copyOf = (path: string) => join(temporary, relative(base, path));
  try {
    const copy = new Copy(root);
    for (const path of paths) copy.add(path, copyOf(path), []);
  } catch (error) {
    remove();
    throw error;
  }
  const inOriginal = (text: string) => text.replaceAll(temporary, base === sep ? "" : base);
  return { root: copyOf(root), copyOf, inOriginal, remove };
}

/** Paths such as `"${path.module}/../policies/role.json"`, up to the first part that is not literal. */
function namedOutside({ folder, files }: Module, root: string): string[] {
  return files.flatMap(({ text }) =>
    [...text.matchAll(/"(?:\$\{path\.(module|root|cwd)\}\/)?((?:\.\/)*(?:\.\.\/)+[\w./-]*)/g)].flatMap(
      (match) => {
        const [, from, path = ""] = match;
        const named = resolve(from === "module" ? folder : root, path);
        return existsSync(named) ? [named] : [];
      },
    ),
  );
}

/** Without the paths that are below another one. */
function outermost(paths: readonly string[]): string[] {
  const unique = [...new Set(paths)];
  return unique.filter((path) => !unique.some((other) => other !== path && isBelow(path, other)));
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function commonFolder(one: string, other: string): string {
  let folder = one;
  while (other !== folder && !isBelow(other, folder)) folder = dirname(folder);
  return folder;
}

class Copy {
  private files = 0;
  private bytes = 0;

  constructor(private readonly root: string) {}

  /** @param above the real folders that it is in, because a symlink can lead back to one */
  add(from: string, to: string, above: readonly string[]): void {
    const stats = statSync(from, { throwIfNoEntry: false });
    if (stats?.isDirectory()) {
      const real = realpathSync(from);
      if (above.includes(real)) return;
      mkdirSync(to, { recursive: true });
      for (const name of this.namesIn(from)) this.add(join(from, name), join(to, name), [...above, real]);
    } else if (stats?.isFile()) {
      this.count(stats.size);
      mkdirSync(dirname(to), { recursive: true });
      // Not copyFile: the copy of a file that cannot be written is written later.
      writeFileSync(to, readFileSync(from));
    }
  }

  private namesIn(folder: string): readonly string[] {
    if (folder.endsWith(`${sep}.terraform`))
      return folder === join(this.root, ".terraform") ? ["modules"] : [];
    return readdirSync(folder).filter((name) => !LEFT_OUT.test(name));
  }

  private count(bytes: number): void {
    this.files++;
    this.bytes += bytes;
    if (this.files > MOST_FILES || this.bytes > MOST_BYTES)
      throw new UserError(
        `${this.root}: has, with what it names by "../", more than ${MOST_FILES} files or ${MOST_BYTES / 1_000_000} MB, ` +
          "which are copied for a rehearsal; give the folder of one root module",
      );
  }
}
