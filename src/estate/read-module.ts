import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Estate } from "./estate";
import { Problems } from "./problem";
import { type EstateOptions, estateOf } from "./read-estate";
import { readConfiguration } from "./terraform/configuration";
import { parseHcl } from "./terraform/hcl";

/** How a module is called. */
export interface ModuleCall extends EstateOptions {
  /** What its providers deploy into, by their aliases. */
  readonly accounts: Readonly<Record<string, { readonly id: string; readonly region: string }>>;
}

/**
 * Reads what AWS will hold once a module is called.
 *
 * @param folder that of the module: its files end in `.tf` and `.tf.json`
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
    problems.add({ address: file, path: [] }, `is no JSON: ${(error as Error).message}`);
    return undefined;
  }
}
