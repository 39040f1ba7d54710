import type { ContextKeys } from "../../src/prove/evaluator/context";

/**
 * Where iam-simulate 0.1.173 does otherwise than AWS says, and what is done so that the rest can be compared. What is
 * avoided is asked in the truth table instead. `defects.test.ts` shows each of them.
 */
export const DEFECTS = {
  "encryption context": "kms:EncryptionContext:* is dropped from the context: keys of tags take its place",
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
    "a negated operator beside a variable without a value is false: another value that equals nothing is given",
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
  "literal characters":
    "${*}, ${?} and ${$} under an operator without wildcards equal nothing: the character is given",
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
  "wildcards in names":
    "a wildcard in the name of the object asked for is a pattern: another character is given, there and for ${*} and ${?}",
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
  "older version":
    "it looks for variables in documents of Version 2008-10-17 and without a Version: their dollar signs are escaped",
  "root user":
    "the account root user has no power of its own: it is given an identity policy that allows everything",
  "impossible callers":
    "the root user may assume roles, and unsigned requests may use keys and roles: avoided",
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
  claims: "the claims of tokens and assertions are dropped from the context: keys of tags take their place",
  "account of a provider":
    "a Deny for an account includes the federated users of its identity providers: avoided",
  "built-in providers": "the providers that AWS has built in are nobody: avoided",
  "federated credentials":
    "federated users may assume roles without exchanging their token or assertion: avoided",
  "not shared": "other accounts may administer keys and change bucket policies: avoided",
  "root escape": "the owner's root user can be locked out of a bucket policy: avoided",
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-conditionelement
  "variable inside an ARN":
    "a variable before the last part of an ARN in a condition equals nothing: avoided",
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
  "empty variable": "a variable with an empty value equals nothing, as if it had no value: avoided",
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-default-values
  "comma in a default": "a variable with a comma in its default equals nothing: avoided",
  "role names": "names of roles match without case, and their paths are ignored: avoided",
  "empty string": "an empty string is a member of a set: avoided",
  colon: "a wildcard in Resource never reaches over a colon: avoided",
} as const;

type Values = string | string[];
interface Statement {
  readonly Resource?: Values;
  readonly NotResource?: Values;
  readonly Condition?: Record<string, Record<string, Values>>;
}

/** A document as the simulator needs it, to say the same as it says to AWS. */
export function forSimulator(document: object, context: ContextKeys): object {
  const { Version, Statement: list } = document as { Version?: string; Statement: Statement | Statement[] };
  const hasVariables = Version === "2012-10-17";
  const Statement = [list]
    .flat()
    .map((statement) => rewritten(hasVariables ? statement : withoutVariables(statement), context));
  return { Version: "2012-10-17", Statement };
}

/** A variable that is a dollar sign also where `${$}` is not. */
const DOLLAR = "${aws:PrincipalTag/dollar, '$'}";

function withoutVariables(statement: Statement): Statement {
  const asText = (_: string, value: unknown): unknown =>
    typeof value === "string" ? value.replaceAll("${", () => `${DOLLAR}{`) : value;
  return JSON.parse(JSON.stringify(statement, asText)) as Statement;
}

function rewritten(original: Statement, context: ContextKeys): Statement {
  const { Resource, NotResource, ...others } = original;
  const statement: Statement = {
    ...others,
    ...(Resource && { Resource: [Resource].flat().map(withoutSpecials) }),
    ...(NotResource && { NotResource: elsewhere(NotResource, context) }),
  };
  if (!statement.Condition) return statement;
  const lines = Object.entries(statement.Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => [operator, key, [values].flat()] as const),
  );
  const block: Record<string, Record<string, Values>> = {};
  for (const [operator, key, given] of lines) {
    const values = given.flatMap((value) => rewrittenValue(operator, value, context));
    const holds = /^ForAnyValue:.*IfExists$/.test(operator) && !has(context, key);
    if (!holds) block[operator] = { ...block[operator], [key]: values };
  }
  return { ...statement, Condition: block };
}

function elsewhere(resources: Values, context: ContextKeys): string[] {
  return [resources]
    .flat()
    .map((one) => (lacksValue(one, context) ? "arn:aws:s3:::some-other-bucket" : withoutSpecials(one)));
}

function withoutSpecials(pattern: string): string {
  return pattern.replaceAll("${*}", "~").replaceAll("${?}", "!");
}

/** The resource that is asked for, as the simulator needs it. */
export function resourceForSimulator(resource: string): string {
  return resource === "*" ? resource : resource.replaceAll("*", "~").replaceAll("?", "!");
}

function rewrittenValue(operator: string, value: string, context: ContextKeys): string[] {
  if (operator.startsWith("Date") && /^\d+$/.test(value))
    return [new Date(Number(value) * 1000).toISOString().replace(".000Z", "Z")];
  if (/IpAddress/.test(operator) && value === "0.0.0.0/0") return ["0.0.0.0/1", "128.0.0.0/1"];
  if (/IpAddress/.test(operator) && !/[/:]/.test(value)) return [`${value}/32`];
  if (/Not/.test(operator) && lacksValue(value, context))
    return [operator.includes("Arn") ? "arn:aws:sns:no-region:000000000000:no-value" : "no value"];
  return [/String(Not)?Equals/.test(operator) ? literal(value) : value];
}

function literal(value: string): string {
  return value.replaceAll("${$}", () => DOLLAR).replace(/\$\{([*?])\}/g, "$1");
}

/** Whether it has a variable with neither a value nor a default. */
function lacksValue(text: string, context: ContextKeys): boolean {
  return [...text.matchAll(/\$\{([^*?$},]+)\}/g)].some(([, key = ""]) => !has(context, key));
}

function has(context: ContextKeys, key: string): boolean {
  return Object.keys(context).some((name) => name.toLowerCase() === key.toLowerCase());
}
