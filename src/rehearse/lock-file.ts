import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const LOCK_FILE = ".terraform.lock.hcl";

/**
 * Removes the hashes of the plugins that `terraform init` has just verified. Otherwise each command would hash them again,
 * which are hundreds of megabytes.
 *
 * @see https://developer.hashicorp.com/terraform/language/files/dependency-lock
 */
export function trustPlugins(folder: string): void {
  const lock = join(folder, LOCK_FILE);
  if (existsSync(lock))
    writeFileSync(lock, readFileSync(lock, "utf8").replaceAll(/^ *hashes *= *\[[^\]]*\]\n/gm, ""));
}
