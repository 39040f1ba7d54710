/** The commands that fetch the policies of existing buckets and keys as they are today. */
import { type Draft, type Entry, text } from "./draft";

export function fetchBucketPolicy(draft: Draft, name: string): string {
  const bucket = draft.buckets.get(name);
  const command = `aws s3api get-bucket-policy --bucket ${text(bucket, "name") ?? "<name>"}`;
  return `${command} --query Policy --output text${flags(draft, bucket)}`;
}

export function fetchKeyPolicy(draft: Draft, name: string): string {
  const key = draft.keys.get(name);
  const command = `aws kms get-key-policy --key-id ${text(key, "arn") ?? "<arn>"} --policy-name default`;
  return `${command} --query Policy --output text${flags(draft, key)}`;
}

function flags(draft: Draft, entry: Entry | undefined): string {
  const account = draft.accountOf(entry);
  const [region, profile] = [text(account, "region"), text(account, "profile")];
  return [...(region ? [` --region ${region}`] : []), ...(profile ? [` --profile ${profile}`] : [])].join("");
}
