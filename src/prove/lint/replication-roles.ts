import { accountOf, parseArn } from "../../aws/arn";
import type { Bucket, Estate, Principal, ReplicationRule } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Gap } from "../gaps";
import { matchingActions } from "../iam-data/iam-data";
import { type DocumentStatement, identityPoliciesOf, resourcePoliciesOf } from "../iam/documents";
import { mayMatch } from "../iam/wildcard";
import type { Check, Example } from "./check";
import { replicationFlaw } from "./replication-flaw";
import { Target } from "./sides";
import { mayHaveMore } from "./unknown-policies";
import { s3Page, statementFlaw } from "./well-formed";

const PERMISSIONS = s3Page("setting-repl-config-perm-overview.html");
const LOCK = s3Page("object-lock-managing.html");
const KMS = s3Page("replication-config-for-kms-objects.html");

/** The policy of the replication role, with these actions on the objects of acme-source and with acme-destination's key. */
function roleWith({
  source = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
  key = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"],
  decrypted = "${aws_kms_key.source.arn}",
  replicas = "arn:aws:s3:::acme-destination/*",
}): NonNullable<Example["resources"]> {
  const allow = (Action: unknown, Resource: string) => ({ Effect: "Allow", Action, Resource });
  return {
    aws_iam_role_policy: {
      replication: {
        provider: "aws.source",
        name: "replicate",
        role: "replication",
        policy: {
          Version: "2012-10-17",
          Statement: [
            allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], "arn:aws:s3:::acme-source"),
            allow(source, "arn:aws:s3:::acme-source/*"),
            allow(["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"], replicas),
            allow("kms:Decrypt", decrypted),
            allow(key, "${aws_kms_key.destination.arn}"),
          ],
        },
      },
    },
  };
}

/** The policy of acme-destination's key, with these actions for the replication role. */
function keyPolicyWith(...actions: readonly string[]) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Effect: "Allow",
        Principal: { AWS: "${aws_iam_role.replication.arn}" },
        Action: actions,
        Resource: "*",
      },
    ],
  };
}

/** Both buckets have Object Lock. */
const LOCKED = {
  aws_s3_bucket_object_lock_configuration: {
    source: { provider: "aws.source", bucket: "${aws_s3_bucket.source.id}" },
    destination: { provider: "aws.destination", bucket: "${aws_s3_bucket.destination.id}" },
  },
} satisfies Example["resources"];

/** Not with delete markers. */
const BY_TAG = {
  filter: { tag: { key: "replicate", value: "yes" }, prefix: null },
  delete_marker_replication: { status: "Disabled" },
};

const RIGHT = { resources: roleWith({}) } satisfies Example;

export const replicationObjectVersion = {
  id: "replication-object-version",
  severity: "error",
  title: "A replication role has s3:GetObjectVersion instead of s3:GetObjectVersionForReplication",
  why: "With s3:GetObjectVersion, S3 does not replicate objects that are encrypted with SSE-KMS.",
  remedy: "Allow s3:GetObjectVersionForReplication on the objects of the source bucket.",
  page: PERMISSIONS,
  bad: { resources: roleWith({ source: ["s3:GetObjectVersion", "s3:GetObjectVersionAcl"] }) },
  good: RIGHT,
  find: wrongVersionAction,
} as const satisfies Check;

function wrongVersionAction(estate: Estate): Flaw[] {
  return knownRoles(estate).flatMap(({ rule, role, mayDo }) => {
    const { bucketArn } = rule.source;
    if (!rule.sseKmsEncryptedObjects || mayDo("s3:GetObjectVersionForReplication", bucketArn)) return [];
    if (!mayDo("s3:GetObjectVersion", bucketArn)) return [];
    return [
      replicationFlaw(rule, {
        problem: `its role ${role.name} has s3:GetObjectVersion, with which S3 does not replicate SSE-KMS objects`,
        repair: "allow s3:GetObjectVersionForReplication instead",
        source: PERMISSIONS,
        addresses: addressesOf(role),
        gaps: [gapOf(role, "s3:GetObjectVersionForReplication", bucketArn)],
      }),
    ];
  });
}

