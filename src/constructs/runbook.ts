import type { Permission } from "../topology/levels";
import type * as model from "../topology/model";
import { joined, text, type Text } from "../topology/text";
import type { AccessPrincipal } from "./access-principal";
import { batchSection, jobRole } from "./batch-runbook";
import { deliverySection, keyText } from "./delivery-runbook";
import type { Grant, IBucket, ReplicationRule } from "./edges";
import type { DataSyncTask } from "./data-sync-task";
import type { EncryptedBucket } from "./encrypted-bucket";
import { placeholdersIn, withValues } from "./prefix-values";
import { word } from "./shell-word";

type Bucket = model.Bucket<Text>;

/**
 * The commands to run after a deployment. They have no `--sse` option, so that the default encryption of the bucket applies.
 * With `--sse aws:kms` and no key, S3 would use the AWS managed key `aws/s3`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html
 */
export function runbook(
  buckets: readonly EncryptedBucket[],
  principals: readonly AccessPrincipal[],
  tasks: readonly DataSyncTask[] = [],
): Text {
  const movers = new Set<AccessPrincipal>(tasks.map(({ role }) => role));
  const sections = [
    ...principals.filter((each) => isUsed(each) && !movers.has(each)).map(accessSection),
    ...tasks.map(dataSyncSection),
    ...buckets.flatMap(({ intents: { deliveries = [] } }) =>
      [...deliveries]
        .sort(({ service: a }, { service: b }) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1))
        .map(deliverySection),
    ),
    ...buckets.flatMap((from) =>
      from.replicationRules.map((edge) => replicationSection(edge, endingSources(from, edge))),
    ),
  ];
  return joined(
    sections.map((lines) => joined(lines, "\n")),
    "\n\n",
  );
}

/** A principal without access still needs a section if the profiles of the roles that it assumes begin with its profile. */
function isUsed(principal: AccessPrincipal): boolean {
  const { access, assumes } = principal.intents;
  return access.length > 0 || (assumes.length > 0 && principal.profile !== undefined);
}

function accessSection(principal: AccessPrincipal): Text[] {
  if (principal.kind === "account" || principal.kind === "organization") return principal.credentials();
  const jobs = jobRole(principal);
  const batch = jobs ? batchSection(jobs, grantsOf(principal)) : [];
  const prefixes = principal.intents.access.map(({ prefixText }) => prefixText);
  if (jobs?.isForJobsOnly && batch.length > 0) return [...placeholdersIn(batch, prefixes, ""), ...batch];
  const name = principal.profile;
  const profile = name === undefined ? "" : ` --profile ${name}`;
  const commands = commandsOf(grantsOf(principal), profile);
  const credentials = principal.credentials();
  const placeholders = placeholdersIn([...credentials, ...commands, ...batch], prefixes, profile);
  const notes = commands.length > 0 ? networkNotes(principal) : [];
  const rest = [...placeholders, ...notes, ...commands];
  return [
    ...credentials,
    ...(rest.length > 0 ? ["", ...rest] : []),
    ...(batch.length > 0 ? ["", ...batch] : []),
  ];
}

function grantsOf({ intents, model }: AccessPrincipal): Grant[] {
  return intents.access.map((grant) => ({ ...grant, prefixText: withValues(grant.prefixText, model) }));
}

/** Without the networks, because a module has them as lists. */
function networkNotes({ principalArn, intents }: AccessPrincipal): Text[] {
  const buckets = new Map(intents.access.map(({ bucket }) => [bucket.name, bucket]));
  return [...buckets.values()]
    .filter(({ restrictions }) => {
      const { vpcEndpointIds = [], sourceIps = [], except = [] } = restrictions ?? {};
      return vpcEndpointIds.length + sourceIps.length > 0 && !except.includes(principalArn);
    })
    .map(
      ({ model: { bucketName } }) =>
        text`# Run the commands for s3://${bucketName} from one of the networks that the bucket accepts.`,
    );
}

/** Who reads and writes 200 buckets can copy between 39,800 pairs of them. The commands differ in the names of the buckets only. */
const MOST_COPIES = 20;

function commandsOf(access: readonly Grant[], profile: string): Text[] {
  const may = (edge: Grant, permission: Permission) => edge.permissions.includes(permission);
  const copies = access
    .filter((from) => may(from, "list") && may(from, "get"))
    .flatMap((from) =>
      access
        .filter((to) => may(to, "put") && to.bucket.name !== from.bucket.name)
        .map((to) => ({ from, to })),
    );
  if (copies.length === 0) return access.flatMap((edge) => singleBucketCommands(edge, profile));
  const left = copies.length - MOST_COPIES;
  return [
    ...copies
      .slice(0, MOST_COPIES)
      .flatMap(({ from, to }) => copyCommands(from, to, may(to, "list"), profile)),
    ...(left > 0 ? [`# And so on, for ${left} more pairs of buckets or prefixes.`] : []),
  ];
}

function copyCommands(from: Grant, to: Grant, canSync: boolean, profile: string): Text[] {
  const [source, destination] = [from.bucket.model, to.bucket.model];
  const regions = text`--source-region ${source.account.region} --region ${destination.account.region}`;
  const rest = text`${word(uri(source, from.prefixText))} ${word(uri(destination, to.prefixText))}`;
  return [
    "# Copy everything. Send no --sse flag: the destination's default encryption applies.",
    text`aws s3 cp ${rest} --recursive ${regions}${profile}`,
    ...(canSync
      ? ["# Copy new and changed objects only:", text`aws s3 sync ${rest} ${regions}${profile}`]
      : []),
  ];
}

