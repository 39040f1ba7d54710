import type { ContextKeys } from "../../src/prove/evaluator/context";

/**
 * Where iam-simulate 0.1.173 does otherwise than AWS says, and what is done so that the rest can be compared. What is
 * avoided is asked in the truth table instead. `defects.test.ts` shows each of them.
 */
export const DEFECTS = {
  "encryption context":
    "kms:EncryptionContext:* is dropped from the context: the cases use aws:PrincipalTag/ec in its place",
  "session policy":
    "session policies cap what a bucket or key policy grants to the session itself or to everyone: asked again, see simulate()",
  "epoch time": "a date of a policy in epoch time is taken for milliseconds: it is given as ISO 8601",
  "prefix length 0": "an IP range of prefix length 0 contains nothing: it is given as its two halves",
  "bare address":
    "NotIpAddress of a bare IPv4 address is false for an IPv6 address: it is given with its prefix length",
  "NotResource without value":
    "a NotResource with a variable without a value matches nothing at all: it is given as another resource",
  "ForAnyValue IfExists":
    "ForAnyValue with IfExists is false when the key is missing: the condition, which holds, is left out",
  "negated without value":
    "a negated operator beside a variable without a value is false: that value, which equals nothing, is left out",
  "literal wildcards":
    "${*} and ${?} under an operator without wildcards equal nothing: the character is given",
  "root user":
    "the account root user has no power of its own: it is given an identity policy that allows everything",
  "impossible callers":
    "the root user may assume roles, and unsigned requests may use keys and roles: avoided",
  "not shared": "other accounts may administer keys and change bucket policies: avoided",
  "root escape": "the owner's root user can be locked out of a bucket policy: avoided",
  "role names": "names of roles match without case, and their paths are ignored: avoided",
  "empty string": "an empty string is a member of a set: avoided",
  colon: "a wildcard in Resource never reaches over a colon: avoided",
} as const;

type Values = string | string[];
interface Statement {
  readonly NotResource?: Values;
  readonly Condition?: Record<string, Record<string, Values>>;
}

/** A document as the simulator needs it, to say the same as it says to AWS. */
export function forSimulator(document: object, context: ContextKeys): object {
  const { Statement: list, ...rest } = document as { Statement: Statement | Statement[] };
  return { ...rest, Statement: [list].flat().map((statement) => rewritten(statement, context)) };
}

function rewritten(original: Statement, context: ContextKeys): Statement {
  const statement = original.NotResource
    ? { ...original, NotResource: elsewhere(original.NotResource) }
    : original;
  if (!statement.Condition) return statement;
  const lines = Object.entries(statement.Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => [operator, key, [values].flat()] as const),
  );
  const block: Record<string, Record<string, Values>> = {};
  for (const [operator, key, given] of lines) {
    const values = given.flatMap((value) => rewrittenValue(operator, value));
    const holds = values.length === 0 || (/^ForAnyValue:.*IfExists$/.test(operator) && !has(context, key));
    if (!holds) block[operator] = { ...block[operator], [key]: values };
  }
  return { ...statement, Condition: block };
}

function elsewhere(resources: Values): string[] {
  return [resources].flat().map((one) => (one.includes(NO_VALUE) ? "arn:aws:s3:::some-other-bucket" : one));
}

const NO_VALUE = "${aws:PrincipalTag/none}";

function rewrittenValue(operator: string, value: string): string[] {
  if (operator.startsWith("Date") && /^\d+$/.test(value))
    return [new Date(Number(value) * 1000).toISOString().replace(".000Z", "Z")];
  if (/IpAddress/.test(operator) && value === "0.0.0.0/0") return ["0.0.0.0/1", "128.0.0.0/1"];
  if (/String(Not)?Equals/.test(operator)) return literal(operator, value);
  if (/IpAddress/.test(operator) && !/[/:]/.test(value)) return [`${value}/32`];
  return equalsNothing(operator, value) ? [] : [value];
}

function literal(operator: string, value: string): string[] {
  return equalsNothing(operator, value) ? [] : [value.replace(/\$\{([*?])\}/g, "$1")];
}

function equalsNothing(operator: string, value: string): boolean {
  return /Not/.test(operator) && value.includes(NO_VALUE);
}

function has(context: ContextKeys, key: string): boolean {
  return Object.keys(context).some((name) => name.toLowerCase() === key.toLowerCase());
}
