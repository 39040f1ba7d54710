/**
 * The 33 mistakes that policies of this kind are made of: those of articles and forums, in our own words. Each is a
 * file that differs from one that is right in the places that are named here, and in no other.
 */
import type { Part } from "../../src/prove/flaw";
import type { CheckId } from "../../src/prove/lint/lint";
import type { Intents } from "../../src/prove/proof/intents";

export interface Mistake {
  readonly number: number;
  readonly title: string;
  /** A `bug` keeps something from working or from being deployed; what is `unnecessary` or `over-broad` works. */
  readonly verdict: "bug" | "over-broad" | "unnecessary" | "works";
  /** `base-<name>.tf.json`, which is right. */
  readonly base: Base;
  /** `<file>.tf.json` */
  readonly file: string;
  /** Where it differs from the base. */
  readonly differs: readonly string[];
  /**
   * The checks of the linter that find it in an estate without a topology. Otherwise who can: the description of an
   * estate, because an operation is `half-granted`, or only someone who knows the `intent`.
   */
  readonly alone: readonly CheckId[] | "half-granted" | "intent";
  /** What was asked for where it is not what the base was made for. */
  readonly intents?: Intents;
  /** What catches it, and a piece of what it says. Empty for what works. */
  readonly caught: readonly Catch[];
  /** What there is to say of it besides. */
  readonly note?: string;
}

export interface Catch {
  readonly by: Exclude<Part, "well-formed"> | `lint: ${CheckId}`;
  readonly says: string;
}

export type Base = "copy" | "named" | "push" | "replication";

const SOURCE = "arn:aws:s3:::acme-source";
const DESTINATION = "arn:aws:s3:::acme-destination";

function copying(account: string, admin: string, requiredKeys: readonly string[]): Intents {
  const principalArn = `arn:aws:iam::${account}:role/S3Porter`;
  return {
    access: [
      { principalArn, bucketArn: SOURCE, permissions: ["list", "get"], prefix: "" },
      { principalArn, bucketArn: DESTINATION, permissions: ["put"], prefix: "" },
    ],
    replications: [],
    otherKeys: [],
    requiredKeys,
    offers: [],
    trusts: [{ roleArn: principalArn, trusted: [`arn:aws:iam::${account}:user/${admin}`] }],
  };
}

function replicating(minimalKms: boolean): Intents {
  const replication = { fromArn: SOURCE, toArn: DESTINATION, prefix: "", deleteMarkers: false, minimalKms };
  return { access: [], replications: [replication], otherKeys: [], requiredKeys: [], offers: [], trusts: [] };
}

/** What each of the right files was made for. */
export const INTENTS: Readonly<Record<Base, Intents>> = {
  /** A role of the destination's account copies, and the destination takes no other key than its own. */
  copy: copying("222222222222", "destination-admin", [DESTINATION]),
  /** The same without that, and the policies name the role itself. */
  named: copying("222222222222", "destination-admin", []),
  /** A role of the source's account copies. */
  push: copying("111111111111", "source-admin", []),
  /** S3 replicates. */
  replication: replicating(false),
};

const SOURCE_BUCKET = "locals.source_bucket_policy";
const SOURCE_KEY = "locals.source_key_policy";
const DESTINATION_BUCKET = "locals.destination_bucket_policy";
const DESTINATION_KEY = "locals.destination_key_policy";
const PORTER = "locals.porter_identity_policy";
const REPLICATION = "locals.source_replication_identity_policy";
const REPLICATION_RULE = "resource.aws_s3_bucket_replication_configuration.source.rule.0";
const ENCRYPTION = "resource.aws_s3_bucket_server_side_encryption_configuration";
const CONTEXT = "Condition.StringLike.kms:EncryptionContext:aws:s3:arn";
const VIA_SERVICE = "Condition.StringEquals.kms:ViaService";
const KEY_HEADER = "s3:x-amz-server-side-encryption-aws-kms-key-id";

