import { contextKeys } from "../evaluator/request";
import type { Actor } from "./actor";
import { MADE_UP } from "./made-up";

/**
 * A prefix as AWS reads it for somebody: who calls has an ARN and an account, a user has a name, and whatever else a
 * policy asks of a caller, such as a tag, has a made-up value. What a role does not have stays as it is, and so matches
 * nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-infotouse
 */
export function prefixFor(prefix: string, { caller, account = "" }: Actor): string {
  return prefix.replaceAll(VARIABLE, (variable, key: string) => {
    if (isMadeUp(key)) return MADE_UP;
    const known = contextKeys({ action: "s3:GetObject", resource: "*", caller, context: {} }, account);
    return known.get(key.toLowerCase()) ?? variable;
  });
}

/** What a request says besides, so that the variables of a prefix have the values that `prefixFor` gives them. */
export function contextFor(prefix: string): Readonly<Record<string, string>> {
  const keys = [...prefix.matchAll(VARIABLE)].map(([, key = ""]) => key);
  return Object.fromEntries(keys.filter(isMadeUp).map((key) => [key, MADE_UP]));
}

const VARIABLE = /\$\{([^}:]+:[^}]+)\}/g;

/** Of the rest, AWS says what it is by who calls. */
function isMadeUp(key: string): boolean {
  return !/^aws:(username|resourceaccount|principal(arn|account|type|isawsservice))$/i.test(key);
}
