import { accountOf, regionOf } from "../../aws/arn";
import { isManagedAlias } from "../../aws/key-alias";
import type { Bucket, Estate, Principal, ReplicationRule } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { identityPoliciesOf } from "../iam/documents";
import { matchingActions } from "../iam-data/iam-data";
import { isEnforced, isKnown } from "./bucket-settings";
import { withoutIndexes } from "../../estate/values/addresses";
import { createdBefore, type Dependency, dependency } from "./creation-order";
import { isElsewhere } from "../known-regions";
import { type Found, replicationFlaw } from "./replication-flaw";
import { onlyDestination, refusedSettings } from "./replication-refusals";
import { mayHaveMore } from "./unknown-policies";
import { s3Page } from "./well-formed";

const PAGES = {
  requirements: s3Page("replication.html#replication-requirements"),
  permissions: s3Page("setting-repl-config-perm-overview.html"),
  kms: s3Page("replication-config-for-kms-objects.html"),
  order: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html",
  owner: s3Page("replication-change-owner.html"),
  rule: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html",
  versioning: s3Page("Versioning.html"),
};

export const replicationRules = {
  id: "replication-rules",
  severity: "error",
  title: "A replication rule would not replicate, or S3 rejects it",
  why: "S3 skips objects silently or marks them as FAILED, or the apply fails.",
  remedy: "Change the rule as its message says.",
  page: s3Page("replication.html#replication-requirements"),
  bad: {
    resources: {
      aws_s3_bucket_replication_configuration: { source: { rule: { source_selection_criteria: null } } },
    },
  },
  good: { resources: { aws_s3_bucket_replication_configuration: { source: { rule: { priority: 1 } } } } },
  find: failingRules,
} as const satisfies Check;

/** Why a rule would not replicate, or S3 would reject it. Disabled rules are checked too, as S3 does. */
function failingRules(estate: Estate): Flaw[] {
  return [
    ...wrongIn(estate).flatMap(({ rule, found }) => found.map((each) => replicationFlaw(rule, each))),
    ...repeated(estate.replicationRules, "priority"),
    ...repeated(estate.replicationRules, "id"),
    ...onlyDestination(estate.replicationRules),
  ];
}

/** What is wrong with each rule by itself. */
export function wrongIn(
  estate: Estate,
): readonly { readonly rule: ReplicationRule; readonly found: readonly Found[] }[] {
  const buckets = new Map(estate.buckets.map((bucket) => [bucket.arn, bucket]));
  const roles = new Map(estate.principals.map((principal) => [principal.arn, principal]));
  return estate.replicationRules.map((rule) => {
    const source = buckets.get(rule.source.bucketArn);
    const destination = buckets.get(rule.destination.bucketArn);
    const found = [
      ...ends(rule, source, destination),
      ...role(rule, roles.get(rule.roleArn), estate),
      ...replicaKey(rule, source, destination, estate),
      ...owner(rule),
      ...(estate.isDeployed ? [] : refusedSettings(rule)),
    ];
    return { rule, found };
  });
}

export const replicationOrder = {
  id: "replication-order",
  severity: "error",
  title: "A replication configuration does not wait for the versioning of its buckets",
  why: "S3 refuses a rule while one of its buckets is not versioned. Without a dependency, Terraform may set the rule first.",
  remedy: "Add depends_on with the aws_s3_bucket_versioning of both buckets.",
  page: PAGES.order,
  bad: {
    resources: {
      aws_s3_bucket_replication_configuration: {
        source: { depends_on: ["aws_s3_bucket_versioning.source"] },
      },
    },
  },
  good: {
    resources: {
      aws_s3_bucket_replication_configuration: {
        source: { depends_on: ["aws_s3_bucket_versioning.source", "aws_s3_bucket_versioning.destination"] },
      },
    },
  },
  find: tooEarly,
} as const satisfies Check;

function tooEarly(estate: Estate): Flaw[] {
  if (estate.isDeployed) return [];
  const buckets = new Map(estate.buckets.map((bucket) => [bucket.arn, bucket]));
  return estate.replicationRules.flatMap((rule) => {
    const before = createdBefore(rule.address, estate);
    return [rule.source.bucketArn, rule.destination.bucketArn].flatMap((arn) => {
      const { name, address, versioning } = buckets.get(arn) ?? {};
      // A block of the bucket is set with the bucket.
      if (versioning?.address === undefined || versioning.address === address) return [];
      if (versioning.status !== "Enabled" || before.has(versioning.address)) return [];
      const missing = dependency(versioning.address, rule.address);
      const { reference, block } = missing;
      return [
        replicationFlaw(rule, {
          problem: `it may be set before the versioning of ${name}, and S3 then refuses it: ${rule.address} does not depend on ${versioning.address}`,
          repair: areMutual(missing, estate.replicationRules, buckets)
            ? `${reference} and ${block} cannot wait for each other: write both replication configurations beside these modules, as aws_s3_bucket_replication_configuration with depends_on = [${reference}, ${block}]`
            : `add depends_on = [${reference}] to ${block}`,
          source: PAGES.order,
          addresses: [versioning.address],
        }),
      ];
    });
  });
}

