import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { UsageError } from "../messages/user-error";

/** The files of a revision, in a folder of their own. */
export interface Checkout {
  /** Stands for the working directory. */
  readonly path: string;
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
  const root = done(git(["rev-parse", "--show-toplevel"])).trim();
  const folder = mkdtempSync(join(tmpdir(), "s3porter-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    done(git(["clone", "--quiet", "--shared", "--no-checkout", "--", root, folder]));
    done(git(["-C", folder, "-c", "core.hooksPath=/dev/null", "checkout", "--quiet", "--detach", commit]));
  } catch (error) {
    remove();
    throw error;
  }
  return { path: join(folder, relative(realpathSync(root), realpathSync("."))), remove };
}

function git(args: readonly string[]) {
  return spawnSync("git", args, { encoding: "utf8" });
}

function done({ status, stdout, stderr, error }: ReturnType<typeof git>): string {
  if (status === 0) return stdout;
  throw new UsageError(`git refuses: ${(error?.message ?? stderr).trim()}`);
}
