import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface FakeTerraform {
  readonly env: NodeJS.ProcessEnv;
  /** The arguments of each start. */
  starts(): readonly string[];
}

/**
 * A shell script in place of Terraform, for what this program does with Terraform's answers.
 *
 * @param script its arguments are those of Terraform
 */
export function fakeTerraform(folder: string, script: string): FakeTerraform {
  const [program, log] = [join(folder, "terraform"), join(folder, "starts")];
  writeFileSync(log, "");
  writeFileSync(program, `#!/bin/sh\necho "$@" >> '${log}'\n${script}\n`);
  chmodSync(program, 0o755);
  return {
    env: { PATH: `${folder}:${process.env.PATH}` },
    starts: () => readFileSync(log, "utf8").trim().split("\n"),
  };
}
