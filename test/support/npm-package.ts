import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { REPOSITORY } from "./repository";

/** Builds the package and writes it to a folder. Returns its file. */
export function npmPackage(folder: string): string {
  const run = (...args: string[]) => execFileSync("npm", args, { cwd: REPOSITORY, encoding: "utf8" });
  run("run", "build");
  const packed = run("pack", "--ignore-scripts", "--json", "--pack-destination", folder);
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  return join(folder, filename);
}
