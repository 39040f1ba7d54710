/**
 * The condition keys that requests have because of who makes them, apart from those that follow from the ARN, see
 * `evaluator/request.ts`. A policy variable that is in neither has no value, and its statement matches nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import type { Principal } from "../../estate/estate";
import { transitiveTags } from "../catalogue/assume-role";
import { withKeys } from "../evaluator/context";
import { parseDocument } from "../iam/statement";
import { type Actor, madeUpValue } from "./actor";

const TAG = "aws:PrincipalTag/";

/**
 * The values of a principal's tags, and of the variables in its prefixes. The Terraform says what a principal that it
 * creates has. One that exists already, and whoever an entire account chooses, can have everything that fits its kind.
 *
 * @param principal undefined for an entire account
 * @param sessionTags the keys of tags that callers pass when they assume the role, or pass on
 */
export function principalKeys(
  principal: Principal | undefined,
  variables: readonly string[],
  sessionTags: readonly string[],
): Readonly<Record<string, string>> {
  const tags = Object.entries(principal?.tags ?? {}).map(([key, value]) => [`${TAG}${key}`, value]);
  const possible = variables.filter((key) => canHave(key, principal)).map((key) => [key, madeUpValue(key)]);
  const passed = sessionTags.map((key) => [`${TAG}${key}`, madeUpValue(`${TAG}${key}`)]);
  return withKeys(
    withKeys(Object.fromEntries(possible), Object.fromEntries(tags)),
    Object.fromEntries(passed),
  );
}

function canHave(key: string, principal: Principal | undefined): boolean {
  const name = key.toLowerCase();
  if (name === "aws:principalorgid") return true;
  if (principal?.arnFrom === "terraform") return isAssumedBy(SERVICES[name], principal);
  if (name.startsWith(TAG.toLowerCase())) return true;
  return principal?.kind !== "user" && isKeyOfSessions(key);
}

/** Whether requests of a role can have the key because of how its session began, whatever they ask for. */
export function isKeyOfSessions(key: string): boolean {
  const name = key.toLowerCase();
  return OF_SESSIONS.has(name) || CLAIM.test(name) || Object.hasOwn(SERVICES, name);
}

/**
 * What a session that began with a token keeps of it: `token.actions.githubusercontent.com:sub`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
const CLAIM = /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[^:]+)?:(sub|aud|amr)$/;

/** What a service adds to the sessions that it starts. */
const SERVICES: Readonly<Record<string, string>> = {
  "credentials-iot:thingname": "credentials.iot.amazonaws.com",
  "ec2:sourceinstancearn": "ec2.amazonaws.com",
  "lambda:sourcefunctionarn": "lambda.amazonaws.com",
  ...Object.fromEntries(
    transitiveTags("pods.eks.amazonaws.com").map((name) => [
      `aws:principaltag/${name}`,
      "pods.eks.amazonaws.com",
    ]),
  ),
};

/** Sessions of a role can have these: if whoever assumes it passes them, or an identity provider authenticates it. */
const OF_SESSIONS: ReadonlySet<string> = new Set([
  "accounts.google.com:sub",
  "aws:federatedprovider",
  "aws:sourceidentity",
  "cognito-identity.amazonaws.com:sub",
  "graph.facebook.com:id",
  "saml:namequalifier",
  "saml:sub",
  "saml:sub_type",
  "www.amazon.com:user_id",
]);

function isAssumedBy(service: string | undefined, { trustPolicy }: Principal): boolean {
  if (service === undefined || trustPolicy === undefined) return false;
  return parseDocument(trustPolicy.document).statements.some(
    ({ effect, principals: { services } }) =>
      effect === "Allow" && services.some((each) => each.replace(/\.cn$/, "") === service),
  );
}

/** Why an actor has no value for a variable. */
export function whyNoValue(key: string, { name, caller: { kind } }: Actor): string {
  if (key.toLowerCase().startsWith(TAG.toLowerCase())) {
    const passed = kind === "session" ? ", and callers who assume it do not pass one" : "";
    return `${name} has no tag ${key.slice(TAG.length)}${passed}`;
  }
  if (/^aws:username$/i.test(key)) return `${name} is a role, and only users have a user name`;
  if (/^transfer:/i.test(key)) return "AWS Transfer Family replaces it only in session policies";
  return `no value is known for ${name}`;
}
