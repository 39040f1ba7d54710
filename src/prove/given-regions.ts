import { accountOf } from "../aws/arn";
import { isOptInRegion } from "../aws/opt-in-region";
import type { Estate } from "../estate/estate";
import { list } from "../messages/wording";
import { distinct } from "./distinct";
import { groupBy } from "./multimap";
import type { Intents } from "./proof/intents";
import { membersOf } from "./proof/organizations";

/**
 * Which accounts have enabled the Region of a bucket in another account that they use or replicate to. No policy says it.
 * Where Terraform deploys for an account, it has enabled the Region. Ends of sentences that begin with "given that".
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html#replication-requirements
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export function givenByRegions(
  { access, replications }: Pick<Intents, "access" | "replications">,
  { accounts, buckets }: Pick<Estate, "accounts" | "buckets">,
): readonly string[] {
  const places = new Map(buckets.map(({ arn, account, region }) => [arn, { owner: account.id, region }]));
  const uses = [
    ...access.map(({ principalArn, bucketArn }) => ({
      who: membersOf(principalArn)?.organizationId ?? accountOf(principalArn) ?? "",
      bucketArn,
    })),
    ...replications.map(({ fromArn, toArn }) => ({
      who: places.get(fromArn)?.owner ?? "",
      bucketArn: toArn,
    })),
  ].flatMap(({ who, bucketArn }) => {
    const { owner, region = "" } = places.get(bucketArn) ?? {};
    const isKnown = who === owner || accounts.some((each) => each.id === who && each.region === region);
    return who === "" || isKnown || !isOptInRegion(region) ? [] : [{ who, region }];
  });
  return groupBy(uses, ({ who }) => who).map((group) => {
    const who = group[0]?.who ?? "";
    const regions = distinct(group.map(({ region }) => region));
    const accountsOf = who.startsWith("o-") ? `accounts of organization ${who} have` : `account ${who} has`;
    return `${accountsOf} enabled ${list(regions, "and")}, which ${regions.length === 1 ? "is an opt-in Region" : "are opt-in Regions"}`;
  });
}
