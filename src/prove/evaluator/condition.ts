import type { ConditionLine } from "../iam/condition-line";
import { refuse, shown } from "../iam/errors";
import type { RequestContext } from "./context";
import { OPERATORS, truth, type Operator, type ValueTest } from "./operators";

export type Condition = (context: RequestContext) => boolean;

/** Whether a request meets one line of a `Condition` element. */
export function compileCondition(line: ConditionLine, hasVariables: boolean): Condition {
  const { operator: name, key, lowerKey, values, qualifier } = line;
  if (!/^[^:]+:./.test(lowerKey)) refuse(`${shown(key)} is not a condition key`);
  if (values.length === 0) refuse("a condition has no value to compare with");
  if (name === "Null") return nullTest(lowerKey, values);

  const operator = operatorOf(line);
  const missing = whenMissing(operator, line);
  const holds = valueTest(operator, values, hasVariables);

  if (qualifier === undefined)
    return (context) => {
      const value = context.get(lowerKey);
      if (value === undefined) return missing;
      if (typeof value === "string") return holds(value, context);
      return refuse(`${key} has several values, but ${name} compares one: use ForAllValues or ForAnyValue`);
    };
  return (context) => {
    const value = context.get(lowerKey);
    if (value === undefined) return missing;
    const members = typeof value === "string" ? [value] : value;
    // An empty string is a null data set. It is a subset of everything, and has no member in common with anything.
    if (members.every((member) => member === "")) return qualifier === "ForAllValues";
    return qualifier === "ForAllValues"
      ? members.every((member) => holds(member, context))
      : members.some((member) => holds(member, context));
  };
}

function operatorOf({ operator: name, base, qualifier }: ConditionLine): Operator {
  const isKnown = qualifier === undefined || qualifier === "ForAllValues" || qualifier === "ForAnyValue";
  const operator = isKnown && Object.hasOwn(OPERATORS, base) ? OPERATORS[base] : undefined;
  return operator ?? refuse(`the condition operator ${shown(name)} is unknown`);
}

/**
 * Without the key, a condition is false and a negated one is true. `IfExists` is true, also on negated operators.
 * `ForAllValues` is true for an empty set, `ForAnyValue` is false.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
 */
function whenMissing(operator: Operator, { qualifier, ifExists }: ConditionLine): boolean {
  if (ifExists) return true;
  if (qualifier !== undefined) return qualifier === "ForAllValues";
  return operator.negated;
}

/**
 * Compares one value of the request with all values of the policy: one must match, or none if the operator is negated.
 */
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
