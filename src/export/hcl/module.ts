import { renderBlock } from "./block";
import { renderExpression } from "./expression";
import { checkName } from "./name";
import { renderArguments, type Schema } from "./schema";
import { renderEntries, renderMap, type ValueMap } from "./value";

export interface ModuleArguments {
  readonly source: string;
  readonly version?: string;
  /** Which configuration stands for which of the module's: `{ "aws.source": "aws.production" }`. */
  readonly providers?: Readonly<Record<string, string>>;
  /** The values of the module's variables. */
  readonly inputs?: ValueMap;
  /** Addresses. */
  readonly depends_on?: readonly string[];
}

const META_ARGUMENTS: Schema = { source: "attribute", version: "attribute", depends_on: "expression" };

/** https://developer.hashicorp.com/terraform/language/block/module */
export function renderModule(name: string, values: ModuleArguments): string {
  const { source, version, providers = {}, inputs = {}, depends_on } = values;
  const path = `module.${checkName("module", name)}`;
  for (const input of Object.keys(inputs)) checkName("variable", input);
  const passed = Object.entries(providers).map(([inside, outside]) => ({
    name: renderExpression(inside),
    value: renderExpression(outside),
  }));
  return renderBlock({
    type: "module",
    labels: [name],
    body: [
      ...renderArguments(META_ARGUMENTS, { source, version }, path),
      passed.length > 0 ? [{ name: "providers", value: renderMap(passed) }] : [],
      renderEntries(inputs),
      ...renderArguments(META_ARGUMENTS, { depends_on }, path),
    ],
  });
}
