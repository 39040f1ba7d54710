import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "./repository";

/** The `node_modules` with CDK Terrain. */
export function cdktnModules(): string {
  return installed(join(REPOSITORY, "test/cdktn"));
}

/** The `node_modules` of a folder with a lock file. They are installed there unless they are up to date. */
export function installed(folder: string): string {
  const modules = join(folder, "node_modules");
  if (changed(join(modules, ".package-lock.json")) < changed(join(folder, "package-lock.json")))
    execFileSync("npm", ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"], {
      cwd: folder,
      stdio: "pipe",
    });
  return modules;
}

/** When a file was changed; 0 if it is not there. */
function changed(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
