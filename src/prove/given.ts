import { accountOf, parseArn } from "../aws/arn";
import { tagsOfArn } from "../aws/tagged-arn";
import type { Handover } from "../estate/estate";
import { list } from "../messages/wording";
import { isWhole, membersOf } from "./proof/organizations";
import { requiredTags, tagsInWords } from "./proof/principal-tags";
import { isPermissionSet, permissionSetOf } from "./proof/permission-sets";
import { distinct } from "./distinct";
import { groupBy } from "./multimap";
import type { Actor } from "./proof/actor";
import type { Intents, LimitIntent } from "./proof/intents";
import { isExceptedFrom } from "./proof/limits";

/** What a proof takes as given, as the end of a sentence that begins with "given that". */
export function givenBy({ account, principalArns }: Handover): string {
  const permissionSets = principalArns.flatMap((arn) => permissionSetOf(arn) ?? []);
  const receivers = principalArns
    .filter((arn) => !isPermissionSet(arn))
    .map((arn) => {
      const { type = "", resource = "" } = parseArn(arn) ?? {};
      return isWhole(arn)
        ? `roles and users of their choice${tagsInWords(requiredTags(arn))}`
        : `${type} ${resource.split("/").at(-1)}`;
    });
  const isOrganization = principalArns.some((arn) => membersOf(arn) !== undefined);
  const name = `${isOrganization ? "accounts of organization" : "account"} ${account.alias} (${account.id})`;
  return list(
    [
      ...(receivers.length > 0
        ? [`the administrators of ${name} attach what they are handed over, to ${list(receivers, "and")}`]
        : []),
      ...(permissionSets.length > 0
        ? [
            `the administrators of IAM Identity Center put what they are handed over for ${name} into the permission ${permissionSets.length === 1 ? "set" : "sets"} ${list(permissionSets, "and")}`,
          ]
        : []),
    ],
    "and",
  );
}

/**
 * What no policy says: which organization an account is in. Ends of sentences that begin with "given that", for the accounts of
 * everyone who has access to a bucket that is limited to an organization.
 *
 * @param ownerOf the account of a bucket
 */
export function givenByOrganizations(
  { limits = [], access, replications }: Intents,
  ownerOf: (bucketArn: string) => string,
): readonly string[] {
  return distinct(
    limits.flatMap((limit) => {
      const { bucketArn, organization } = limit;
      if (organization === undefined) return [];
      const accounts = [
        ...access
          .filter((edge) => edge.bucketArn === bucketArn && !isExceptedFrom(limit, edge.principalArn))
          .map(({ principalArn }) => accountOf(principalArn)),
        ...replications.filter(({ toArn }) => toArn === bucketArn).map(({ fromArn }) => ownerOf(fromArn)),
      ];
      return accounts
        .filter((account) => account !== undefined && account !== ownerOf(bucketArn))
        .map((account) => inOrganization(account ?? "", organization));
    }),
  );
}

/** Who can set tags is for their accounts to say. A sentence for each account or organization. */
export function givenByTags({ access }: Pick<Intents, "access">): readonly string[] {
  const tags = access.flatMap(({ principalArn }) => {
    const members = membersOf(principalArn);
    const where = members
      ? `accounts of organization ${members.organizationId}`
      : `account ${accountOf(principalArn)}`;
    return Object.keys(tagsOfArn(principalArn)).map((key) => ({ where, key }));
  });
  return groupBy(tags, ({ where }) => where).map((group) => {
    const keys = distinct(group.map(({ key }) => key));
    return `only people who you trust can set the ${keys.length === 1 ? "tag" : "tags"} ${list(keys, "and")} in ${group[0]?.where} (iam:TagRole, iam:TagUser, sts:TagSession)`;
  });
}

/** What one question takes as given: also the network that its request comes from. */
export interface GivenByLimit {
  readonly kind: "network" | "organization";
  readonly text: string;
}

export function givenByLimit(limit: LimitIntent, { arn, account }: Actor, owner: string): GivenByLimit[] {
  const { vpcEndpoints = [], sourceIps = [], organization } = limit;
  if (isExceptedFrom(limit, arn)) return [];
  const networks = [
    ...vpcEndpoints.map((endpoint) => `through ${endpoint}`),
    ...sourceIps.map((range) => `from ${range}`),
  ];
  return [
    ...(networks.length > 0
      ? [{ kind: "network" as const, text: `the request comes ${list(networks, "or")}` }]
      : []),
    ...(organization !== undefined && account !== undefined && account !== owner
      ? [{ kind: "organization" as const, text: inOrganization(account, organization) }]
      : []),
  ];
}

function inOrganization(account: string, organization: string): string {
  return `account ${account} is in organization ${organization}`;
}
