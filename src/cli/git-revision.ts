import { spawnSync } from "node:child_process";
import { existsSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { UsageError } from "../messages/user-error";
import { temporaryFolder } from "./temporary-folders";

/** The files of a revision, in a folder of their own. */
export interface Checkout {
  /** Stands for the working directory. */
  readonly path: string;
  /** Lends it folders of the working directory, and of those above it, that are not in Git, such as `node_modules`. */
  readonly lend: (names: readonly string[]) => void;
  readonly remove: () => void;
}

/** The commit of a revision in the repository of the working directory. Undefined if there is none. */
export function commitOf(revision: string): string | undefined {
  if (revision.startsWith("-")) return undefined;
  const found = git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
  return found.status === 0 ? found.stdout.trim() : undefined;
}

/**
 * Checks out a commit beside the repository, in which nothing changes.
 *
 * @throws UsageError if Git refuses
 */
export function checkOut(commit: string): Checkout {
  const root = realpathSync(done(git(["rev-parse", "--show-toplevel"])).trim());
  const here = relative(root, realpathSync("."));
  const { path: folder, remove } = temporaryFolder("s3porter-");
  try {
    done(git(["clone", "--quiet", "--shared", "--no-checkout", "--", root, folder]));
    done(git(["-C", folder, "-c", "core.hooksPath=/dev/null", "checkout", "--quiet", "--detach", commit]));
  } catch (error) {
    remove();
    throw error;
  }
  const lend = (names: readonly string[]) => {
    for (const place of placesAbove(here)) for (const name of names) link(root, folder, join(place, name));
  };
  return { path: join(folder, here), lend, remove };
}

/** `a/b`, `a` and `.` for `a/b`. */
function placesAbove(path: string): string[] {
  return path === "" || path === "." ? ["."] : [path, ...placesAbove(dirname(path))];
}

function link(from: string, to: string, path: string): void {
  const [target, place] = [join(from, path), join(to, path)];
  if (existsSync(target) && existsSync(dirname(place)) && !existsSync(place))
    symlinkSync(target, place, "junction");
}

function git(args: readonly string[]) {
  return spawnSync("git", args, { encoding: "utf8" });
}

function done({ status, stdout, stderr, error }: ReturnType<typeof git>): string {
  if (status === 0) return stdout;
  throw new UsageError(`git refuses: ${(error?.message ?? stderr).trim()}`);
}