export const replicationRoleKeys = {
  id: "replication-role-keys",
  severity: "error",
  title: "A replication role cannot use the key of the source or of the replicas",
  why: "S3 decrypts each object with the key of the source and encrypts the replica with the key of the rule. Without one of them, the replication of every SSE-KMS object fails.",
  remedy: "Allow kms:Decrypt on the key of the source, and kms:Encrypt on the key of the replicas.",
  page: KMS,
  bad: { resources: roleWith({ decrypted: "${aws_kms_key.destination.arn}" }) },
  good: RIGHT,
  find: unusableKeys,
} as const satisfies Check;

function unusableKeys(estate: Estate): Flaw[] {
  const buckets = bucketsByArn(estate);
  return knownRoles(estate).flatMap(({ rule, role, mayDo }) => {
    if (!rule.sseKmsEncryptedObjects) return [];
    const sourceKey = buckets.get(rule.source.bucketArn)?.encryption.keyArn;
    const needed = [
      { action: "kms:Decrypt", arn: sourceKey, what: "the key of the source" },
      // Another check reports a role without kms:Encrypt on any key.
      ...(mayDo("kms:Encrypt")
        ? [{ action: "kms:Encrypt", arn: rule.replicaKeyArn, what: "the key of the replicas" }]
        : []),
    ];
    return needed.flatMap(({ action, arn, what }) => {
      if (arn === undefined || mayDo(action, arn)) return [];
      return [
        replicationFlaw(rule, {
          problem: `no policy of its role ${role.name} allows ${action} on ${what}, ${arn}`,
          repair: `allow it in a policy of ${role.name}, and in the key policy if the key is in another account`,
          source: KMS,
          addresses: addressesOf(role),
          gaps: [gapOf(role, action, arn)],
        }),
      ];
    });
  });
}

export const replicationBucketKey = {
  id: "replication-bucket-key",
  severity: "error",
  title: "A replication role has only kms:Encrypt where the destination has a Bucket Key",
  why: "With a Bucket Key, S3 also decrypts the key of the bucket.",
  remedy: "Allow kms:Decrypt on the key of the replicas too, in both accounts.",
  page: KMS,
  bad: {
    resources: {
      ...roleWith({ key: ["kms:Encrypt"] }),
      aws_kms_key: { destination: { policy: keyPolicyWith("kms:Encrypt") } },
    },
  },
  good: {
    resources: {
      ...roleWith({ key: ["kms:Encrypt", "kms:Decrypt"] }),
      aws_kms_key: { destination: { policy: keyPolicyWith("kms:Encrypt", "kms:Decrypt") } },
    },
  },
  find: encryptAlone,
} as const satisfies Check;

function encryptAlone(estate: Estate): Flaw[] {
  const buckets = bucketsByArn(estate);
  return knownRoles(estate).flatMap(({ rule, role, mayDo }) => {
    const { replicaKeyArn, destination } = rule;
    const bucket = buckets.get(destination.bucketArn);
    if (replicaKeyArn === undefined || !bucket?.encryption.bucketKeyEnabled) return [];
    if (!mayDo("kms:Encrypt", replicaKeyArn)) return [];
    // A page about troubleshooting also grants kms:GenerateDataKey. The pages about Bucket Keys do not ask for it.
    if (mayDo("kms:Decrypt", replicaKeyArn)) return [];
    return [
      replicationFlaw(rule, {
        problem: `${bucket.name} has a Bucket Key, but no policy of its role ${role.name} allows kms:Decrypt on ${replicaKeyArn}`,
        repair: "allow kms:Decrypt beside kms:Encrypt",
        source: KMS,
        addresses: [...addressesOf(role), bucket.encryption.address ?? bucket.address],
        gaps: [gapOf(role, "kms:Decrypt", replicaKeyArn)],
      }),
    ];
  });
}

