import { isObject } from "./configuration";

/** A function of Terraform's expression language. */
export interface TerraformFunction {
  /** How many arguments it takes. */
  readonly parameters: number;
  /** Undefined for arguments that it does not support. */
  readonly call: (...args: readonly unknown[]) => unknown;
  /** Why it was not evaluated, and what to do. */
  readonly otherwise: string;
}

/** The supported functions, by name. */
export const FUNCTIONS: ReadonlyMap<string, TerraformFunction> = new Map<string, TerraformFunction>([
  [
    "jsonencode",
    { parameters: 1, call: (value) => JSON.stringify(value), otherwise: "write its value instead" },
  ],
  [
    "merge",
    {
      parameters: 2,
      call: merge,
      otherwise: "merge is supported only for two maps; write its value instead",
    },
  ],
  [
    "replace",
    {
      parameters: 3,
      call: replace,
      otherwise: "replace is supported only for text, and not for patterns; write its value instead",
    },
  ],
  ["trimsuffix", { parameters: 2, call: trimSuffix, otherwise: "write its value instead" }],
]);

/** https://developer.hashicorp.com/terraform/language/functions/trimsuffix */
function trimSuffix(text: unknown, suffix: unknown): string | undefined {
  if (typeof text !== "string" || typeof suffix !== "string") return undefined;
  return text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text;
}

/** https://developer.hashicorp.com/terraform/language/functions/replace */
function replace(text: unknown, found: unknown, by: unknown): string | undefined {
  if (typeof text !== "string" || typeof found !== "string" || typeof by !== "string") return undefined;
  const isPattern = found.length > 1 && found.startsWith("/") && found.endsWith("/");
  return isPattern ? undefined : text.split(found).join(by);
}

/** https://developer.hashicorp.com/terraform/language/functions/merge */
function merge(first: unknown, second: unknown): unknown {
  return isObject(first) && isObject(second) ? { ...first, ...second } : undefined;
}
