import { type Access, type Bucket, bucketNameOf, type Permission, type Replication } from "../policy/intents";
import type { AccessPrincipal } from "./access-principal";
import type { EncryptedBucket } from "./encrypted-bucket";

/**
 * The commands to run after a deployment. None sends an SSE flag: the buckets' default encryption applies, and
 * `--sse aws:kms` without a key would select the caller's own `aws/s3` key.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html
 */
export function runbook(buckets: readonly EncryptedBucket[], principals: readonly AccessPrincipal[]): string {
  return [
    ...principals.filter((principal) => principal.intents.access.length > 0).map(accessSection),
    ...buckets.flatMap((from) =>
      [...from.replicatesTo].map(([to, edge]) => replicationSection(from, to, edge)),
    ),
  ]
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function accessSection(principal: AccessPrincipal): string[] {
  if (principal.kind === "account") return principal.credentials();
  const commands = commandsOf(principal.intents.access, `--profile ${principal.name}`);
  return [...principal.credentials(), "", ...commands];
}

function commandsOf(access: readonly Access[], profile: string): string[] {
  const may = (edge: Access, permission: Permission) => edge.permissions.includes(permission);
  const copies = access
    .filter((from) => may(from, "list") && may(from, "get"))
    .flatMap((from) =>
      access
        .filter((to) => may(to, "put") && to.bucket.name !== from.bucket.name)
        .flatMap((to) => copyCommands(from, to, may(to, "list"), profile)),
    );
  return copies.length > 0 ? copies : access.flatMap((edge) => singleBucketCommands(edge, profile));
}

function copyCommands(from: Access, to: Access, canSync: boolean, profile: string): string[] {
  const regions = `--source-region ${from.bucket.account.region} --region ${to.bucket.account.region}`;
  const rest = `${word(uri(from.bucket, from.prefix))} ${word(uri(to.bucket, to.prefix))}`;
  return [
    "# Copy everything. Send no --sse flag: the destination's default encryption applies.",
    `aws s3 cp ${rest} --recursive ${regions} ${profile}`,
    ...(canSync ? ["# Copy new and changed objects only:", `aws s3 sync ${rest} ${regions} ${profile}`] : []),
  ];
}

function singleBucketCommands({ bucket, prefix, permissions }: Access, profile: string): string[] {
  const place = word(uri(bucket, prefix));
  const object = word(uri(bucket, `${prefix}KEY`));
  const rest = `--region ${bucket.account.region} ${profile}`;
  const command: Readonly<Record<Permission, string>> = {
    list: `aws s3 ls ${place} ${rest}`,
    get: `aws s3 cp ${object} ./ ${rest}`,
    put: `aws s3 cp ./FILE ${place} ${rest}`,
    delete: `aws s3 rm ${object} ${rest}`,
  };
  return permissions.map((permission) => command[permission]);
}

function replicationSection(from: EncryptedBucket, to: EncryptedBucket, { prefix }: Replication): string[] {
  const key = `${prefix}hello.txt`;
  const status = (bucket: EncryptedBucket) =>
    `aws s3api head-object --bucket ${bucket.bucketName} --key ${word(key)} --query ReplicationStatus --output text${adminFlags(bucket)}`;
  return [
    `# Check the replication from ${uri(from, prefix)} to ${uri(to, prefix)}:`,
    "echo hello > hello.txt",
    `aws s3 cp hello.txt ${word(uri(from, key))}${adminFlags(from)}`,
    "# Prints PENDING, then COMPLETED. FAILED means that a permission is missing or a key cannot be used:",
    status(from),
    "# Prints REPLICA:",
    status(to),
    "# Existing objects are not replicated: copy them, or run S3 Batch Replication.",
  ];
}

function adminFlags({ account }: EncryptedBucket): string {
  return ` --region ${account.region}${account.profile ? ` --profile ${word(account.profile)}` : ""}`;
}

function uri(bucket: Bucket, prefix: string): string {
  return `s3://${bucketNameOf(bucket)}/${prefix}`;
}

/** Text quoted as one word of a shell command. */
function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