export const MISTAKES: readonly Mistake[] = [
  {
    number: 1,
    title: "s3:ListBucket on the objects alone",
    verdict: "bug",
    base: "copy",
    file: "01-list-on-objects",
    alone: ["actions-fit-resources"],
    differs: [`${SOURCE_BUCKET}.ListForPorter.Resource`],
    caught: [
      { by: "complete", says: "S3Porter lacks permission for aws s3 ls on acme-source" },
      { by: "lint: actions-fit-resources", says: "s3:ListBucket has no effect: it applies to a bucket" },
    ],
  },
  {
    number: 2,
    title: "bucket and object actions on both resources in one statement",
    verdict: "works",
    base: "copy",
    file: "02-bucket-and-objects-together",
    alone: [],
    differs: [`${PORTER}.ListSource.Action`, `${PORTER}.ListSource.Resource`, `${PORTER}.GetSource`],
    caught: [],
    note: "no action of it can be spared, and on the other resource it allows nothing",
  },
  {
    number: 3,
    title: "neither s3:GetObjectTagging nor s3:PutObjectTagging",
    verdict: "bug",
    base: "copy",
    file: "03-no-tagging",
    alone: "half-granted",
    differs: [
      `${SOURCE_BUCKET}.GetForPorter.Action`,
      `${PORTER}.PutDestination.Action`,
      `${PORTER}.GetSource.Action`,
    ],
    caught: [
      { by: "complete", says: "s3:GetObjectTagging on arn:aws:s3:::acme-source/" },
      { by: "complete", says: "s3:PutObjectTagging on arn:aws:s3:::acme-destination/" },
    ],
  },
  {
    number: 4,
    title: "no kms:Decrypt on the destination's key",
    verdict: "bug",
    base: "copy",
    file: "04-no-decrypt-on-destination",
    alone: "half-granted",
    differs: [`${PORTER}.EncryptAndDecryptDestination.Action`],
    caught: [{ by: "complete", says: "uploading (multipart) on acme-destination" }],
  },
  {
    number: 5,
    title: "replication with kms:GenerateDataKey instead of kms:Encrypt",
    verdict: "bug",
    base: "replication",
    file: "05-replication-without-encrypt",
    alone: ["replication-rules"],
    differs: [
      `${DESTINATION_KEY}.EncryptDestinationForSourceReplication.Action`,
      `${REPLICATION}.EncryptDestination.Action`,
    ],
    caught: [
      { by: "complete", says: "kms:Encrypt on arn:aws:kms:eu-west-1:222222222222:key/" },
      { by: "lint: replication-rules", says: "kms:GenerateDataKey is not enough" },
    ],
  },
  {
    number: 6,
    title: "replication with kms:Encrypt alone, without Bucket Keys",
    verdict: "works",
    base: "replication",
    file: "06-replication-with-encrypt-alone",
    alone: [],
    differs: [
      `${DESTINATION_KEY}.EncryptDestinationForSourceReplication.Action`,
      `${DESTINATION_KEY}.EncryptDestinationForSourceReplication.${CONTEXT}`,
      `${REPLICATION}.DecryptSource.${CONTEXT}`,
      `${REPLICATION}.EncryptDestination.Action`,
      `${REPLICATION}.EncryptDestination.${CONTEXT}`,
      `${ENCRYPTION}.destination.rule.0.bucket_key_enabled`,
      `${ENCRYPTION}.source.rule.0.bucket_key_enabled`,
    ],
    intents: replicating(true),
    caught: [],
  },
  {
    number: 6,
    title: "replication with kms:Encrypt alone, with Bucket Keys",
    verdict: "bug",
    base: "replication",
    file: "06-replication-with-encrypt-alone-and-bucket-keys",
    alone: ["replication-bucket-key"],
    differs: [
      `${DESTINATION_KEY}.EncryptDestinationForSourceReplication.Action`,
      `${REPLICATION}.EncryptDestination.Action`,
    ],
    caught: [
      { by: "complete", says: "kms:Decrypt on arn:aws:kms:eu-west-1:222222222222:key/" },
      {
        by: "complete",
        says: "(of a plaintext object) from acme-source to acme-destination: kms:GenerateDataKey on",
      },
    ],
  },
  {
    number: 7,
    title: "kms:ReEncrypt, which is not an action",
    verdict: "unnecessary",
    base: "copy",
    file: "07-reencrypt",
    alone: ["actions-exist"],
    differs: [`${PORTER}.EncryptAndDecryptDestination.Action`],
    caught: [
      { by: "lint: actions-exist", says: "unknown action kms:ReEncrypt" },
      { by: "minimal", says: "kms:ReEncrypt in statement EncryptAndDecryptDestination" },
    ],
  },
  {
    number: 8,
    title: "a key policy without its account's root",
    verdict: "bug",
    base: "copy",
    file: "08-no-account-root",
    alone: ["key-of-own-root"],
    differs: [`${SOURCE_KEY}.EnableIAMPolicies`],
    caught: [
      { by: "complete", says: "lacks permission for administering the key on aws_kms_key.source" },
      {
        by: "lint: key-of-own-root",
        says: "it does not give its own account 111111111111 control of the key",
      },
    ],
  },
  {
    number: 9,
    title: "the ARN of an alias as the resource",
    verdict: "bug",
    base: "copy",
    file: "09-alias-arn-as-resource",
    alone: ["one-sided-grants", "resource-names-key"],
    differs: [`${PORTER}.DecryptSource.Resource`],
    caught: [
      { by: "complete", says: "kms:Decrypt on arn:aws:kms:us-east-1:111111111111:key/" },
      {
        by: "lint: resource-names-key",
        says: "is an alias, and a policy cannot refer to a key by its alias",
      },
    ],
  },
  {
    number: 9,
    title: "the id of a key as the resource",
    verdict: "bug",
    base: "copy",
    file: "09-key-id-as-resource",
    alone: ["one-sided-grants", "resource-names-key"],
    differs: [`${PORTER}.DecryptSource.Resource`],
    caught: [{ by: "lint: resource-names-key", says: 'is neither "*" nor an ARN, which AWS rejects' }],
  },
  {
    number: 10,
    title: "a key in a bucket policy",
    verdict: "bug",
    base: "copy",
    file: "10-key-in-bucket-policy",
    alone: ["actions-of-service", "resources-of-owner"],
    differs: [`${SOURCE_BUCKET}.DecryptForPorter`],
    caught: [
      { by: "lint: resources-of-owner", says: "is neither its bucket nor an object in it, which S3 rejects" },
      { by: "lint: actions-of-service", says: "kms:Decrypt does not belong in this policy" },
      { by: "minimal", says: "kms:Decrypt in statement DecryptForPorter" },
    ],
  },
  {
    number: 11,
    title: "another key's ARN as the resource of a key policy",
    verdict: "bug",
    base: "copy",
    file: "11-other-key-in-key-policy",
    alone: ["resources-of-owner"],
    differs: [`${SOURCE_KEY}.DecryptSourceForPorter.Resource`],
    caught: [
      { by: "complete", says: "kms:Decrypt on arn:aws:kms:us-east-1:111111111111:key/" },
      { by: "lint: resources-of-owner", says: "is not its key, so the statement has no effect" },
    ],
    note: "the key's own ARN would do, but no key policy can refer to its own key in Terraform",
  },
  {
    number: 12,
    title: "aws/s3 across accounts",
    verdict: "bug",
    base: "copy",
    file: "12-aws-managed-key",
    alone: ["default-encryption"],
    differs: [`${ENCRYPTION}.source.rule.0.apply_server_side_encryption_by_default.kms_master_key_id`],
    caught: [
      { by: "lint: default-encryption", says: "its key is aws/s3, which no other account can use" },
      { by: "minimal", says: "kms:Decrypt in statement DecryptSourceForPorter" },
    ],
  },
  {
    number: 13,
    title: "a Deny of other keys that also denies uploads without a header",
    verdict: "bug",
    base: "copy",
    file: "13-deny-without-null",
    alone: ["deny-without-header"],
    differs: [`${DESTINATION_BUCKET}.DenyOtherKey.Condition.Null`],
    caught: [
      {
        by: "complete",
        says: "S3Porter lacks permission for aws s3 cp, uploading (small) on acme-destination",
      },
      { by: "lint: deny-without-header", says: "ArnNotEquals holds if the header is missing" },
    ],
  },
  {
    number: 14,
    title: "a Deny of other keys that names the right one by its id",
    verdict: "bug",
    base: "copy",
    file: "14-deny-with-key-id",
    alone: ["key-values"],
    differs: [
      `${DESTINATION_BUCKET}.DenyOtherKey.Condition.ArnNotEquals`,
      `${DESTINATION_BUCKET}.DenyOtherKey.Condition.StringNotEquals`,
    ],
    caught: [
      { by: "complete", says: "S3Porter lacks permission for PUT with the bucket's key on acme-destination" },
      { by: "lint: key-values", says: `${KEY_HEADER} is always the ARN of a key` },
    ],
  },
  {
    number: 15,
    title: "versioning and s3:List* for the replication role",
    verdict: "unnecessary",
    base: "replication",
    file: "15-versioning-for-replication",
    alone: ["foreign-configuration", "one-sided-grants"],
    differs: [`${DESTINATION_BUCKET}.VersioningForSourceReplication`],
    caught: [
      { by: "minimal", says: "s3:PutBucketVersioning in statement VersioningForSourceReplication" },
      { by: "nothing else", says: "acme-source-replication can do s3:GetBucketVersioning" },
      {
        by: "lint: one-sided-grants",
        says: "s3:GetBucketVersioning, s3:List*, s3:PutBucketVersioning have no effect",
      },
    ],
  },
  {
    number: 16,
    title: "an owner override where the owner owns every object",
    verdict: "unnecessary",
    base: "replication",
    file: "16-owner-override",
    alone: ["acls-off", "replication-owner"],
    differs: [
      `${DESTINATION_BUCKET}.ReplicateForSourceReplication.Action`,
      `${REPLICATION}.ReplicateDestination.Action`,
      `${REPLICATION_RULE}.destination.access_control_translation`,
    ],
    caught: [
      {
        by: "lint: replication-owner",
        says: "who already owns them, because its object ownership is BucketOwnerEnforced",
      },
      { by: "lint: acls-off", says: "s3:ObjectOwnerOverrideToBucketOwner has no effect" },
      { by: "minimal", says: "s3:ObjectOwnerOverrideToBucketOwner in statement ReplicateDestination" },
    ],
  },
  {
    number: 17,
    title: "s3:PutObjectAcl where ACLs are off",
    verdict: "unnecessary",
    base: "push",
    file: "17-object-acl",
    alone: ["acls-off"],
    differs: [`${DESTINATION_BUCKET}.PutForPorter.Action`, `${PORTER}.PutDestination.Action`],
    caught: [
      { by: "lint: acls-off", says: "s3:PutObjectAcl has no effect" },
      { by: "minimal", says: "s3:PutObjectAcl in statement PutForPorter" },
      { by: "nothing else", says: "S3Porter can do s3:PutObjectAcl on arn:aws:s3:::acme-destination/" },
    ],
    note: "--acl itself is an option of a command, which is not in Terraform; without the permission it is refused",
  },
  {
    number: 18,
    title: "a role that is named before it is there",
    verdict: "bug",
    base: "named",
    file: "18-principal-before-it-exists",
    alone: ["principal-order"],
    differs: ["resource.aws_kms_key.source.depends_on", "resource.aws_s3_bucket_policy.source.depends_on"],
    caught: [
      {
        by: "lint: principal-order",
        says: "aws_s3_bucket_policy.source does not depend on aws_iam_role.porter",
      },
      { by: "lint: principal-order", says: "aws_kms_key.source does not depend on aws_iam_role.porter" },
    ],
    note: "Terraform may by chance make the role first, so that it fails now and then",
  },
  {
    number: 19,
    title: "what AWS made of a role that was deleted",
    verdict: "bug",
    base: "named",
    file: "19-deleted-principal",
    alone: ["one-sided-grants", "principals-exist"],
    differs: [
      `${SOURCE_KEY}.DecryptSourceForPorter.Principal.AWS`,
      `${SOURCE_BUCKET}.ListForPorter.Principal.AWS`,
      `${SOURCE_BUCKET}.GetForPorter.Principal.AWS`,
    ],
    caught: [
      {
        by: "lint: principals-exist",
        says: "is the id of a deleted role or user, and matches nobody",
      },
      { by: "lint: one-sided-grants", says: "does not allow it for role S3Porter" },
    ],
    note: "in Terraform it is there only once somebody has taken the policy over from AWS; until then it is drift, which a plan shows",
  },
  {
    number: 20,
    title: "an encryption context of objects alone, with a Bucket Key",
    verdict: "bug",
    base: "copy",
    file: "20-context-of-objects-alone",
    alone: ["encryption-context"],
    differs: [`${SOURCE_KEY}.DecryptSourceForPorter.${CONTEXT}`],
    caught: [{ by: "complete", says: "kms:Decrypt on arn:aws:kms:us-east-1:111111111111:key/" }],
  },
  {
    number: 21,
    title: "kms:ViaService of another region",
    verdict: "bug",
    base: "copy",
    file: "21-via-service-of-another-region",
    alone: ["via-service"],
    differs: [`${PORTER}.DecryptSource.${VIA_SERVICE}`],
    caught: [
      { by: "complete", says: "kms:Decrypt on arn:aws:kms:us-east-1:111111111111:key/" },
      {
        by: "lint: via-service",
        says: "its key is in us-east-1, where s3.eu-west-1.amazonaws.com cannot use it",
      },
    ],
  },
  {
    number: 21,
    title: "kms:ViaService that ends in .amazonaws.com.cn",
    verdict: "bug",
    base: "copy",
    file: "21-via-service-of-china",
    alone: ["via-service"],
    differs: [`${SOURCE_KEY}.DecryptSourceForPorter.${VIA_SERVICE}`],
    caught: [
      { by: "complete", says: "kms:Decrypt on arn:aws:kms:us-east-1:111111111111:key/" },
      { by: "lint: via-service", says: "it ends in .amazonaws.com in China too" },
    ],
  },
  {
    number: 22,
    title: "kms:DescribeKey under conditions that it never meets",
    verdict: "unnecessary",
    base: "copy",
    file: "22-describe-key-under-conditions",
    alone: ["condition-keys-apply"],
    differs: [`${SOURCE_KEY}.DecryptSourceForPorter.Action`, `${PORTER}.DecryptSource.Action`],
    caught: [
      {
        by: "lint: condition-keys-apply",
        says: "requests for kms:DescribeKey never have kms:EncryptionContext:aws:s3:arn",
      },
      { by: "minimal", says: "kms:DescribeKey in statement DecryptSource " },
    ],
  },
  {
    number: 23,
    title: "kms:* for the partner",
    verdict: "over-broad",
    base: "copy",
    file: "23-every-action-on-the-key",
    alone: ["foreign-administration"],
    differs: [`${SOURCE_KEY}.DecryptSourceForPorter.Action`],
    caught: [
      { by: "lint: foreign-administration", says: "it allows account 222222222222 kms:*" },
      { by: "nothing else", says: "S3Porter can do kms:CreateGrant" },
      { by: "minimal", says: "kms:* in statement DecryptSourceForPorter" },
    ],
  },
  {
    number: 23,
    title: "s3:* for the partner",
    verdict: "over-broad",
    base: "copy",
    file: "23-every-action-on-the-bucket",
    alone: ["foreign-configuration"],
    differs: [`${SOURCE_BUCKET}.GetForPorter.Action`, `${PORTER}.GetSource.Action`],
    caught: [
      { by: "nothing else", says: "S3Porter can do s3:AbortMultipartUpload" },
      { by: "minimal", says: "s3:* in statement GetForPorter" },
    ],
  },
  {
    number: 23,
    title: "administration of the key for the partner",
    verdict: "unnecessary",
    base: "copy",
    file: "23-administration-of-the-key",
    alone: ["condition-keys-apply", "foreign-administration", "one-sided-grants"],
    differs: [`${SOURCE_KEY}.DecryptSourceForPorter.Action`],
    caught: [
      {
        by: "lint: foreign-administration",
        says: "but AWS reserves PutKeyPolicy, ScheduleKeyDeletion for the owner's account",
      },
      { by: "minimal", says: "kms:ScheduleKeyDeletion in statement DecryptSourceForPorter" },
    ],
  },
  {
    number: 24,
    title: "a key in another region than its bucket",
    verdict: "bug",
    base: "copy",
    file: "24-key-in-another-region",
    alone: ["default-encryption", "via-service"],
    differs: [
      "provider.aws.source_west",
      "resource.aws_kms_key.source.provider",
      "resource.aws_kms_alias.source.provider",
    ],
    caught: [
      { by: "lint: default-encryption", says: "is in us-west-2, but the bucket is in us-east-1" },
      {
        by: "lint: via-service",
        says: "its key is in us-west-2, where s3.us-east-1.amazonaws.com cannot use it",
      },
      { by: "complete", says: "S3Porter lacks permission for aws s3 cp, downloading" },
    ],
  },
  {
    number: 25,
    title: "default encryption by the id of a key, where another account writes",
    verdict: "bug",
    base: "push",
    file: "25-default-encryption-by-key-id",
    alone: ["default-encryption"],
    differs: [`${ENCRYPTION}.destination.rule.0.apply_server_side_encryption_by_default.kms_master_key_id`],
    caught: [
      { by: "lint: default-encryption", says: "find no key there, or another one" },
      { by: "minimal", says: "kms:GenerateDataKey in statement EncryptAndDecryptDestination" },
    ],
  },
  {
    number: 26,
    title: "--sse aws:kms without a key",
    verdict: "bug",
    base: "copy",
    file: "26-kms-without-key",
    alone: "intent",
    differs: [`${DESTINATION_BUCKET}.DenyAwsManagedKey`],
    caught: [{ by: "nothing else", says: "can do PUT with aws:kms but no key on acme-destination" }],
    note: "an option of a command, which is not in Terraform: the mistake is that nothing denies it, where a key is required",
  },
  {
    number: 27,
    title: "s3:GetObjectVersion instead of s3:GetObjectVersionForReplication",
    verdict: "bug",
    base: "replication",
    file: "27-get-object-version",
    alone: ["replication-object-version"],
    differs: [`${REPLICATION}.GetVersionsSource.Action`],
    caught: [
      { by: "complete", says: "s3:GetObjectVersionForReplication on arn:aws:s3:::acme-source/" },
      { by: "minimal", says: "s3:GetObjectVersion in statement GetVersionsSource" },
    ],
  },
  {
    number: 28,
    title: "replication without the opt-in for SSE-KMS objects",
    verdict: "bug",
    base: "replication",
    file: "28-no-opt-in",
    alone: ["replication-rules"],
    differs: [`${REPLICATION_RULE}.source_selection_criteria`],
    caught: [{ by: "lint: replication-rules", says: "the rule silently skips SSE-KMS objects" }],
  },
  {
    number: 28,
    title: "replication without a key for the replicas",
    verdict: "bug",
    base: "replication",
    file: "28-no-replica-key",
    alone: ["replication-rules"],
    differs: [`${REPLICATION_RULE}.destination.encryption_configuration`],
    caught: [
      { by: "lint: replication-rules", says: "without a key for the replicas, which S3 rejects" },
      { by: "complete", says: "encrypts replicas with no key" },
    ],
  },
  {
    number: 29,
    title: "a replication role in the destination's account",
    verdict: "bug",
    base: "replication",
    file: "29-role-in-destination-account",
    alone: ["one-sided-grants", "replication-rules"],
    differs: [
      `${DESTINATION_KEY}.EncryptDestinationForSourceReplication.Principal.AWS`,
      `${DESTINATION_KEY}.EncryptDestinationForSourceReplication.Condition.ArnEquals.aws:PrincipalArn`,
      `${DESTINATION_BUCKET}.ReplicateForSourceReplication.Principal.AWS`,
      `${DESTINATION_BUCKET}.ReplicateForSourceReplication.Condition.ArnEquals.aws:PrincipalArn`,
      "resource.aws_iam_role.source_replication.provider",
      "resource.aws_iam_role_policy.source_replication.provider",
    ],
    caught: [
      { by: "lint: replication-rules", says: "a role cannot be passed to S3 in another account" },
      { by: "complete", says: "s3:GetReplicationConfiguration, s3:ListBucket on arn:aws:s3:::acme-source" },
    ],
  },
  {
    number: 30,
    title: "a Sid with spaces in an IAM policy",
    verdict: "bug",
    base: "copy",
    file: "30-sid-with-spaces",
    alone: ["sid-characters"],
    differs: [`${PORTER}.GetSource`, `${PORTER}.Get the source`],
    caught: [{ by: "lint: sid-characters", says: "IAM only accepts letters and digits in a Sid" }],
  },
  {
    number: 31,
    title: "s3:GetBucketLocation and s3:ListAllMyBuckets for the CLI",
    verdict: "unnecessary",
    base: "copy",
    file: "31-for-the-console",
    alone: "intent",
    differs: [`${PORTER}.Console`],
    caught: [
      { by: "minimal", says: "s3:ListAllMyBuckets in statement Console" },
      { by: "nothing else", says: "S3Porter can do s3:GetBucketLocation" },
    ],
  },
  {
    number: 32,
    title: "the Version of 2008",
    verdict: "unnecessary",
    base: "copy",
    file: "32-old-version",
    alone: ["document-version"],
    differs: [`${SOURCE_BUCKET}.Version`],
    caught: [
      {
        by: "lint: document-version",
        says: "its Version is 2008-10-17, so AWS treats policy variables as text",
      },
    ],
  },
  {
    number: 33,
    title: "a grant that only one of two accounts makes",
    verdict: "unnecessary",
    base: "copy",
    file: "33-one-sided",
    alone: ["one-sided-grants"],
    differs: [`${SOURCE_BUCKET}.GetForPorter.Action`],
    caught: [
      { by: "lint: one-sided-grants", says: "s3:GetObjectVersion has no effect for role S3Porter" },
      { by: "minimal", says: "s3:GetObjectVersion in statement GetForPorter" },
    ],
  },
];
