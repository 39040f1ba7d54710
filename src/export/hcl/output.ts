import { renderBlock } from "./block";
import { checkName } from "./name";
import { inOrder } from "./order";
import { renderArguments, type Schema } from "./schema";
import type { Value } from "./value";

export interface OutputArguments {
  readonly description?: string;
  readonly value: Value;
  readonly sensitive?: boolean;
  /** Addresses. */
  readonly depends_on?: readonly string[];
}

/** In the order of https://developer.hashicorp.com/terraform/language/style#outputs */
const OUTPUT: Schema = {
  description: "attribute",
  value: "attribute",
  sensitive: "attribute",
  depends_on: "expression",
};

/** https://developer.hashicorp.com/terraform/language/block/output */
export function renderOutput(name: string, values: OutputArguments): string {
  const body = renderArguments(
    OUTPUT,
    inOrder(Object.keys(OUTPUT), { ...values }),
    `output.${checkName("output", name)}`,
  );
  return renderBlock({ type: "output", labels: [name], body });
}
