/** Who is denied a bucket and the use of its keys, whatever policies allow. */
import { type Conditions, type Statement, sidPart } from "./document";
import { type Account, type Bucket, isSameAccount, type Key, type Restrictions } from "./intents";
import type { Need } from "./needs";
import { ENCRYPTION_CONTEXT, mergeConditions, TRAIL_CONTEXT } from "./statements";
import { withTrailsOnce } from "./trail-denials";

const PERIMETER =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html#access_policies_data-perimeters_implementation";

/** @param needs of everyone on the bucket */
export function bucketRestrictions(bucket: Bucket, needs: readonly Need[]): Statement[] {
  const { bucketArn, restrictions, denied = [] } = bucket;
  const everything = { actions: ["s3:*"], resources: [bucketArn, `${bucketArn}/*`] };
  return [
    ...(restrictions ? otherNetworks(bucket, restrictions, needs) : []),
    ...(restrictions?.organizationId === undefined
      ? []
      : [
          {
            ...otherOrganizations(bucket.account, restrictions, needs),
            sid: "DenyOtherOrganizations",
            ...everything,
          },
        ]),
    ...(denied.length === 0 ? [] : [{ ...deniedPrincipals(denied), sid: "DenyPrincipals", ...everything }]),
  ];
}

/** The actions that have an encryption context, apart from retiring grants. Administration of the key stays open. */
const USES_OF_KEY = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey*",
  "kms:ReEncrypt*",
];

/**
 * The encryption context limits the Deny to the objects of each bucket, because others can be under the same key. There is
 * none for networks: when S3 calls KMS for somebody, the request does not have the network that it came from.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 *
 * @param buckets whose objects the key encrypts
 * @param needs of everyone on the key
 */
export function keyRestrictions(key: Key, buckets: readonly Bucket[], needs: readonly Need[]): Statement[] {
  const statements = [...buckets]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((bucket) => {
      const { name, restrictions, denied = [] } = bucket;
      const others = readersOfOtherTrails(bucket, needs);
      const needsOfBucket = needs.filter((need) => need.bucket.name === name);
      return [
        ...(restrictions?.organizationId === undefined
          ? []
          : usesOfKey(
              bucket,
              `DenyOtherOrganizations${sidPart(name)}`,
              otherOrganizations(key.account, restrictions, needsOfBucket),
              others.every(
                (need) =>
                  isSameAccount(need.principal.account, key.account) || isLimitedLike(need, restrictions),
              ),
            )),
        ...deniedUses(bucket, `DenyPrincipals${sidPart(name)}`, denied, others),
      ];
    });
  const foreign = buckets
    .flatMap(({ denied = [] }) => denied)
    .filter(({ account }) => !isSameAccount(account, key.account))
    .map(({ principalArn }) => principalArn);
  return withTrailsOnce(statements, (principalArn) => foreign.includes(principalArn));
}

/** Those who read logs of the same trails elsewhere are denied the others alone. */
function deniedUses(
  bucket: Bucket,
  sid: string,
  denied: NonNullable<Bucket["denied"]>,
  readers: readonly Need[],
): Statement[] {
  const [some, others] = [true, false].map((reads) =>
    denied.filter(
      ({ principalArn }) =>
        readers.some(({ principal }) => principal.principalArn === principalArn) === reads,
    ),
  );
  return [
    ...(others?.length ? usesOfKey(bucket, sid, deniedPrincipals(others), true) : []),
    ...(some?.length ? usesOfKey(bucket, `${sid}OfObjects`, deniedPrincipals(some), false) : []),
  ];
}

/**
 * What is done with a key for the objects of a bucket.
 *
 * @param alsoOfTrails whether also for logs of CloudTrail whose encryption context is the trail alone
 */
function usesOfKey(
  { bucketArn, trails = [] }: Bucket,
  sid: string,
  statement: Restriction,
  alsoOfTrails: boolean,
): Statement[] {
  const uses = (suffix: string, conditions: Conditions): Statement => ({
    ...statement,
    sid: sid + suffix,
    actions: USES_OF_KEY,
    // In a key policy, "*" means this key.
    resources: ["*"],
    conditions: mergeConditions(statement.conditions, conditions),
  });
  return [
    uses("", { StringLike: { [ENCRYPTION_CONTEXT]: [bucketArn, `${bucketArn}/*`] } }),
    ...(alsoOfTrails && trails.length > 0
      ? [uses("Trails", { Null: { [ENCRYPTION_CONTEXT]: "true" }, StringLike: { [TRAIL_CONTEXT]: trails } })]
      : []),
  ];
}

