import type { HandedOver, HandedOverPolicy, PolicyCommands } from "./handover";

/**
 * The commands for one policy. Names of IAM need no quotes in a shell.
 *
 * @param policyArn the ARN that a managed policy will have
 * @see https://docs.aws.amazon.com/cli/latest/reference/iam/put-role-policy.html
 */
export function policyCommands(
  { kind, iamName }: Pick<HandedOver, "kind" | "iamName">,
  { type, name, file }: Pick<HandedOverPolicy, "type" | "name" | "file">,
  policyArn: string,
): PolicyCommands {
  const holder = kind === "account" ? "role" : kind;
  const to = `--${holder}-name ${kind === "account" ? ROLE : iamName}`;
  const document = `--policy-document file://${file}`;
  if (type === "inline")
    return {
      attach: [`aws iam put-${holder}-policy ${to} --policy-name ${name} ${document}`],
      update: [],
      detach: [`aws iam delete-${holder}-policy ${to} --policy-name ${name}`],
    };
  return {
    attach: [
      `aws iam create-policy --policy-name ${name} ${document}`,
      `aws iam attach-${holder}-policy ${to} --policy-arn ${policyArn}`,
    ],
    update: [`aws iam create-policy-version --policy-arn ${policyArn} ${document} --set-as-default`],
    detach: [
      `aws iam detach-${holder}-policy ${to} --policy-arn ${policyArn}`,
      `aws iam delete-policy --policy-arn ${policyArn}`,
    ],
  };
}

/** Stands for a role that the administrators of an entire account choose. */
const ROLE = "ROLE";
