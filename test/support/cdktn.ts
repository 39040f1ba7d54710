import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "./repository";

const FOLDER = join(REPOSITORY, "test/cdktn");

/** The `node_modules` with CDK Terrain, which is installed there unless it is up to date. */
export function cdktnModules(): string {
  const modules = join(FOLDER, "node_modules");
  const installed = changed(join(modules, ".package-lock.json"));
  if (installed < changed(join(FOLDER, "package-lock.json")))
    execFileSync("npm", ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"], {
      cwd: FOLDER,
      stdio: "pipe",
    });
  return modules;
}

/** When a file was changed; 0 if it is not there. */
function changed(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
