import { lowerCase, type RequestContext } from "./context";
import { refuse, shown } from "../iam/errors";
import { OPERATORS, truth, type Operator, type ValueTest } from "./operators";
import { BoundedCache } from "../bounded-cache";

export type Condition = (context: RequestContext) => boolean;

/**
 * One line of a `Condition` element: an operator, a key, and values of which one is enough.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html
 */
export function condition(
  operatorName: string,
  keyName: string,
  value: unknown,
  variables: boolean,
): Condition {
  const key = lowerCase(keyName);
  if (!/^[^:]+:./.test(key)) refuse(`${shown(keyName)} is no condition key`);
  const values = operands(value);
  if (operatorName === "Null") return nullTest(key, values);

  const { operator, qualifier, missing } = named.of(operatorName);
  const holds = valueTest(operator, values, variables);

  if (qualifier === undefined)
    return (context) => {
      const value = context.get(key);
      if (value === undefined) return missing;
      if (typeof value === "string") return holds(value, context);
      return refuse(
        `${keyName} has several values, and ${operatorName} compares one: say ForAllValues or ForAnyValue`,
      );
    };
  return (context) => {
    const value = context.get(key);
    if (value === undefined) return missing;
    const members = typeof value === "string" ? [value] : value;
    // An empty string is a null data set, which is a subset of everything and has no member in common with anything.
    if (members.every((member) => member === "")) return qualifier === "ForAllValues";
    return qualifier === "ForAllValues"
      ? members.every((member) => holds(member, context))
      : members.some((member) => holds(member, context));
  };
}

/** What the name of an operator says; there are few. */
interface NamedOperator {
  readonly operator: Operator;
  readonly qualifier: string | undefined;
  /** Whether the condition holds without the key. */
  readonly missing: boolean;
}

const named = new BoundedCache(readOperator);

function readOperator(name: string): NamedOperator {
  const [, qualifier, base = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(name) ?? [];
  const operator = Object.hasOwn(OPERATORS, base) ? OPERATORS[base] : undefined;
  if (!operator) return refuse(`the condition operator ${shown(name)} is unknown`);
  return { operator, qualifier, missing: whenMissing(operator, qualifier, ifExists !== undefined) };
}

/**
 * Without the key, a condition is false and a negated one true; `IfExists` is true, on negated operators too. Every
 * member of nothing is in any set; no member of nothing is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
 */
function whenMissing(operator: Operator, qualifier: string | undefined, ifExists: boolean): boolean {
  if (ifExists) return true;
  if (qualifier !== undefined) return qualifier === "ForAllValues";
  return operator.negated;
}

/** One value of the request against all those of the policy: any of them, or for a negated operator none. */
function valueTest({ negated, operand }: Operator, values: readonly string[], variables: boolean): ValueTest {
  const tests = values.map((value) => operand(value, variables));
  const [only] = tests;
  if (tests.length === 1 && only && !negated) return only;
  return (value, context) => tests.some((test) => test(value, context)) !== negated;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null */
function nullTest(key: string, values: readonly string[]): Condition {
  const wanted = new Set(values.map(truth));
  return (context) => wanted.has(context.get(key) === undefined);
}

/** Quotation marks are optional for numbers and booleans. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
function operands(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) refuse("a condition has no value to compare with");
  return values.map((one) => {
    if (typeof one === "string") return one;
    if (typeof one === "number" || typeof one === "boolean") return String(one);
    return refuse(`${shown(one)} is no value of a condition`);
  });
}