export const replicationTagFilter = {
  id: "replication-tag-filter",
  severity: "error",
  title: "A replication rule selects objects by tags that its role cannot read",
  why: "Without s3:GetObjectVersionTagging, S3 cannot know which objects the rule is about.",
  remedy: "Allow s3:GetObjectVersionTagging on the objects of the source bucket.",
  page: PERMISSIONS,
  bad: {
    resources: {
      ...roleWith({ source: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl"] }),
      aws_s3_bucket_replication_configuration: { source: { rule: BY_TAG } },
    },
  },
  good: {
    resources: {
      ...roleWith({}),
      aws_s3_bucket_replication_configuration: { source: { rule: BY_TAG } },
    },
  },
  find: unreadableTags,
} as const satisfies Check;

function unreadableTags(estate: Estate): Flaw[] {
  return knownRoles(estate).flatMap(({ rule, role, mayDo }) => {
    if (Object.keys(rule.tags).length === 0) return [];
    if (mayDo("s3:GetObjectVersionTagging", rule.source.bucketArn)) return [];
    return [
      replicationFlaw(rule, {
        problem: `it selects objects by tags, but no policy of its role ${role.name} allows s3:GetObjectVersionTagging`,
        repair: "allow it on the objects of the source bucket",
        source: PERMISSIONS,
        addresses: addressesOf(role),
        gaps: [gapOf(role, "s3:GetObjectVersionTagging", rule.source.bucketArn)],
      }),
    ];
  });
}

export const replicationObjectLock = {
  id: "replication-object-lock",
  severity: "error",
  title: "A replication role cannot read the locks of objects",
  why: "If the source bucket has Object Lock, S3 also reads the retention period and the legal hold of each object.",
  remedy: "Allow s3:GetObjectRetention and s3:GetObjectLegalHold on the objects of the source bucket.",
  page: LOCK,
  bad: { resources: { ...roleWith({}), ...LOCKED } },
  good: {
    resources: {
      ...roleWith({
        source: [
          "s3:GetObjectVersionForReplication",
          "s3:GetObjectVersionAcl",
          "s3:GetObjectVersionTagging",
          "s3:GetObjectRetention",
          "s3:GetObjectLegalHold",
        ],
      }),
      ...LOCKED,
    },
  },
  find: unreadableLocks,
} as const satisfies Check;

function unreadableLocks(estate: Estate): Flaw[] {
  const buckets = bucketsByArn(estate);
  return knownRoles(estate).flatMap(({ rule, role, mayDo }) => {
    const { bucketArn } = rule.source;
    const lock = buckets.get(bucketArn)?.objectLock;
    const lacks = ["s3:GetObjectRetention", "s3:GetObjectLegalHold"].filter(
      (action) => !mayDo(action, bucketArn),
    );
    if (lock === undefined || lacks.length === 0) return [];
    return [
      replicationFlaw(rule, {
        problem: `its source bucket has Object Lock, but no policy of its role ${role.name} allows ${lacks.join(" and ")}`,
        repair: "allow it on the objects of the source bucket",
        source: LOCK,
        addresses: [...addressesOf(role), lock.address],
        gaps: lacks.map((action) => gapOf(role, action, bucketArn)),
      }),
    ];
  });
}

export const replicationToAnyBucket = {
  id: "replication-to-any-bucket",
  severity: "warning",
  title: "A replication role can replicate to any bucket",
  why: "Whoever can change the rules of the source bucket can then send its objects to a bucket of a stranger.",
  remedy: "Name the objects of the destination buckets as the resource.",
  page: PERMISSIONS,
  bad: { resources: roleWith({ replicas: "*" }) },
  good: RIGHT,
  find: anyDestination,
} as const satisfies Check;

const REPLICATE = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"];

function anyDestination(estate: Estate): Flaw[] {
  const roles = new Set(estate.replicationRules.map(({ roleArn }) => roleArn));
  const statements = estate.principals
    .filter(({ arn }) => roles.has(arn))
    .flatMap(identityPoliciesOf)
    .filter(({ awsManaged }) => awsManaged === undefined)
    .flatMap((document) => document.statements);
  return statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap((statement) => {
      const actions = statement.actions.filter((action) =>
        REPLICATE.some((each) => matchingActions(action).includes(each)),
      );
      const wide =
        statement.raw.NotResource === undefined ? statement.resources.filter(isAnyBucket) : ["NotResource"];
      if (actions.length === 0 || wide.length === 0) return [];
      return [
        statementFlaw(statement, {
          problem: `${actions.join(", ")} on ${wide.join(", ")} lets the role replicate to any bucket, also of strangers`,
          repair: "name the objects of the destination buckets, such as arn:aws:s3:::acme-destination/*",
          source: PERMISSIONS,
        }),
      ];
    });
}

function isAnyBucket(resource: string): boolean {
  if (/^\*+$/.test(resource)) return true;
  const arn = parseArn(resource);
  return arn !== undefined && /^(s3|\*)$/.test(arn.service) && /^\*+$/.test(arn.bucket ?? arn.resource);
}

export const replicationDestination = {
  id: "replication-destination",
  severity: "error",
  title: "The bucket policy of a destination in another account does not allow replication",
  why: "Across accounts, the bucket policy must allow the replication role s3:ReplicateObject. Otherwise every replication fails.",
  remedy:
    "Allow the role s3:ReplicateObject, s3:ReplicateDelete and s3:ReplicateTags on the objects of the destination.",
  page: PERMISSIONS,
  bad: {
    resources: {
      ...roleWith({ replicas: "arn:aws:s3:::acme-dest*/*" }),
      aws_s3_bucket_policy: { destination: null },
    },
  },
  good: { resources: roleWith({ replicas: "arn:aws:s3:::acme-dest*/*" }) },
  find: refusingDestinations,
} as const satisfies Check;

function refusingDestinations(estate: Estate): Flaw[] {
  const policies = new Map(
    resourcePoliciesOf(estate).flatMap((policy) => (policy.kind === "bucket" ? [[policy.arn, policy]] : [])),
  );
  const known = new Map(knownRoles(estate).map((each) => [each.rule, each]));
  const here = new Set(estate.principals.map(({ arn }) => arn));
  // What the role lacks too is told as one.
  const isOneSide = (rule: ReplicationRule, action: string) =>
    known.get(rule)?.mayDo(action, rule.destination.bucketArn) ?? !here.has(rule.roleArn);
  return estate.replicationRules.flatMap((rule) => {
    const policy = policies.get(rule.destination.bucketArn);
    const account = accountOf(rule.roleArn);
    if (policy === undefined || policy.document?.unknown !== undefined) return [];
    if (account === undefined || policy.account.id === account) return [];
    const target = new Target(policy);
    const allowed = target
      .grantsTo({ arn: rule.roleArn, account: { id: account } })
      .some(({ actions, raw }) => raw.NotAction !== undefined || actions.some(isReplication));
    if (allowed) return [];
    return [
      replicationFlaw(rule, {
        problem: `the ${policy.title} in account ${policy.account.id} does not allow ${rule.roleArn} s3:ReplicateObject`,
        repair: `in the bucket policy, allow the role s3:ReplicateObject, s3:ReplicateDelete and s3:ReplicateTags on ${rule.destination.bucketArn}/*`,
        source: PERMISSIONS,
        addresses: [target.address],
        gaps: REPLICATE.filter((action) => isOneSide(rule, action)).map((action) => ({
          principalArn: rule.roleArn,
          action,
          resource: rule.destination.bucketArn,
        })),
      }),
    ];
  });
}

function isReplication(action: string): boolean {
  return matchingActions(action).includes("s3:ReplicateObject");
}

interface KnownRole {
  readonly rule: ReplicationRule;
  readonly role: Principal;
  /** Whether a policy of the role allows an action, on a key or in a bucket if one is named. */
  readonly mayDo: (action: string, arn?: string) => boolean;
}

/** The rules with a role whose policies are all known. A role without any gets them elsewhere. */
function knownRoles(estate: Estate): KnownRole[] {
  const roles = new Map(estate.principals.map((principal) => [principal.arn, principal]));
  return estate.replicationRules.flatMap((rule) => {
    const role = roles.get(rule.roleArn);
    if (role === undefined || mayHaveMore(role, estate) || role.identityPolicies.length === 0) return [];
    const allows = identityPoliciesOf(role)
      .flatMap(({ statements }) => statements)
      .filter(({ effect }) => effect === "Allow");
    const mayDo = (action: string, arn?: string) =>
      allows.some((statement) => covers(statement, action) && (arn === undefined || reaches(statement, arn)));
    return [{ rule, role, mayDo }];
  });
}

function covers({ actions, raw }: DocumentStatement, action: string): boolean {
  return raw.NotAction !== undefined || actions.some((each) => matchingActions(each).includes(action));
}

function reaches({ resources, raw }: DocumentStatement, arn: string): boolean {
  if (raw.NotResource !== undefined) return true;
  const name = parseArn(arn)?.bucket;
  return resources.some((resource) => {
    const bucket = name === undefined ? undefined : parseArn(resource)?.bucket;
    return bucket === undefined ? mayMatch(resource, arn) : mayMatch(bucket, name ?? "");
  });
}

function bucketsByArn({ buckets }: Estate): ReadonlyMap<string, Bucket> {
  return new Map(buckets.map((bucket) => [bucket.arn, bucket]));
}

function gapOf({ arn: principalArn }: Principal, action: string, resource: string): Gap {
  return { principalArn, action, resource };
}

function addressesOf({ address }: Principal): readonly string[] {
  return address === undefined ? [] : [address];
}
