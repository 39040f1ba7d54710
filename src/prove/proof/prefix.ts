import { contextKeys } from "../evaluator/request";
import { type Actor, MADE_UP } from "./actor";

/**
 * A prefix as AWS reads it for somebody: who calls has an ARN and an account, a user has a name, and whatever else a
 * policy asks of a caller, such as a tag, has a made-up value. What a role does not have stays as it is, and so matches
 * nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-infotouse
 */
export function prefixFor(prefix: string, { caller, account = "", context = {} }: Actor): string {
  return prefix.replaceAll(VARIABLE, (variable, key: string) => {
    if (isMadeUp(key)) return valueOf(key, context) ?? MADE_UP;
    const known = contextKeys({ action: "s3:GetObject", resource: "*", caller, context: {} }, account);
    return known.get(key.toLowerCase()) ?? variable;
  });
}

/** The names of context keys match without case. */
function valueOf(key: string, context: Readonly<Record<string, string>>): string | undefined {
  const name = Object.keys(context).find((each) => each.toLowerCase() === key.toLowerCase());
  return name === undefined ? undefined : context[name];
}

/**
 * The key of an object in a folder, and under none of the prefixes but those that the whole folder is under. Each prefix
 * can cover the keys of one first letter only.
 */
export function keyOutside(prefixes: readonly string[], folder = ""): string {
  const others = prefixes.filter((prefix) => !folder.startsWith(prefix));
  const letters = Array.from({ length: others.length + 1 }, (_, index) => String.fromCodePoint(A + index));
  const keys = ["", ...letters].map((letter) => `${folder}${letter}${MADE_UP}-outside/${OBJECT}`);
  return keys.find((key) => !others.some((prefix) => key.startsWith(prefix))) as string;
}

const A = 0x61;

/** The object that operations meet under a prefix; deep enough to find out a pattern which reaches one level only. */
export const OBJECT = "a/b";

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
