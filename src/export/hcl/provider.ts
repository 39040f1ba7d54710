import data from "./blocks.json";
import { renderBlock } from "./block";
import { unknownType } from "./errors";
import { renderArguments, type Schema } from "./schema";
import type { ValueMap } from "./value";

const SCHEMAS: Readonly<Record<string, unknown>> = data.provider;

/** https://developer.hashicorp.com/terraform/language/block/provider */
export function renderProvider(name: string, { alias, ...values }: ValueMap): string {
  if (!Object.hasOwn(SCHEMAS, name)) throw unknownType("provider", name);
  const schema: Schema = { ...(SCHEMAS[name] as Schema), alias: "attribute" };
  const body = renderArguments(schema, { alias, ...values }, `provider.${name}`);
  return renderBlock({ type: "provider", labels: [name], body });
}
