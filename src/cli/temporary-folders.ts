/** Folders that a command needs while it runs. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const paths = new Set<string>();

export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => void;
}

/** @param prefix of its name, such as `s3porter-app-` */
export function temporaryFolder(prefix: string): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), prefix));
  paths.add(path);
  return { path, remove: () => remove(path) };
}

/** For a command that is interrupted. */
export function removeTemporaryFolders(): void {
  for (const path of paths) remove(path);
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true });
  paths.delete(path);
}
