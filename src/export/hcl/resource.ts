import data from "./blocks.json";
import { type Block, renderBlock } from "./block";
import { unknownType } from "./errors";
import { checkName } from "./name";
import { renderArguments, type Schema } from "./schema";
import type { ValueMap } from "./value";

/** The arguments of a resource or data source as Terraform's JSON syntax has them. */
export interface ResourceArguments extends ValueMap {
  /** Such as `aws.source`. */
  readonly provider?: string;
  readonly lifecycle?: ValueMap;
  /** Addresses. */
  readonly depends_on?: readonly string[];
}

type Kind = "resource" | "data";

const CONDITION: Schema = { condition: "attribute", error_message: "attribute" };

/** https://developer.hashicorp.com/terraform/language/meta-arguments */
const META_ARGUMENTS: Schema = {
  provider: "expression",
  lifecycle: {
    create_before_destroy: "attribute",
    prevent_destroy: "attribute",
    ignore_changes: "expression",
    replace_triggered_by: "expression",
    precondition: CONDITION,
    postcondition: CONDITION,
  },
  depends_on: "expression",
};

export function renderResource(type: string, name: string, values: ResourceArguments): string {
  return renderBlock(resourceBlock("resource", type, name, values));
}

export function renderData(type: string, name: string, values: ResourceArguments = {}): string {
  return renderBlock(resourceBlock("data", type, name, values));
}

/** In the order of https://developer.hashicorp.com/terraform/language/style#resource-order */
function resourceBlock(
  kind: Kind,
  type: string,
  name: string,
  { provider, lifecycle, depends_on, ...values }: ResourceArguments,
): Block {
  const path = `${kind === "data" ? "data." : ""}${type}.${checkName(kind, name)}`;
  const meta = (some: ValueMap) => renderArguments(META_ARGUMENTS, some, path);
  return {
    type: kind,
    labels: [type, name],
    body: [
      ...meta({ provider }),
      ...renderArguments(schemaOf(kind, type), values, path),
      ...meta({ lifecycle }),
      ...meta({ depends_on }),
    ],
  };
}

function schemaOf(kind: Kind, type: string): Schema {
  const schemas: Readonly<Record<string, unknown>> = data[kind];
  if (!Object.hasOwn(schemas, type)) throw unknownType(kind, type);
  return schemas[type] as Schema;
}