function singleBucketCommands({ bucket, prefixText, permissions }: Grant, profile: string): Text[] {
  const place = word(uri(bucket.model, prefixText));
  const key = text`${prefixText}KEY`;
  const object = word(uri(bucket.model, key));
  const rest = text`--region ${bucket.model.account.region}${profile}`;
  const inBucket = text`--bucket ${bucket.model.bucketName}`;
  const keyInBucket = text`${inBucket} --key ${word(key)}`;
  const versionInBucket = text`${keyInBucket} --version-id VERSION_ID`;
  const command: Readonly<Record<Permission, Text>> = {
    list: text`aws s3 ls ${place} ${rest}`,
    get: text`aws s3 cp ${object} ./ ${rest}`,
    put: text`aws s3 cp ./FILE ${place} ${rest}`,
    delete: text`aws s3 rm ${object} ${rest}`,
    locate: text`aws s3api get-bucket-location ${inBucket} ${rest}`,
    list_uploads: text`aws s3api list-multipart-uploads ${inBucket} ${rest}`,
    list_versions: text`aws s3api list-object-versions ${inBucket} --prefix ${word(prefixText)} ${rest}`,
    get_version: text`aws s3api get-object ${versionInBucket} ./FILE ${rest}`,
    delete_version: text`aws s3api delete-object ${versionInBucket} ${rest}`,
    get_annotations: text`aws s3api list-object-annotations ${keyInBucket} ${rest}`,
    put_annotations: text`aws s3api put-object-annotation ${keyInBucket} --annotation-name NAME --annotation-payload ./FILE ${rest}`,
    initiate_replication:
      "# a job of S3 Batch Operations starts the replication of existing objects, with a role that batchoperations.s3.amazonaws.com assumes",
    generate_manifest: text`aws s3api put-bucket-inventory-configuration ${inBucket} --id ID --inventory-configuration file://inventory.json ${rest}`,
    update_encryption: text`aws s3api update-object-encryption ${keyInBucket} --object-encryption ${word('{"SSEKMS":{"KMSKeyArn":"KEY_ARN","BucketKeyEnabled":true}}')} ${rest}`,
  };
  return permissions.map((permission) => command[permission]);
}

function dataSyncSection({ model, role, taskArn }: DataSyncTask): Text[] {
  const { name, from, to, fromPrefix, toPrefix, schedule } = model;
  const flags = accountFlags(role.account.model);
  return [
    text`# DataSync copies ${uri(from, fromPrefix)} to ${uri(to, toPrefix)}${schedule === undefined ? "" : text` at ${schedule}`}. Start the task ${name}:`,
    text`aws datasync start-task-execution --task-arn ${keyText(taskArn)}${flags}`,
    "# Prints its progress, and SUCCESS at the end:",
    text`aws datasync describe-task-execution --task-execution-arn TASK_EXECUTION_ARN --query ${word("[Status,FilesTransferred,FilesFailed]")}${flags}`,
  ];
}

/** @param sources the buckets whose objects do not get further, because they are replicas in `from` */
function replicationSection({ prefixText, ...edge }: ReplicationRule, sources: readonly IBucket[]): Text[] {
  const [from, to] = [edge.from.model, edge.to.model];
  const key = text`${prefixText}hello.txt`;
  const status = (bucket: Bucket) =>
    text`aws s3api head-object --bucket ${bucket.bucketName} --key ${word(key)} --query ReplicationStatus --output text${adminFlags(bucket)}`;
  return [
    text`# Check the replication from ${uri(from, prefixText)} to ${uri(to, prefixText)}:`,
    "echo hello > hello.txt",
    text`aws s3 cp hello.txt ${word(uri(from, key))}${adminFlags(from)}`,
    "# Prints PENDING, then COMPLETED. FAILED means that a permission is missing or a key cannot be used:",
    status(from),
    "# Prints REPLICA:",
    status(to),
    "# Existing objects are not replicated: copy them, or run S3 Batch Replication.",
    ...(edge.settings.isEnabled && !edge.alarms.failed
      ? ["# Nobody hears when replication fails later: give it an alarm that tells an SNS topic."]
      : []),
    ...sources.map(
      ({ model: source }) =>
        text`# S3 does not replicate replicas: objects of ${uri(source, "")} do not arrive in ${uri(to, "")} through ${uri(from, "")}.`,
    ),
  ];
}

/** The buckets that replicate to `from`. S3 does not replicate their objects again. */
function endingSources(from: EncryptedBucket, { to }: ReplicationRule): IBucket[] {
  const { replications } = from.intents;
  const sources = replications.filter((edge) => edge.to === from).map((edge) => edge.from);
  return [...new Set(sources)].filter((source) => source !== to);
}

function adminFlags({ account }: Bucket): Text {
  return accountFlags(account);
}

function accountFlags({ region, profile }: model.Account<Text>): Text {
  return text` --region ${region}${profile === undefined ? "" : text` --profile ${word(profile)}`}`;
}

function uri({ bucketName }: Bucket, prefix: Text): Text {
  return text`s3://${bucketName}/${prefix}`;
}
