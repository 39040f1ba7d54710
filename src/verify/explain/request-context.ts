/** The condition keys of `--context`. */
import type { Authorization } from "../../prove/catalogue/authorization";
import { NOWHERE } from "../../prove/proof/networks";
import { withKeys } from "../../prove/evaluator/context";
import { lowerCase } from "../../prove/iam/condition-line";
import { conditionKeyNames, isConditionKey, takesConditionKey } from "../../prove/iam-data/iam-data";
import { isKeyOfSessions } from "../../prove/proof/principal-keys";
import { contextWithoutValue, contextTwice, followsFromCaller, noSuchContextKey } from "../errors";

/** Condition keys as written on the command line, with their values. */
export type GivenContext = Readonly<Record<string, string>>;

/**
 * @param pairs such as `aws:SourceIp=192.0.2.1`
 * @throws UsageError if a condition key has no value, is unknown, is given twice, or follows from the caller
 */
export function readContext(pairs: readonly string[]): GivenContext {
  const given = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 1) throw contextWithoutValue(pair);
    const key = pair.slice(0, at);
    if (FROM_CALLER.test(key)) throw followsFromCaller(key);
    if (!isConditionKey(key) && !isKeyOfSessions(key) && lowerCase(key) !== "saml:aud")
      throw noSuchContextKey(key, conditionKeysLike(key));
    if ([...given.keys()].map(lowerCase).includes(lowerCase(key))) throw contextTwice(key);
    given.set(key, pair.slice(at + 1));
  }
  return Object.fromEntries(given);
}

function conditionKeysLike(key: string): string[] {
  const service = key.slice(0, key.indexOf(":") + 1).toLowerCase();
  return conditionKeyNames().filter((name) => name.startsWith(service));
}

/** Condition keys that the evaluator derives from the caller and the resource. */
const FROM_CALLER =
  /^(aws:(username|resourceaccount|principal(arn|account|type|isawsservice|servicename))|kms:calleraccount)$/i;

/**
 * Adds the condition keys that apply to the action. When S3 calls KMS for a caller, it does not forward the condition keys
 * about the network of the original request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
export function withContext(authorization: Authorization, given: GivenContext): Authorization {
  const { action, context } = authorization;
  const isForwarded = context["kms:ViaService"] !== undefined;
  const carried = Object.entries(given).filter(
    ([key]) =>
      (takesConditionKey(action, key) || isKeyOfSessions(key)) && !(isForwarded && NOT_FORWARDED.test(key)),
  );
  if (carried.length === 0) return authorization;
  return { ...authorization, context: withKeys(context, Object.fromEntries(carried)) };
}

/** What a question says about the network of its request replaces what is made up. Undefined if it says nothing. */
export function withoutNetwork(given: GivenContext) {
  return hasKey(given, /^aws:(source(vpce?|ip)|vpcsourceip|viaawsservice)$/i) ? NOWHERE : undefined;
}

export function hasKey(given: GivenContext, wanted: RegExp): boolean {
  return Object.keys(given).some((key) => wanted.test(key));
}

const NOT_FORWARDED = /^aws:(sourcevpce?|vpcsourceip)$/i;