/** Whether a module also has to wait for the one that waits for it, because their buckets replicate to each other. */
function areMutual(
  { reference, block }: Dependency,
  rules: readonly ReplicationRule[],
  buckets: ReadonlyMap<string, Bucket>,
): boolean {
  const isIn = (module: string, address = "") => withoutIndexes(address).startsWith(`${module}.`);
  // A module that is called by another one is named from there.
  const called = block.slice(0, block.lastIndexOf("module.")) + reference;
  return rules.some(
    ({ address, source, destination }) =>
      isIn(called, address) &&
      [source, destination].some(({ bucketArn }) => isIn(block, buckets.get(bucketArn)?.versioning.address)),
  );
}

function ends(rule: ReplicationRule, source: Bucket | undefined, destination: Bucket | undefined): Found[] {
  const { destination: to, source: from } = rule;
  const unversioned = [source, destination].flatMap((bucket) =>
    bucket && isKnown(bucket, bucket.versioning) && bucket.versioning.status !== "Enabled" ? [bucket] : [],
  );
  const found: Found[] = unversioned.map(({ name, versioning, address }) => ({
    problem: `the versioning of ${name} is ${versioning.status}, but S3 replicates only between versioned buckets`,
    repair: `enable it with an aws_s3_bucket_versioning for ${address}`,
    source: PAGES.requirements,
    addresses: [versioning.address ?? address],
  }));
  if (source?.objectLock && destination && isLockKnown(destination) && !destination.objectLock) {
    found.push({
      problem: `${source.name} has Object Lock, but ${destination.name} has not, and S3 cannot replicate locked objects to it`,
      repair: `enable it with an aws_s3_bucket_object_lock_configuration for ${destination.address}`,
      source: PAGES.requirements,
      addresses: [source.objectLock.address, destination.address],
    });
  }
  if (destination?.requesterPays && destination.account.id !== from.account.id) {
    found.push({
      problem: `${destination.name} has Requester Pays, and S3 does not replicate to such a bucket of another account`,
      repair: "let the owner of the bucket pay for requests",
      source: PAGES.requirements,
      addresses: [destination.requesterPays.address],
    });
  }
  if (from.bucketArn === to.bucketArn) {
    found.push({
      problem: "a bucket cannot replicate to itself",
      repair: "choose another destination bucket",
      source: PAGES.requirements,
    });
  }
  if (destination && to.statedAccount !== undefined && to.statedAccount !== destination.account.id) {
    found.push({
      problem: `its destination account is ${to.statedAccount}, but ${destination.name} is in ${destination.account.id}`,
      repair: `set account = "${destination.account.id}"`,
      source: PAGES.rule,
      addresses: [destination.address],
    });
  }
  return found;
}

function isLockKnown({ existing, objectLock }: Bucket): boolean {
  return !existing || objectLock !== undefined;
}

function role(
  { roleArn, source, sseKmsEncryptedObjects, replicaKey: key, replicaKeyArn }: ReplicationRule,
  principal: Principal | undefined,
  estate: Estate,
): Found[] {
  const account = accountOf(roleArn);
  if (account !== undefined && account !== source.account.id) {
    return [
      {
        problem: `its role is in account ${account}, but its bucket is in ${source.account.id}, and a role cannot be passed to S3 in another account`,
        repair: `create the role in account ${source.account.id}`,
        source: PAGES.permissions,
        addresses: principal?.address === undefined ? [] : [principal.address],
      },
    ];
  }
  // An existing role may have other policies.
  if (principal === undefined || mayHaveMore(principal, estate)) return [];
  if (!sseKmsEncryptedObjects && key === undefined) return [];
  const mayEncrypt = identityPoliciesOf(principal).some(({ statements }) =>
    statements.some(
      ({ effect, actions, raw }) =>
        effect === "Allow" &&
        (raw.NotAction !== undefined ||
          actions.some((action) => matchingActions(action).includes("kms:Encrypt"))),
    ),
  );
  if (mayEncrypt || principal.identityPolicies.length === 0) return [];
  return [
    {
      problem: `no policy of its role ${principal.name} allows kms:Encrypt, which S3 needs to encrypt replicas; kms:GenerateDataKey is not enough`,
      repair: "allow kms:Encrypt on the replicas' key, in the role's policy and in the key policy",
      source: PAGES.kms,
      addresses: principal.address === undefined ? [] : [principal.address],
      ...(replicaKeyArn !== undefined && {
        gaps: [{ principalArn: principal.arn, action: "kms:Encrypt", resource: replicaKeyArn }],
      }),
    },
  ];
}

