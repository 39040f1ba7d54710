import { renderBlock } from "./block";
import { checkName } from "./name";
import { inOrder } from "./order";
import { renderArguments, type Schema } from "./schema";
import type { Value } from "./value";

export interface VariableArguments {
  /** Such as `list(string)`, over several lines if need be. */
  readonly type?: string;
  readonly description?: string;
  readonly default?: Value;
  readonly sensitive?: boolean;
  readonly nullable?: boolean;
  readonly validation?: Validation | readonly Validation[];
}

// A type, for an interface is no ValueMap.
export type Validation = {
  /** Such as `${length(var.name) > 2}`. */
  readonly condition: string;
  readonly error_message: string;
};

/** In the order of https://developer.hashicorp.com/terraform/language/style#variables */
const VARIABLE: Schema = {
  type: "expression",
  description: "attribute",
  default: "attribute",
  sensitive: "attribute",
  nullable: "attribute",
  validation: { condition: "attribute", error_message: "attribute" },
};

/** https://developer.hashicorp.com/terraform/language/block/variable */
export function renderVariable(name: string, values: VariableArguments): string {
  const body = renderArguments(
    VARIABLE,
    inOrder(Object.keys(VARIABLE), { ...values }),
    `var.${checkName("variable", name)}`,
  );
  return renderBlock({ type: "variable", labels: [name], body });
}
