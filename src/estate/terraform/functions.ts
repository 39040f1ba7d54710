/** A function of Terraform's expression language. */
export interface TerraformFunction {
  /** How many arguments it takes. */
  readonly parameters: number;
  /** Undefined for arguments that it is not evaluated for. */
  readonly call: (...args: readonly unknown[]) => string | undefined;
  /** Why it is not evaluated then, and what to do. */
  readonly otherwise: string;
}

/** Those that are evaluated, by name. */
export const FUNCTIONS: ReadonlyMap<string, TerraformFunction> = new Map([
  [
    "jsonencode",
    { parameters: 1, call: (value) => JSON.stringify(value), otherwise: "write what it amounts to" },
  ],
  [
    "replace",
    {
      parameters: 3,
      call: replace,
      otherwise: "replace is evaluated for text only, and not for a pattern; write what it amounts to",
    },
  ],
]);

/** https://developer.hashicorp.com/terraform/language/functions/replace */
function replace(text: unknown, found: unknown, by: unknown): string | undefined {
  if (typeof text !== "string" || typeof found !== "string" || typeof by !== "string") return undefined;
  const isPattern = found.length > 1 && found.startsWith("/") && found.endsWith("/");
  return isPattern ? undefined : text.split(found).join(by);
}