function replicaKey(
  rule: ReplicationRule,
  source: Bucket | undefined,
  destination: Bucket | undefined,
  estate: Estate,
): Found[] {
  const { replicaKey: key, replicaKeyArn, sseKmsEncryptedObjects } = rule;
  if (!sseKmsEncryptedObjects) {
    const isKms = source?.encryption.algorithm.startsWith("aws:kms") === true;
    if (!isKms && key === undefined) return [];
    if (!isKms)
      return [
        {
          problem:
            "it names a key for replicas, but skips SSE-KMS objects, the only ones that the key is for",
          repair: "enable source_selection_criteria.sse_kms_encrypted_objects, or remove replica_kms_key_id",
          source: PAGES.kms,
        },
      ];
    return [
      {
        problem: `${source.name} encrypts with SSE-KMS, but the rule silently skips SSE-KMS objects`,
        repair: "enable source_selection_criteria.sse_kms_encrypted_objects, and set replica_kms_key_id",
        source: PAGES.kms,
        addresses: [source.encryption.address ?? source.address],
      },
    ];
  }
  if (key === undefined) {
    return [
      {
        problem: "it replicates SSE-KMS objects without a key for the replicas, which S3 rejects",
        repair: "set destination.encryption_configuration.replica_kms_key_id to the key's ARN",
        source: PAGES.kms,
      },
    ];
  }
  if (isManagedAlias(key)) {
    return [
      {
        problem: "the key of its replicas is aws/s3, which no other account can use",
        repair: "use the ARN of a key in the destination account",
        source: PAGES.kms,
      },
    ];
  }
  if (replicaKeyArn === undefined) {
    return [
      {
        problem: `the key of its replicas, ${key}, is not the ARN of a key, so S3 looks it up in the source account`,
        repair: "use the ARN of the key, arn:aws:kms:<region>:<account>:key/<id>",
        source: PAGES.kms,
      },
    ];
  }
  if (destination === undefined || !isElsewhere(replicaKeyArn, destination, estate)) return [];
  return [
    {
      problem: `the key of its replicas is in ${regionOf(replicaKeyArn)}, but ${destination.name} is in ${destination.region}; a bucket can only use keys in its own region`,
      repair: `use a key in ${destination.region}`,
      source: PAGES.kms,
      addresses: [destination.address],
    },
  ];
}

function owner({ ownerOverride, destination }: ReplicationRule): Found[] {
  if (ownerOverride && destination.statedAccount === undefined) {
    return [
      {
        problem:
          "it gives replicas to the owner of the destination bucket but has no account, which S3 rejects",
        repair: "set destination.account",
        source: PAGES.owner,
      },
    ];
  }
  return [];
}

export const replicationOwner = {
  id: "replication-owner",
  severity: "warning",
  title: "A replication rule gives replicas to an owner who owns them already",
  why: "The object ownership of the destination bucket is BucketOwnerEnforced, so the override has no effect.",
  remedy: "Remove access_control_translation, and s3:ObjectOwnerOverrideToBucketOwner from both policies.",
  page: PAGES.owner,
  bad: {
    resources: {
      aws_s3_bucket_replication_configuration: {
        source: { rule: { destination: { access_control_translation: { owner: "Destination" } } } },
      },
    },
  },
  good: {
    resources: {
      aws_s3_bucket_replication_configuration: {
        source: { rule: { destination: { account: "222222222222" } } },
      },
    },
  },
  find: needlessOwners,
} as const satisfies Check;

function needlessOwners(estate: Estate): Flaw[] {
  const buckets = new Map(estate.buckets.map((bucket) => [bucket.arn, bucket]));
  return estate.replicationRules.flatMap((rule) => {
    const destination = buckets.get(rule.destination.bucketArn);
    const {
      ownerOverride,
      destination: { statedAccount },
    } = rule;
    if (!ownerOverride || statedAccount === undefined || !destination || !isEnforced(destination)) return [];
    return [replicationFlaw(rule, needlessOwner(destination))];
  });
}
function needlessOwner({ name, address, ownership }: Bucket): Found {
  return {
    problem: `it gives replicas to the owner of ${name}, who already owns them, because its object ownership is BucketOwnerEnforced`,
    repair: "remove access_control_translation, and s3:ObjectOwnerOverrideToBucketOwner from both policies",
    source: PAGES.owner,
    addresses: [ownership.address ?? address],
  };
}

/** S3 rejects two rules with the same priority or id in one configuration. */
function repeated(rules: readonly ReplicationRule[], field: "priority" | "id"): Flaw[] {
  const seen = new Set<string>();
  return rules.flatMap((rule) => {
    const value = rule[field];
    if (value === undefined) return [];
    const place = `${rule.address} ${value}`;
    if (!seen.has(place)) {
      seen.add(place);
      return [];
    }
    const problem = `another rule also has the ${field} ${value}, which S3 rejects`;
    return [
      replicationFlaw(rule, { problem, repair: `give each rule a ${field} of its own`, source: PAGES.rule }),
    ];
  });
}
