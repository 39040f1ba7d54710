import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An empty folder outside the project, and the way to get rid of it. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "s3porter-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
