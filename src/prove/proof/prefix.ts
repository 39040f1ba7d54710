import type { Actor } from "./actor";
import { MADE_UP } from "./made-up";

/**
 * A prefix as AWS reads it for somebody: users have a name, everybody has an account, and whatever else a policy
 * asks of a caller, such as a tag, has a made-up value.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-infotouse
 */
export function prefixFor(prefix: string, actor: Actor): string {
  return prefix.replaceAll(VARIABLE, (variable, key: string) => valueOf(key, actor) ?? variable);
}

/** What a request says besides, so that the variables of a prefix have the values that `prefixFor` gives them. */
export function contextFor(prefix: string): Readonly<Record<string, string>> {
  const keys = [...prefix.matchAll(VARIABLE)].map(([, key = ""]) => key);
  return Object.fromEntries(keys.filter(isMadeUp).map((key) => [key, MADE_UP]));
}

const VARIABLE = /\$\{([^}]+)\}/g;

function valueOf(key: string, { caller }: Actor): string | undefined {
  if (isMadeUp(key)) return MADE_UP;
  if (key.toLowerCase() === "aws:principalaccount") return "account" in caller ? caller.account : undefined;
  return caller.kind === "user" ? caller.arn.slice(caller.arn.lastIndexOf("/") + 1) : undefined;
}

function isMadeUp(key: string): boolean {
  return !["aws:username", "aws:principalaccount"].includes(key.toLowerCase());
}
