import { writeFileSync } from "node:fs";
import type { Validation } from "../report/validation-json";
import { validationJunit } from "../report/validation-junit";
import { validationSarif } from "../report/validation-sarif";
import { repositoryRoot } from "./repository-root";
import { VERSION } from "./version";

/** The files that `s3porter validate` writes for other programs. */
export interface ValidationFiles {
  readonly sarif?: string;
  readonly junit?: string;
}

export function writeValidation(validation: Validation, { sarif, junit }: ValidationFiles): void {
  const origin = { version: VERSION, root: repositoryRoot(process.cwd()) };
  if (sarif !== undefined)
    writeFileSync(sarif, `${JSON.stringify(validationSarif(validation, origin), undefined, 2)}\n`);
  if (junit !== undefined) writeFileSync(junit, validationJunit(validation));
}
