/** What a condition on a header of a request says if the header is missing. */
import { type ConditionLine, isRequirement } from "../iam/condition-line";
import type { DocumentStatement } from "../iam/documents";

/**
 * Whether it holds without the header: a negated operator does, with or without `IfExists`, but not with
 * `ForAnyValue`.
 */
export function holdsWithout(line: ConditionLine): boolean {
  const { negated, ifExists, qualifier } = line;
  return isNull(line, true) || (qualifier !== "ForAnyValue" && (negated || ifExists));
}

/** Whether a statement applies only to requests with one of the headers. Takes condition keys in lower case. */
export function requiresHeader(
  { conditions }: DocumentStatement,
  keys: { has(lowerKey: string): boolean },
): boolean {
  return conditions.some(
    (line) =>
      keys.has(line.lowerKey) &&
      (isNull(line, false) || isRequirement(line) || (line.negated && line.qualifier === "ForAnyValue")),
  );
}

/** Whether it asks for the header to be missing, or to be there. */
export function isNull({ base, values }: ConditionLine, isMissing: boolean): boolean {
  return (
    base === "Null" && values.length > 0 && values.every((value) => value.toLowerCase() === String(isMissing))
  );
}