/** With the context of a trail alone, a key cannot tell which bucket has the log. */
function readersOfOtherTrails({ name }: Bucket, needs: readonly Need[]): Need[] {
  return needs.filter(({ bucket, trails }) => trails && bucket.name !== name);
}

/** Whether someone must be in the same organization for another bucket too. */
function isLimitedLike({ bucket, principal }: Need, { organizationId }: Restrictions): boolean {
  const { restrictions } = bucket;
  return (
    restrictions?.organizationId === organizationId && !restrictions?.except.includes(principal.principalArn)
  );
}

type Restriction = Omit<Statement, "sid" | "actions" | "resources">;

/**
 * Denies what is done with objects, and listing them. The configuration of the bucket stays open, so that nobody can lock
 * out whoever could repair its policy. Negated operators are true without the key, as in requests that come through no
 * VPC endpoint.
 *
 * Requests of AWS services and of S3 itself, when it replicates, come from networks of AWS.
 */
function otherNetworks(
  { bucketArn, account }: Bucket,
  { vpcEndpointIds, sourceIps, except }: Restrictions,
  needs: readonly Need[],
): Statement[] {
  if (vpcEndpointIds.length + sourceIps.length === 0) return [];
  const statement = (
    sid: string,
    because: string,
    denied: (need: Need) => boolean,
    more: Elements,
  ): Statement => {
    // A principal of another account needs no exception from what it may not do anyway.
    const isNeeded = (arn: string) => {
      const theirs = needs.filter(
        ({ principal }) => principal.principalArn === arn && !isSameAccount(principal.account, account),
      );
      return theirs.length === 0 || theirs.some(denied);
    };
    const byS3 = needs.filter((need) => need.sentBy === "s3" && denied(need));
    return {
      sid,
      effect: "Deny",
      principal: "*",
      ...more,
      conditions: {
        ArnNotLike: {
          "aws:PrincipalArn": [
            ...except.filter(isNeeded),
            ...byS3.map(({ principal }) => principal.principalArn),
            `arn:${account.partition}:iam::${account.accountId}:role/aws-service-role/*`,
          ],
        },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false" },
        ...(sourceIps.length > 0 && { NotIpAddress: { "aws:SourceIp": sourceIps } }),
        ...(vpcEndpointIds.length > 0 && { StringNotEquals: { "aws:SourceVpce": vpcEndpointIds } }),
      },
      because,
      source: PERIMETER,
    };
  };
  return [
    statement(
      "DenyListingFromOtherNetworks",
      "Denies listing the bucket from other networks, except for AWS services, replication and those named here.",
      ({ target, actions }) => target === "bucket" && actions.some((action) => LISTING.includes(action)),
      { actions: LISTING, resources: [bucketArn] },
    ),
    statement(
      "DenyObjectsFromOtherNetworks",
      "Denies everything with objects from other networks, except for AWS services, replication and those named here.",
      ({ target }) => target === "objects",
      { actions: ["s3:*"], resources: [`${bucketArn}/*`] },
    ),
  ];
}

const LISTING: readonly string[] = [
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:ListBucketVersions",
];

type Elements = Pick<Statement, "actions" | "resources">;

/**
 * The key is missing in requests of principals that are in no organization, and a negated operator is then true. The account
 * of the bucket or key is always inside, so that a wrong id locks nobody out of their own account.
 */
function otherOrganizations(
  owner: Account,
  { organizationId = "", except }: Restrictions,
  needs: readonly Need[],
): Restriction {
  const outside = needs
    .map(({ principal }) => principal)
    .filter(({ account, principalArn }) => !isSameAccount(account, owner) && except.includes(principalArn))
    .map(({ principalArn }) => principalArn);
  const excepted: Conditions = outside.length > 0 ? { ArnNotLike: { "aws:PrincipalArn": outside } } : {};
  return {
    effect: "Deny",
    principal: "*",
    conditions: mergeConditions(excepted, {
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      StringNotEquals: {
        "aws:PrincipalAccount": owner.accountId,
        "aws:PrincipalOrgID": organizationId,
      },
    }),
    because:
      "Denies principals of accounts outside the organization, except for AWS services and those named here.",
    source: PERIMETER,
  };
}

/** The ARN of a permission set is a pattern. */
function deniedPrincipals(denied: NonNullable<Bucket["denied"]>): Restriction {
  return {
    effect: "Deny",
    principal: "*",
    conditions: { ArnLike: { "aws:PrincipalArn": denied.map(({ principalArn }) => principalArn) } },
    because: "Denies these roles and users everything, whatever policies allow them.",
    source:
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn",
  };
}
