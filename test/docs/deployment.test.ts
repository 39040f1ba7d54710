/** The permissions that a deployment needs, for each type of resource that the constructs create. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { matchingActions } from "../../src/prove/iam-data/iam-data";

const ROOT = join(__dirname, "../..");
const CONSTRUCTS = join(ROOT, "src/constructs");
const [, LIST = ""] =
  /## Permissions\n([^]*?)\n\nThis list/.exec(readFileSync(join(ROOT, "docs/deployment.md"), "utf8")) ?? [];
const LISTED = LIST.split("\n- ").flatMap((item) => {
  const [, service = ""] = /`(\w+):/.exec(item) ?? [];
  return [...item.matchAll(/`(?:(\w+):)?(\w+(?:\*\w*)?)`/g)].map(
    ([, own, action]) => `${own ?? service}:${action}`,
  );
});

/** What the provider calls to create, tag, change and remove each, and to read what exists. */
const WRITES: Readonly<Record<string, string>> = {
  "cloudwatch-metric-alarm":
    "cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms cloudwatch:TagResource cloudwatch:UntagResource",
  "data-aws-cloudcontrolapi-resource": "cloudformation:GetResource s3:Get*Configuration",
  "data-aws-kms-key": "kms:DescribeKey",
  "data-aws-s3-bucket": "s3:ListBucket",
  "datasync-location-s3":
    "datasync:CreateLocationS3 datasync:UpdateLocationS3 datasync:DeleteLocation datasync:TagResource datasync:UntagResource iam:PassRole",
  "datasync-task":
    "datasync:CreateTask datasync:UpdateTask datasync:DeleteTask datasync:TagResource datasync:UntagResource",
  "iam-instance-profile":
    "iam:CreateInstanceProfile iam:AddRoleToInstanceProfile iam:RemoveRoleFromInstanceProfile iam:DeleteInstanceProfile iam:TagInstanceProfile iam:UntagInstanceProfile iam:PassRole",
  "iam-openid-connect-provider":
    "iam:CreateOpenIDConnectProvider iam:DeleteOpenIDConnectProvider iam:TagOpenIDConnectProvider iam:UntagOpenIDConnectProvider iam:AddClientIDToOpenIDConnectProvider iam:RemoveClientIDFromOpenIDConnectProvider",
  "iam-policy":
    "iam:CreatePolicy iam:CreatePolicyVersion iam:DeletePolicyVersion iam:DeletePolicy iam:TagPolicy iam:UntagPolicy",
  "iam-role":
    "iam:CreateRole iam:UpdateRole iam:UpdateAssumeRolePolicy iam:DeleteRole iam:TagRole iam:UntagRole iam:PutRolePermissionsBoundary iam:DeleteRolePermissionsBoundary",
  "iam-role-policy": "iam:PutRolePolicy iam:DeleteRolePolicy",
  "iam-role-policy-attachment": "iam:AttachRolePolicy iam:DetachRolePolicy",
  // A user leaves all groups first.
  "iam-user":
    "iam:CreateUser iam:UpdateUser iam:ListGroupsForUser iam:DeleteUser iam:TagUser iam:UntagUser iam:PutUserPermissionsBoundary iam:DeleteUserPermissionsBoundary",
  "iam-user-policy": "iam:PutUserPolicy iam:DeleteUserPolicy",
  "iam-user-policy-attachment": "iam:AttachUserPolicy iam:DetachUserPolicy",
  "kms-alias": "kms:CreateAlias kms:UpdateAlias kms:DeleteAlias",
  "kms-key":
    "kms:CreateKey kms:PutKeyPolicy kms:EnableKeyRotation kms:UpdateKeyDescription kms:ScheduleKeyDeletion kms:TagResource kms:UntagResource",
  "kms-key-policy": "kms:PutKeyPolicy",
  "kms-replica-key":
    "kms:ReplicateKey kms:CreateKey kms:PutKeyPolicy kms:UpdateKeyDescription kms:ScheduleKeyDeletion kms:TagResource kms:UntagResource",
  "s3-bucket": "s3:CreateBucket s3:DeleteBucket s3:PutBucketTagging s3:TagResource s3:UntagResource",
  "s3-bucket-lifecycle-configuration": "s3:PutLifecycleConfiguration",
  "s3-bucket-notification": "s3:PutBucketNotification",
  "s3-bucket-object-lock-configuration": "s3:PutBucketObjectLockConfiguration",
  "s3-bucket-ownership-controls": "s3:PutBucketOwnershipControls",
  "s3-bucket-policy": "s3:PutBucketPolicy s3:DeleteBucketPolicy",
  "s3-bucket-public-access-block": "s3:PutBucketPublicAccessBlock",
  "s3-bucket-replication-configuration": "s3:PutReplicationConfiguration iam:PassRole",
  "s3-bucket-server-side-encryption-configuration": "s3:PutEncryptionConfiguration",
  "s3-bucket-versioning": "s3:PutBucketVersioning",
};

test("every type of resource has its actions", () => {
  const imported = readdirSync(CONSTRUCTS)
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => [
      ...readFileSync(join(CONSTRUCTS, file), "utf8").matchAll(
        /@cdktf\/provider-aws\/lib\/((?!provider")[\w-]+)"/g,
      ),
    ])
    .map(([, type]) => type);
  expect([...new Set(imported)].sort()).toEqual(Object.keys(WRITES));
});

test.each(Object.entries(WRITES))("%s", (_, actions) => {
  expect(actions.split(" ").filter((action) => !LISTED.includes(action))).toEqual([]);
});

test("every action of S3 and KMS exists", () => {
  const own = LISTED.filter((action) => /^(?:s3|kms):/.test(action));
  expect(own.length).toBeGreaterThan(20);
  expect(own.filter((action) => matchingActions(action).length === 0)).toEqual([]);
});
