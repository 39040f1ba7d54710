/** What `--context` says of the request. */
import type { Authorization } from "../../prove/catalogue/authorization";
import { withKeys } from "../../prove/evaluator/context";
import { lowerCase } from "../../prove/iam/condition-line";
import { conditionKeyNames, isConditionKey, takesConditionKey } from "../../prove/iam-data/iam-data";
import { contextWithoutValue, contextTwice, followsFromCaller, noSuchContextKey } from "../errors";

/** Condition keys as a person wrote them, with the value that the request has. */
export type GivenContext = Readonly<Record<string, string>>;

/**
 * @param pairs such as `aws:SourceIp=192.0.2.1`
 * @throws UsageError if one has no value, if there is no such condition key, if it is given twice, or if it follows from
 * who asks
 */
export function readContext(pairs: readonly string[]): GivenContext {
  const given = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 1) throw contextWithoutValue(pair);
    const key = pair.slice(0, at);
    if (FROM_CALLER.test(key)) throw followsFromCaller(key);
    if (!isConditionKey(key)) throw noSuchContextKey(key, conditionKeysLike(key));
    if ([...given.keys()].map(lowerCase).includes(lowerCase(key))) throw contextTwice(key);
    given.set(key, pair.slice(at + 1));
  }
  return Object.fromEntries(given);
}

function conditionKeysLike(key: string): string[] {
  const service = key.slice(0, key.indexOf(":") + 1).toLowerCase();
  return conditionKeyNames().filter((name) => name.startsWith(service));
}

/** What the evaluator works out from who calls what. */
const FROM_CALLER =
  /^(aws:(username|resourceaccount|principal(arn|account|type|isawsservice|servicename))|kms:calleraccount)$/i;

/**
 * The authorization with what the request says besides, as far as a request for its action carries it. Where S3 calls
 * KMS, the network that the first request came from is not passed on.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
export function withContext(authorization: Authorization, given: GivenContext): Authorization {
  const { action, context } = authorization;
  const isForwarded = context["kms:ViaService"] !== undefined;
  const carried = Object.entries(given).filter(
    ([key]) => takesConditionKey(action, key) && !(isForwarded && NOT_FORWARDED.test(key)),
  );
  if (carried.length === 0) return authorization;
  return { ...authorization, context: withKeys(context, Object.fromEntries(carried)) };
}

const NOT_FORWARDED = /^aws:(sourcevpce?|vpcsourceip)$/i;
