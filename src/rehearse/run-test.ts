import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError } from "../messages/user-error";
import { type Diagnostic, diagnosticsError } from "./diagnostics";
import { type Instance, readState, STATE_END } from "./state";
import { runTerraform, withoutNetwork } from "./terraform";
import { renderTestFile, type TestFile } from "./test-file";
import type { WorkingCopy } from "./working-copy";

const TEST_FILE = "s3porter.tftest.json";

export interface VariableOptions {
  /** Values of variables, by name. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Paths of `.tfvars` files. */
  readonly variableFiles?: readonly string[];
}

/**
 * Runs a test in the copy, without a network.
 *
 * @param folder the root module, as the user names it
 * @returns the state after the test has applied
 * @throws UserError if Terraform refuses the configuration
 */
export async function runTest(
  test: TestFile,
  folder: string,
  copy: WorkingCopy,
  env: NodeJS.ProcessEnv,
  { variables = {}, variableFiles = [] }: VariableOptions,
): Promise<Instance[]> {
  writeFileSync(join(copy.root, TEST_FILE), renderTestFile(test));
  const args = [
    ...variableFiles.map((path) => `-var-file=${resolve(path)}`),
    ...Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`),
  ];
  const { stdout, stderr } = await runTerraform(["test", "-json", "-verbose", "-no-color", ...args], {
    cwd: copy.root,
    env: withoutNetwork(env),
    // What follows are schemas, and the teardown, which has nothing to destroy.
    until: STATE_END,
  });
  const lines = stdout.split("\n");
  const instances = readState(lines);
  if (instances !== undefined) return instances;
  const diagnostics = lines
    .filter((line) => line.includes('"type":"diagnostic"'))
    .map((line): Diagnostic => JSON.parse(copy.inOriginal(line)).diagnostic);
  if (diagnostics.length === 0)
    throw new UserError(`${folder}: terraform test fails: ${copy.inOriginal(stderr).trim()}`);
  throw diagnosticsError(diagnostics, folder);
}
