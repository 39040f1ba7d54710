import { contextKeys } from "../evaluator/request";
import { type Actor, MADE_UP } from "./actor";

/**
 * A prefix as AWS reads it for an actor. The ARN, the account and a user's name are known; everything else that a
 * policy checks, such as a tag, is made up. Variables that a role does not have stay as they are, and match nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-infotouse
 */
export function prefixFor(prefix: string, { caller, account = "", context = {} }: Actor): string {
  return prefix.replaceAll(VARIABLE, (variable, key: string) => {
    if (isMadeUp(key)) return valueOf(key, context) ?? MADE_UP;
    const known = contextKeys({ action: "s3:GetObject", resource: "*", caller, context: {} }, account);
    return known.get(key.toLowerCase()) ?? variable;
  });
}

/** Names of context keys are not case-sensitive. */
function valueOf(key: string, context: Readonly<Record<string, string>>): string | undefined {
  const name = Object.keys(context).find((each) => each.toLowerCase() === key.toLowerCase());
  return name === undefined ? undefined : context[name];
}

/**
 * The key of an object in a folder, outside all prefixes except those of the whole folder. Each prefix can cover keys
 * with only one first letter.
 */
export function keyOutside(prefixes: readonly string[], folder = ""): string {
  const others = prefixes.filter((prefix) => !folder.startsWith(prefix));
  const letters = Array.from({ length: others.length + 1 }, (_, index) => String.fromCodePoint(A + index));
  const keys = ["", ...letters].map((letter) => `${folder}${letter}${MADE_UP}-outside/${OBJECT}`);
  return keys.find((key) => !others.some((prefix) => key.startsWith(prefix))) as string;
}

const A = 0x61;

/** The object that operations use under a prefix. It is deep enough to detect a pattern that covers one level only. */
export const OBJECT = "a/b";

/** The rest of a request's context, so that the variables of a prefix have the values from `prefixFor`. */
export function contextFor(prefix: string): Readonly<Record<string, string>> {
  const keys = [...prefix.matchAll(VARIABLE)].map(([, key = ""]) => key);
  return Object.fromEntries(keys.filter(isMadeUp).map((key) => [key, MADE_UP]));
}

const VARIABLE = /\$\{([^}:]+:[^}]+)\}/g;

/** AWS derives the rest from the caller. */
function isMadeUp(key: string): boolean {
  return !/^aws:(username|resourceaccount|principal(arn|account|type|isawsservice))$/i.test(key);
}
