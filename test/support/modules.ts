import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "./repository";

/** The modules of the project. */
export const MODULES = join(REPOSITORY, "modules");

/** The usage block of a module's README, to the letter. */
export function usageInReadme(module: string): string {
  const readme = readFileSync(join(MODULES, module, "README.md"), "utf8");
  return /^```hcl\n(.*?)^```$/ms.exec(readme)?.[1] ?? "";
}
