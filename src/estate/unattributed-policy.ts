import type { AwsResources } from "./aws-resources";
import type { Account, Policy } from "./estate";

/** A policy of an account of which is not known whose it is. It may be that of each bucket or key without another one. */
export function unattributedPolicy(
  aws: AwsResources,
  type: "aws_s3_bucket_policy" | "aws_kms_key_policy",
  argument: "bucket" | "key_id",
  account: Account,
): Policy | undefined {
  const found = aws
    .resources(type)
    .find((each) => aws.account(each)?.id === account.id && aws.arguments(each).text(argument) === undefined);
  if (found === undefined) return undefined;
  const { address } = found;
  const whose = type === "aws_s3_bucket_policy" ? "bucket" : "key";
  return {
    address,
    document: { Statement: [] },
    unknown: `may be ${address}, whose ${whose} is not known`,
  };
}
