/**
 * The policy variables that identify a caller, and the callers that have a value for each. A variable without a value matches
 * nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */

import { isPodIdentity, POD_SESSION_TAGS } from "./pod-identity";

/** What is known about a principal. Tag keys are not case-sensitive in IAM. */
export interface Caller {
  readonly kind: "role" | "user" | "account";
  /** Whether the stack does not create the principal. Its tags and trust policy are then unknown. */
  readonly existing: boolean;
  /** The keys of its tags, and for a new role, of its session tags. */
  readonly tagKeys: readonly string[];
  /** The services that can assume a new role. Also EKS Pod Identity, if its sessions can assume the role. */
  readonly services: readonly string[];
}

/** Whether a caller has a value for a variable: `yes`, `no`, or `if` an unknown condition is true. */
export type HasValue =
  | { readonly answer: "yes" }
  | { readonly answer: "no"; readonly because: string }
  | { readonly answer: "if"; readonly condition: string };

/** The names of the variables in a text: `aws:username` for `home/${aws:username}/`. */
export function policyVariables(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, name = ""]) => name);
}

/** Removes the variables from a text. */
export function withoutPolicyVariables(text: string): string {
  return text.replaceAll(VARIABLE, "");
}

/** The text in parts, with a value for each variable. */
export function replacePolicyVariables<Value>(
  text: string,
  valueOf: (name: string) => Value,
): (string | Value)[] {
  return text.split(VARIABLE).map((part, index) => (index % 2 === 0 ? part : valueOf(part)));
}

const VARIABLE = /\$\{([A-Za-z0-9.-]+:[^${}]+)\}/g;

/** Whether a caller has a value for a variable. Undefined if a prefix cannot contain the variable. */
export function hasValue(name: string, caller: Caller): HasValue | undefined {
  const [, tag] = /^aws:PrincipalTag\/(.+)$/i.exec(name) ?? [];
  if (tag !== undefined) return /[,']/.test(tag) ? undefined : taggedWith(tag, caller);
  return CALLER_VARIABLES.get(name.toLowerCase())?.(caller);
}

/** Why a prefix cannot contain a variable that AWS has. Undefined for unknown variables. */
export function whyUseless(name: string): string | undefined {
  if (name.includes(",")) return "has a default value, so that all callers without a value share one folder";
  return USELESS.find(([pattern]) => pattern.test(name))?.[1];
}

/** The variables that a prefix can contain, for messages. Leaves out some variables of federated users. */
export const ALLOWED_VARIABLES = [
  "aws:username",
  "aws:userid",
  "aws:PrincipalTag/<key>",
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:PrincipalOrgID",
  "aws:PrincipalType",
  "aws:SourceIdentity",
  "credentials-iot:ThingName",
  "ec2:SourceInstanceARN",
  "lambda:SourceFunctionArn",
] as const;

const YES: HasValue = { answer: "yes" };
const no = (because: string): HasValue => ({ answer: "no", because });
const only = (condition: string): HasValue => ({ answer: "if", condition });

function taggedWith(key: string, { kind, existing, tagKeys, services }: Caller): HasValue {
  if (tagKeys.some((each) => each.toLowerCase() === key.toLowerCase())) return YES;
  if (POD_SESSION_TAGS.includes(key.toLowerCase()) && services.some(isPodIdentity))
    return only("the request comes from a pod whose EKS Pod Identity association adds session tags");
  if (kind === "account") return only(`a role or user of the account has the tag ${key}`);
  if (existing) return only(`the ${kind} has the tag ${key}${kind === "role" ? ", or its session" : ""}`);
  return no(
    kind === "role"
      ? `the role has no tag ${key}; give it one, such as tags: { ${key}: <value> }, or, if its callers pass the tag, write session_tags: [${key}]`
      : `the user has no tag ${key}; give it one, such as tags: { ${key}: <value> }`,
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceidentity */
function sourceIdentity({ kind, existing }: Caller): HasValue {
  if (kind === "user") return no("only sessions of roles have it");
  if (kind === "role" && !existing)
    return no("callers cannot set it when they assume the role; use ${aws:userid}");
  return only("the caller sets the source identity when it assumes the role");
}

/** For variables that only `what` has, which uses a role that `service` assumes. */
function runBy(service: string, what: string): (caller: Caller) => HasValue {
  return ({ kind, existing, services }) => {
    const trusts = services.some((each) => each.replace(/\.cn$/, "") === service);
    return kind === "account" || (kind === "role" && (existing || trusts))
      ? only(`the request comes from ${what}`)
      : no(`only roles that ${service} assumes have it`);
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif */
function federated(provider: string): (caller: Caller) => HasValue {
  return ({ kind, existing }) =>
    kind === "account" || (kind === "role" && existing)
      ? only(`the caller assumes the role after ${provider} authenticates it`)
      : no(`only sessions that ${provider} authenticates have it`);
}

/** Names are in lower case, because they are not case-sensitive. */
const CALLER_VARIABLES: ReadonlyMap<string, (caller: Caller) => HasValue> = new Map([
  [
    "aws:username",
    ({ kind }: Caller) => {
      if (kind === "account") return only("the caller is a user of the account; its roles do not have one");
      return kind === "user" ? YES : no("only users have one; use ${aws:userid} or a tag of the role");
    },
  ],
  ["aws:userid", () => YES],
  ["aws:principalaccount", () => YES],
  ["aws:principalarn", () => YES],
  ["aws:principaltype", () => YES],
  ["aws:principalorgid", () => only("the account belongs to an organization")],
  ["aws:sourceidentity", sourceIdentity],
  // https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html
  [
    "credentials-iot:thingname",
    runBy("credentials.iot.amazonaws.com", "a device that passes its thing name"),
  ],
  ["ec2:sourceinstancearn", runBy("ec2.amazonaws.com", "an EC2 instance")],
  ["lambda:sourcefunctionarn", runBy("lambda.amazonaws.com", "a Lambda function")],
  ["aws:federatedprovider", federated("an identity provider")],
  ["accounts.google.com:sub", federated("Google")],
  ["cognito-identity.amazonaws.com:sub", federated("Amazon Cognito")],
  ["graph.facebook.com:id", federated("Facebook")],
  ["saml:namequalifier", federated("a SAML provider")],
  ["saml:sub", federated("a SAML provider")],
  ["www.amazon.com:user_id", federated("Login with Amazon")],
]);

/** Variables that people often try. All others are unknown. */
const USELESS: readonly (readonly [RegExp, string])[] = [
  [
    /^transfer:/i,
    "has a value only in session policies of AWS Transfer Family: grant the folder above, and write the variable in the session policy",
  ],
  [/^aws:(principalorgpaths|principalservicenameslist|tagkeys|calledvia)$/i, "can have several values"],
  [
    /^aws:((requesttag|resourcetag)\/.+|(assumedroot|called|chatbot|currenttime|ec2instance|epochtime|ismcp|multifactorauth|principalis|principalservice|referer|requestedregion|resource|securetransport|source|tokenissuetime|useragent|via|vpc)\w*)$/i,
    "describes the request, not the caller",
  ],
  [/^(s3|kms|sts):/i, "describes the request, not the caller"],
  [/^(ec2|glue|identitystore|ssm|saml):|^[a-z0-9-]+(\.[a-z0-9-]+)+:/i, "is not supported in a prefix"],
];
