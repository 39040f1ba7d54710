import type {
  AccountContents,
  BucketContents,
  KeyContents,
  PrincipalContents,
  ReplicationContents,
  TaskContents,
} from "./account-contents";
import { locationUri, type RenderedResource, type RenderedStack } from "./rendered-stack";

/** What an account should hold once the stack is deployed into it, given what it held before. */
export function expectedContents(
  stack: RenderedStack,
  accountId: string,
  before: AccountContents,
): AccountContents {
  const here = (type: string) => stack.resources(type).filter((resource) => resource.accountId === accountId);
  const after = structuredClone(before);

  for (const bucket of here("aws_s3_bucket"))
    after.buckets[bucket.attributes.bucket] = expectedBucket(stack, bucket);
  for (const alias of here("aws_kms_alias")) {
    after.aliases.push(alias.attributes.name);
    after.keys[alias.attributes.name] = expectedKey(stack, alias);
  }
  after.aliases.sort();
  for (const role of here("aws_iam_role")) {
    const trustPolicy = role.attributes.assume_role_policy;
    after.roles[role.attributes.name] = { ...newPrincipal("role", role), trustPolicy };
  }
  for (const user of here("aws_iam_user")) after.users[user.attributes.name] = newPrincipal("user", user);
  for (const { attributes } of here("aws_iam_openid_connect_provider"))
    after.oidcProviders[attributes.url.replace("https://", "")] = attributes.client_id_list;
  for (const { attributes } of here("aws_iam_policy")) addPolicy(after.managedPolicies, attributes);
  for (const { attributes } of here("aws_iam_role_policy"))
    addPolicy(principal(after.roles, attributes.role).inlinePolicies, attributes);
  for (const { attributes } of here("aws_iam_user_policy"))
    addPolicy(principal(after.users, attributes.user).inlinePolicies, attributes);
  for (const { attributes } of here("aws_iam_role_policy_attachment"))
    attach(principal(after.roles, attributes.role), attributes);
  for (const { attributes } of here("aws_iam_user_policy_attachment"))
    attach(principal(after.users, attributes.user), attributes);
  for (const task of here("aws_datasync_task")) {
    const { name, source_location_arn: from, destination_location_arn: to } = task.attributes;
    after.tasks[`${name}: ${from} to ${to}`] = expectedTask(stack, task);
  }
  return after;
}

/** The ARN of a location is rendered as its URI. */
function expectedTask(stack: RenderedStack, { attributes }: RenderedResource): TaskContents {
  const { name, source_location_arn: from, destination_location_arn: to, task_mode, schedule } = attributes;
  const locations = stack.resources("aws_datasync_location_s3").map((location) => location.attributes);
  const roleOf = (uri: string) =>
    locations.find((location) => locationUri(location) === uri)?.s3_config.bucket_access_role_arn;
  return {
    arn: stack.arnOf(`${name}: ${from} to ${to}`),
    roles: [roleOf(from), roleOf(to)],
    mode: task_mode,
    schedule: schedule?.schedule_expression,
  };
}

function expectedBucket(stack: RenderedStack, { attributes, region }: RenderedResource): BucketContents {
  const of = (type: string) =>
    stack.resources(type).find((resource) => resource.attributes.bucket === attributes.bucket)?.attributes;
  const [encryption] = of("aws_s3_bucket_server_side_encryption_configuration")?.rule ?? [];
  const access = of("aws_s3_bucket_public_access_block");
  return {
    region,
    policy: of("aws_s3_bucket_policy")?.policy,
    encryption: {
      algorithm: encryption.apply_server_side_encryption_by_default.sse_algorithm,
      keyArn: encryption.apply_server_side_encryption_by_default.kms_master_key_id,
      bucketKey: encryption.bucket_key_enabled ?? false,
    },
    publicAccessBlock: {
      BlockPublicAcls: access?.block_public_acls,
      BlockPublicPolicy: access?.block_public_policy,
      IgnorePublicAcls: access?.ignore_public_acls,
      RestrictPublicBuckets: access?.restrict_public_buckets,
    },
    ownership: of("aws_s3_bucket_ownership_controls")?.rule.object_ownership,
    versioning: of("aws_s3_bucket_versioning")?.versioning_configuration.status,
    abortsUploadsAfterDays: of("aws_s3_bucket_lifecycle_configuration")?.rule[0]
      .abort_incomplete_multipart_upload[0].days_after_initiation,
    objectLock: expectedLock(of("aws_s3_bucket_object_lock_configuration")),
    replication: expectedReplication(of("aws_s3_bucket_replication_configuration")),
    tags: attributes.tags ?? {},
  };
}

function expectedLock(attributes: RenderedResource["attributes"] | undefined): string | undefined {
  if (!attributes) return undefined;
  const { mode, days, years } = attributes.rule?.default_retention ?? {};
  return mode === undefined ? "" : days === undefined ? `${mode} ${years} years` : `${mode} ${days} days`;
}

function expectedReplication(
  attributes: RenderedResource["attributes"] | undefined,
): ReplicationContents | undefined {
  if (!attributes) return undefined;
  const rules: RenderedResource["attributes"][] = attributes.rule;
  return {
    roleArn: attributes.role,
    rules: rules.map(({ id, priority, status, destination }) => ({
      id,
      priority,
      status,
      bucket: destination.bucket,
      account: destination.account,
      replicaKeyArn: destination.encryption_configuration?.replica_kms_key_id,
    })),
  };
}

function expectedKey(stack: RenderedStack, alias: RenderedResource): KeyContents {
  const key = stack.resources("aws_kms_key").find(({ name }) => name === alias.name);
  if (!key) throw new Error(`alias ${alias.name} has no key of its name`);
  return {
    arn: `arn:aws:kms:${key.region}:${key.accountId}:key/${alias.attributes.target_key_id}`,
    region: key.region,
    description: key.attributes.description,
    policy: key.attributes.policy,
    rotates: key.attributes.enable_key_rotation,
    tags: key.attributes.tags ?? {},
  };
}

function newPrincipal(kind: "role" | "user", { attributes, accountId }: RenderedResource): PrincipalContents {
  return {
    arn: `arn:aws:iam::${accountId}:${kind}${attributes.path ?? "/"}${attributes.name}`,
    boundary: attributes.permissions_boundary,
    inlinePolicies: {},
    attachedPolicies: [],
  };
}

/** @throws if it would take the place of another */
function addPolicy(
  policies: Record<string, unknown>,
  { name, policy }: RenderedResource["attributes"],
): void {
  if (name in policies) throw new Error(`two policies are called ${name}`);
  policies[name] = policy;
}

function attach(
  { attachedPolicies }: PrincipalContents,
  { policy_arn }: RenderedResource["attributes"],
): void {
  attachedPolicies.push(policy_arn);
  attachedPolicies.sort();
}

function principal<T>(principals: Record<string, T>, name: string): T {
  const found = principals[name];
  if (!found) throw new Error(`a policy is attached to ${name}, who is neither there nor created`);
  return found;
}
