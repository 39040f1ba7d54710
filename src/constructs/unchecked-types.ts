/** What TypeScript checks. Apps also run without a check of their types, as with tsx. */
import { isExpression, type Text } from "../topology/text";
import * as errors from "./errors";

/** @throws UsageError if a property is missing or is no text */
export function requiredText(path: string, property: string, value: unknown): void {
  if (!isText(value)) throw errors.wrongType(path, property, value, "text");
}

function isText(value: unknown): value is Text {
  return typeof value === "string" || (typeof value === "object" && value !== null && isExpression(value));
}

/** @throws UsageError if someone who can assume a role is neither a construct nor text */
export function trustedText(path: string, trusted: Text): Text {
  if (isText(trusted)) return trusted;
  throw errors.wrongType(
    path,
    "assumedBy",
    trusted,
    "text, a principal of s3porter, or an OpenIdConnectPrincipal, SamlPrincipal or ServicePrincipal",
  );
}

/** @throws UsageError if a property is missing or is no list */
export function requiredList<T>(path: string, property: string, value: readonly T[]): readonly T[] {
  if (!Array.isArray(value)) throw errors.wrongType(path, property, value, "a list");
  return value;
}

/** @throws UsageError if a property is set to something else */
export function checkOneOf(path: string, property: string, value: unknown, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value as string))
    throw errors.wrongType(path, property, value, `one of ${allowed.map((each) => `"${each}"`).join(", ")}`);
}

/** A prefix that nothing reads would let the principal have the whole bucket. */
export function checkGrantOptions(path: string, options: unknown): void {
  const other =
    typeof options === "object" && options !== null
      ? Object.keys(options).find((key) => key !== "prefix")
      : JSON.stringify(options);
  if (other !== undefined) throw errors.wrongGrantOptions(path, other);
}
