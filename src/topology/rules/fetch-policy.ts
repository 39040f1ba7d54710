/** The commands that show the policies and the replication of existing buckets and keys as they are today. */
import { dirname, join } from "node:path";
import { type Draft, type Entry, text } from "./draft";

/** @param merge the path of the file, relative to the topology; if undefined, the command prints the policy */
export function fetchBucketPolicy(draft: Draft, name: string, merge?: string): string {
  const bucket = draft.buckets.get(name);
  const command = `aws s3api get-bucket-policy --bucket ${text(bucket, "name") ?? "<name>"}`;
  return intoFile(draft, merge, `${command} --query Policy --output text${flags(draft, bucket)}`);
}

/** @param merge the same */
export function fetchKeyPolicy(draft: Draft, name: string, merge?: string): string {
  const key = draft.keys.get(name);
  return fetchPolicyOf(draft, { arn: text(key, "arn") ?? "<arn>", owner: key, merge });
}

/** @param key its ARN, an entry in its account, and the path of the file, relative to the topology */
export function fetchPolicyOf(
  draft: Draft,
  { arn, owner, merge }: { readonly arn: string; readonly owner: Entry | undefined; readonly merge?: string },
): string {
  const command = `aws kms get-key-policy --key-id ${arn} --policy-name default`;
  return intoFile(draft, merge, `${command} --query Policy --output text${flags(draft, owner)}`);
}

/** @param what `encryption` or `replication` */
export function showOf(draft: Draft, name: string, what: "encryption" | "replication"): string {
  const bucket = draft.buckets.get(name);
  return `aws s3api get-bucket-${what} --bucket ${text(bucket, "name") ?? "<name>"}${flags(draft, bucket)}`;
}

/** @param owner an entry in the account of the key */
export function showKeyArn(draft: Draft, alias: string, owner: Entry | undefined): string {
  return `aws kms describe-key --key-id ${alias} --query KeyMetadata.Arn --output text${flags(draft, owner)}`;
}

/** The commands are for the working directory. */
function intoFile(draft: Draft, merge: string | undefined, command: string): string {
  if (merge === undefined) return command;
  const path = join(dirname(draft.yaml.file), merge);
  return `mkdir -p ${dirname(path)} && ${command} > ${path}`;
}

function flags(draft: Draft, entry: Entry | undefined): string {
  const account = draft.accountOf(entry);
  const [region, profile] = [text(account, "region"), text(account, "profile")];
  return [...(region ? [` --region ${region}`] : []), ...(profile ? [` --profile ${profile}`] : [])].join("");
}
