import type { AwsResources } from "./aws-resources";
import type { Account, Policy } from "./estate";

/** The argument that says whose a policy is, and what it then belongs to. */
const WHOSE = {
  aws_s3_bucket_policy: { argument: "bucket", what: "bucket" },
  aws_kms_key_policy: { argument: "key_id", what: "key" },
} as const;

/** Finds a policy of an account of which is not known whose it is. It may be that of each bucket or key without another one. */
export function unattributedPolicies(
  aws: AwsResources,
  type: keyof typeof WHOSE,
): (account: Account) => Policy | undefined {
  const { argument, what } = WHOSE[type];
  const found = aws
    .resources(type)
    .filter((resource) => aws.arguments(resource).text(argument) === undefined)
    .map((resource) => ({ owner: aws.account(resource), address: resource.address }));
  return ({ id }) => {
    const { address } = found.find(({ owner }) => owner?.id === id) ?? {};
    return address === undefined
      ? undefined
      : { address, document: { Statement: [] }, unknown: `may be ${address}, whose ${what} is not known` };
  };
}
