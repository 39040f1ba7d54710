import type { PolicyDocument, StatementReason } from "../policy/document";

/** What the administrators of a bucket or key that exists already add to its policy, because the stack does not own it. */
export interface PolicyHandover {
  /** The name of the stack. */
  readonly stack: string;
  readonly kind: "bucket" | "key";
  /** The name in the topology. */
  readonly name: string;
  /** The name of the bucket, or the ARN of the key. */
  readonly resource: string;
  /** The account that owns it, twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** The statements to add. */
  readonly document: PolicyDocument;
  readonly reasons: ReadonlyMap<string, StatementReason>;
}

/** The name of the output and of the files, without an extension. */
export function handoverName({ kind, name }: Pick<PolicyHandover, "kind" | "name">): string {
  return `${name}_${kind}_policy`;
}

/**
 * The commands that add the statements to the policy as it is when they run, in place of earlier versions of the same statements.
 *
 * @see https://docs.aws.amazon.com/cli/latest/reference/s3api/put-bucket-policy.html
 */
export function addCommands(
  handover: Pick<PolicyHandover, "kind" | "name" | "resource" | "region">,
): string[] {
  const file = `${handoverName(handover)}.json`;
  const { kind, resource, region } = handover;
  const fetch =
    kind === "bucket"
      ? `aws s3api get-bucket-policy --bucket ${resource} --query Policy --output text --region ${region} > policy.json`
      : `aws kms get-key-policy --key-id ${resource} --policy-name default --query Policy --output text --region ${region} > policy.json`;
  const put =
    kind === "bucket"
      ? `aws s3api put-bucket-policy --bucket ${resource} --policy file://merged.json --region ${region}`
      : `aws kms put-key-policy --key-id ${resource} --policy-name default --policy file://merged.json --region ${region}`;
  return [fetch, `jq -s '${MERGE}' policy.json ${file} > merged.json`, put];
}

/** Also of a single statement that is not in a list. */
const MERGE =
  "(.[1].Statement | map(.Sid)) as $new | .[0].Statement |= ([.] | flatten | map(select(.Sid as $sid | $new | index($sid) | not))) | .[0].Statement += .[1].Statement | .[0].Version = .[1].Version | .[0]";
