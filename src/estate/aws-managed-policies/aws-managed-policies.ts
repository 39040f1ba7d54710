/**
 * What the policies that AWS manages allow and deny of S3, KMS and STS.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
import type { RawPolicyDocument } from "../policy-document";
import data from "./aws-managed-policies.json";

export interface AwsManagedPolicy {
  /** `AdministratorAccess` */
  readonly name: string;
  /** Without what it says about other services. */
  readonly document: RawPolicyDocument;
}

const POLICIES: ReadonlyMap<string, unknown> = new Map(Object.entries(data.policies));

/** Those that say nothing about S3, KMS and STS. */
const OTHERS: ReadonlySet<string> = new Set(data.others);

const found = new Map<string, AwsManagedPolicy>();

/**
 * The policy with this ARN, if it is known and exists in the partition. It says the same in each of them.
 *
 * @param partition of the account that attaches it
 */
export function awsManagedPolicy(arn: string, partition: string): AwsManagedPolicy | undefined {
  const [, ofArn, key = ""] = ARN.exec(arn) ?? [];
  if (ofArn !== partition) return undefined;
  const before = found.get(arn);
  if (before) return before;
  const statements = OTHERS.has(key) ? [] : POLICIES.get(key);
  if (statements === undefined) return undefined;
  const policy = { name: key.replace(/^.*\//, ""), document: documentOf(statements, partition) };
  found.set(arn, policy);
  return policy;
}

/** `arn:aws:iam::aws:policy/job-function/ViewOnlyAccess` */
const ARN = /^arn:([\w-]+):iam::aws:policy\/(.+)$/;

/** Why the effects of such a policy are not known, as the end of a sentence about its ARN. */
export function whyUnknown(arn: string, partition: string): string {
  const [, ofArn] = ARN.exec(arn) ?? [];
  if (ofArn === undefined) return "which is not in this Terraform";
  return ofArn === partition
    ? `which is not among the policies of AWS that are known (as of ${data.updated})`
    : `which does not exist in the partition ${partition}`;
}

/** Whether it allows every change of IAM policies, and with them everything. */
export function changesPolicies(arn: string): boolean {
  return ARN.exec(arn)?.[2] === "IAMFullAccess";
}

function documentOf(statements: unknown, partition: string): RawPolicyDocument {
  const json = JSON.stringify(statements).replaceAll('"arn:aws:', `"arn:${partition}:`);
  return { Version: "2012-10-17", Statement: JSON.parse(json) as RawPolicyDocument["Statement"] };
}
