import { contextKeys } from "../evaluator/request";
import { type Actor, MADE_UP, madeUpValue } from "./actor";

/**
 * A prefix as AWS reads it for an actor. A variable without a value stays as it is, and its statement matches nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
 */
export function prefixFor(prefix: string, { caller, account = "", context }: Actor): string {
  return prefix.replaceAll(VARIABLE, (variable, key: string, fallback: string | undefined) => {
    const known = contextKeys({ action: "s3:GetObject", resource: "*", caller, context: {} }, account);
    return known.get(key.toLowerCase()) ?? valueOf(key, context) ?? fallback ?? variable;
  });
}

/** The policy variables in a text: `aws:username` for `home/${aws:username}/`. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, key = ""]) => key);
}

/** Names of context keys are not case-sensitive. */
function valueOf(key: string, context: Readonly<Record<string, string>> = {}): string | undefined {
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

/** A value for every variable in a text, except those that follow from the caller: the most that a stranger can have. */
export function anyValues(text: string): Readonly<Record<string, string>> {
  const keys = variablesIn(text).filter((key) => !FROM_CALLER.test(key));
  return Object.fromEntries(keys.map((key) => [key, madeUpValue(key)]));
}

/** With the default value that a policy can state: `${aws:PrincipalTag/team, 'all'}`. */
const VARIABLE = /\$\{([^},:]+:[^},]+)(?:, '([^']*)')?\}/g;

const FROM_CALLER = /^aws:(username|userid|resourceaccount|principal(arn|account|type|isawsservice))$/i;
