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

/**
 * Refuses properties that nothing reads, where such a property would limit something: what it limits would be wider than it looks.
 *
 * @param known all properties
 * @throws UsageError if there is another one, or if it is no object
 */
export function onlyProperties<Props extends object>(
  path: string,
  what: string,
  props: Props,
  known: Readonly<Record<keyof Required<Props>, true>>,
): void {
  if (typeof (props as unknown) !== "object") throw errors.wrongType(path, what, props, "an object");
  const names = Object.keys(known);
  const other = Object.keys(props).find((name) => !names.includes(name));
  if (other !== undefined) throw errors.unknownProperty(path, what, other, names);
}
