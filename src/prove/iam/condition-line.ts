import { BoundedCache } from "../bounded-cache";
import { refuse, shown } from "./errors";
import { isRecord, listOf } from "./shape";

/**
 * One line of a `Condition` element: an operator, a key, and values. One matching value is enough.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html
 */
export interface ConditionLine extends OperatorParts {
  /** `ForAllValues:StringNotLikeIfExists` */
  readonly operator: string;
  readonly key: string;
  /** In lower case. */
  readonly lowerKey: string;
  readonly values: readonly string[];
}

/** The parts of an operator's name. */
interface OperatorParts {
  /** Without qualifier and suffix: `StringNotLike`. */
  readonly base: string;
  readonly qualifier: string | undefined;
  readonly ifExists: boolean;
  readonly negated: boolean;
}

/** Whether it only holds if the key is there: without `IfExists`, `ForAllValues`, `Null` and negation. */
export function isRequirement({ base, negated, ifExists, qualifier }: ConditionLine): boolean {
  return !negated && !ifExists && base !== "Null" && qualifier !== "ForAllValues";
}

/** The lines of a `Condition` element, in its order. */
export function conditionLines(element: unknown): readonly ConditionLine[] {
  if (element === undefined) return NONE;
  if (!isRecord(element)) return refuse(`the Condition ${shown(element)} is not an object`);
  const lines: ConditionLine[] = [];
  for (const [operator, keys] of Object.entries(element)) {
    if (!isRecord(keys)) return refuse(`the condition ${operator} is not an object`);
    const { base, qualifier, ifExists, negated } = operators.of(operator);
    for (const [key, value] of Object.entries(keys)) {
      const values = texts(value);
      lines.push({ operator, base, qualifier, ifExists, negated, key, lowerKey: lowerCase(key), values });
    }
  }
  return lines;
}

const NONE: readonly never[] = [];

/** There are few. */
const operators = new BoundedCache((operator: string): OperatorParts => {
  const [, qualifier, base = "", ifExists] = /^(?:([^:]*):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  return { base, qualifier, ifExists: ifExists !== undefined, negated: base.includes("Not") };
});

/** Quotation marks are optional for numbers and booleans. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
function texts(value: unknown): string[] {
  return listOf(value).map((one) => {
    if (typeof one === "string") return one;
    if (typeof one === "number" || typeof one === "boolean") return String(one);
    return refuse(`${shown(one)} is not a valid value of a condition`);
  });
}

const lowerCases = new BoundedCache((name: string) => name.toLowerCase());

/** Shares the text of condition keys and actions: many lines and requests have the same few. */
export function lowerCase(name: string): string {
  return lowerCases.of(name);
}
