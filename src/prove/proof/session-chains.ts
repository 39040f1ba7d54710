/** What sessions of a role inherit from the sessions that assume it. */
import { transitiveTags } from "../catalogue/assume-role";
import { type Intents, trustOf } from "./intents";

/** The services that start the sessions of a role, directly or through other roles. */
export function startingServices(roleArn: string, intents: Pick<Intents, "trusts">): string[] {
  const chain = new Set([roleArn]);
  for (const each of chain) for (const trusted of trustOf(each, intents)?.trusted ?? []) chain.add(trusted);
  return [...chain].filter((each) => !each.startsWith("arn:"));
}

/**
 * The keys of the tags that sessions of a role pass on to every role that they assume.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining
 */
export function inheritedTags(roleArn: string, intents: Pick<Intents, "trusts">): string[] {
  return [...new Set(startingServices(roleArn, intents).flatMap(transitiveTags))];
}
