import { code, shell, statementTable, WRITTEN_BY } from "./markdown";
import { addCommands, handoverName, type PolicyHandover } from "./policy-handover";

/** The statements for the policy of a bucket, key or topic as a page for its administrators. */
export function policyHandoverMarkdown(handover: PolicyHandover): string {
  const { kind, resource, accountId } = handover;
  const file = `${handoverName(handover)}.json`;
  return `${[
    `# What to add to the policy of ${kind} ${resource}`,
    `To the administrators of AWS account ${accountId}.`,
    kind === "topic" ? toTopic(handover, file) : toBucketOrKey(handover, file),
    "Run the commands in the folder of this file, with credentials of the account. They need `jq`. Compare `policy.json` with `merged.json` before the last one:",
    shell(addCommands(handover)),
    ...(kind === "bucket"
      ? [`If the bucket has no policy, the first command fails: use ${code(file)} as \`merged.json\`.`]
      : []),
    statementTable(handover),
    ...(kind === "topic" ? [keyOfTopic(handover)] : []),
    ...givenSection(handover),
    "## Later",
    "If you receive a new version of these files, run the commands again: they replace statements by those with the same Sid. To take the access away, remove the statements from the policy.",
    WRITTEN_BY,
  ].join("\n\n")}\n`;
}

/** AWS looks up a role or user in a `Principal`. It does not look up one in a condition. */
function whenToAdd({ document }: PolicyHandover): string {
  const named = document.Statement.flatMap(({ Principal: principal }) =>
    typeof principal === "object" && principal.AWS !== undefined ? [principal.AWS].flat() : [],
  ).filter((arn) => /:(role|user)\//.test(arn));
  return named.length === 0
    ? "You can do this before or after the stack is deployed."
    : `AWS rejects the statements as long as one of these does not exist: ${[...new Set(named)].map(code).join(", ")}. If the stack creates it, add the statements after the deployment.`;
}

function toBucketOrKey(handover: PolicyHandover, file: string): string {
  const { stack, kind, name } = handover;
  return `The stack ${stack} gives access to the ${kind} \`${name}\`, which it did not create and whose policy it does not own. Please add the statements of [${file}](${file}) to the ${kind} policy, and keep the statements that it has. ${whenToAdd(handover)} Until both are done, AWS answers \`403 Access Denied\`.`;
}

function givenSection({ kind, given }: PolicyHandover): string[] {
  if (given.length === 0) return [];
  return [
    `## How the ${kind} must be configured`,
    `The stack does not read or change these settings. If one of them is different, tell those who deploy the stack before you add the statements:`,
    given.map((each) => `- ${each}`).join("\n"),
  ];
}

function toTopic({ stack, document }: PolicyHandover, file: string): string {
  const when = publishersIn(document).includes(S3)
    ? "Please do this before the stack is deployed: S3 refuses notifications to a topic that does not let it publish."
    : "You can do this before or after the stack is deployed. Until it is done, nobody hears of a failure, unless the topic has the default policy of SNS and belongs to the account of the alarm.";
  return `The stack ${stack} tells this SNS topic when replication fails. Please add the statements of [${file}](${file}) to the policy of the topic, and keep the statements that it has. ${when}`;
}

const S3 = "s3.amazonaws.com";

function publishersIn({ Statement }: PolicyHandover["document"]): string[] {
  return Statement.flatMap(({ Principal }) =>
    typeof Principal === "object" ? [Principal.Service ?? []].flat() : [],
  );
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services */
function keyOfTopic({ document }: PolicyHandover): string {
  const statement = {
    Sid: "PublishToTopic",
    Effect: "Allow",
    Principal: { Service: publishersIn(document) },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
  };
  return [
    "## If the topic is encrypted",
    "Then the same services need its KMS key. It must be a customer-managed key, because the policy of `alias/aws/sns` cannot be changed. Add this statement to the key policy:",
    `\`\`\`json\n${JSON.stringify(statement, undefined, 2)}\n\`\`\``,
  ].join("\n\n");
}
