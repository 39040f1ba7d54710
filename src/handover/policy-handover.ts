import type { PolicyDocument, StatementReason } from "../policy/document";

/** What the administrators of a bucket, key or topic that exists already add to its policy, because the stack does not own it. */
export interface PolicyHandover {
  /** The name of the stack. */
  readonly stack: string;
  readonly kind: "bucket" | "key" | "topic";
  /** The name in the topology. A topic has that of the bucket that it hears of. */
  readonly name: string;
  /** The name of the bucket, or the ARN of the key or topic. */
  readonly resource: string;
  /** The account that owns it, twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** The statements to add. */
  readonly document: PolicyDocument;
  readonly reasons: ReadonlyMap<string, StatementReason>;
  /** How the stack takes the bucket or key to be configured, as sentences in Markdown. */
  readonly given: readonly string[];
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
  const [get, put] = COMMANDS[kind](resource);
  return [
    `aws ${get} --output text --region ${region} > policy.json`,
    `jq -s '${MERGE}' policy.json ${file} > merged.json`,
    `aws ${put} file://merged.json --region ${region}`,
  ];
}

/** What reads the policy, and what writes it. */
const COMMANDS: Readonly<Record<PolicyHandover["kind"], (resource: string) => readonly [string, string]>> = {
  bucket: (bucket) => [
    `s3api get-bucket-policy --bucket ${bucket} --query Policy`,
    `s3api put-bucket-policy --bucket ${bucket} --policy`,
  ],
  key: (arn) => [
    `kms get-key-policy --key-id ${arn} --policy-name default --query Policy`,
    `kms put-key-policy --key-id ${arn} --policy-name default --policy`,
  ],
  topic: (arn) => [
    `sns get-topic-attributes --topic-arn ${arn} --query Attributes.Policy`,
    `sns set-topic-attributes --topic-arn ${arn} --attribute-name Policy --attribute-value`,
  ],
};

/** Also of a single statement that is not in a list. */
const MERGE =
  "(.[1].Statement | map(.Sid)) as $new | .[0].Statement |= ([.] | flatten | map(select(.Sid as $sid | $new | index($sid) | not))) | .[0].Statement += .[1].Statement | .[0].Version = .[1].Version | .[0]";
