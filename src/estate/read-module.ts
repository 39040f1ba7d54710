import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Estate } from "./estate";
import { Problems } from "./problem";
import { type EstateOptions, estateOf } from "./read-estate";
import { readConfiguration } from "./terraform/configuration";
import { parseHcl } from "./terraform/hcl";

/** The arguments of a module call. */
export interface ModuleCall extends EstateOptions {
  /** The accounts of its providers, by alias. */
  readonly accounts: Readonly<Record<string, { readonly id: string; readonly region: string }>>;
}

/**
 * Reads what AWS will contain after a module is called.
 *
 * @param folder the folder of the module, with files that end in `.tf` and `.tf.json`
 * @throws EstateError with everything that cannot be read or resolved
 */
export async function readModule(folder: string, { accounts, ...options }: ModuleCall): Promise<Estate> {
  const problems = new Problems();
  const files = readdirSync(folder).filter((file) => /\.tf(?:\.json)?$/.test(file));
  if (files.length === 0)
    problems.add({ address: folder, path: [] }, "has no file that ends in .tf; name the folder of a module");
  const contents = await Promise.all(files.map((file) => parseFile(join(folder, file), problems)));
  problems.throwIfAny();
  const provider = Object.entries(accounts).map(([alias, { id, region }]) => ({
    aws: { alias, region, allowed_account_ids: [id] },
  }));
  return estateOf(readConfiguration([...contents, { provider }], problems), problems, options);
}

async function parseFile(file: string, problems: Problems): Promise<unknown> {
  const text = readFileSync(file, "utf8");
  if (!file.endsWith(".json")) return parseHcl(file, text, problems);
  try {
    return JSON.parse(text);
  } catch (error) {
    problems.add({ address: file, path: [] }, `is not valid JSON: ${(error as Error).message}`);
    return undefined;
  }
}
