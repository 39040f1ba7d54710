import { list } from "../messages/wording";
import { PERMISSION_SET } from "./commands";
import type { HandedOver, Handover } from "./handover";
import {
  accessLine,
  ALIASES,
  code,
  namesAliases,
  owners,
  shell,
  statementTable,
  WRITTEN_BY,
} from "./markdown";

/** The permission sets of a hand-over as a page for the administrators of IAM Identity Center. */
export function identityCenterMarkdown(handover: Handover): string {
  const { stack, account, accountId, principals } = handover;
  return `${[
    `# What to put into permission sets for account ${accountId}`,
    "To the administrators of IAM Identity Center.",
    `The stack ${stack} gives the people who use ${list(names(principals), "and")} in AWS account ${accountId} (${account}) access to S3 buckets of ${list(owners(handover), "and")}. AWS also requires that the permission set allows it, and only IAM Identity Center can change its roles. Please add the policies below. You can do this before or after the stack is deployed. Until both are done, AWS answers \`403 Access Denied\`.`,
    ...(principals.some(({ policies }) => policies.some(namesAliases)) ? [ALIASES] : []),
    "Run the commands in the folder of this file, with credentials of the management account or of the delegated administrator of IAM Identity Center. These find the ARNs to replace `INSTANCE_ARN` and `PERMISSION_SET_ARN` by:",
    shell([
      "aws sso-admin list-instances --query 'Instances[].InstanceArn' --output text",
      "aws sso-admin list-permission-sets --instance-arn INSTANCE_ARN --query 'PermissionSets' --output text",
      `aws sso-admin describe-permission-set ${PERMISSION_SET} --query PermissionSet.Name --output text`,
    ]),
    ...principals.flatMap(permissionSetSection),
    "## Later",
    "If you receive a new version of these files, replace the statements by the new ones, and provision the permission set again.",
    "To take the access away, remove the statements. If the inline policy has no others:",
    shell(principals.flatMap(({ policies }) => policies.flatMap(({ commands }) => commands.detach))),
    WRITTEN_BY,
  ].join("\n\n")}\n`;
}

function names(principals: readonly HandedOver[]): string[] {
  return principals.map(({ iamName }) => `the permission set ${iamName}`);
}

function permissionSetSection({ iamName, access, policies }: HandedOver): string[] {
  return [
    `## Permission set ${iamName}`,
    access.map(accessLine).join("\n"),
    ...policies.flatMap((policy) => [
      "A permission set has one inline policy for all its accounts. This shows the current one:",
      shell([
        `aws sso-admin get-inline-policy-for-permission-set ${PERMISSION_SET} --query InlinePolicy --output text`,
      ]),
      `If there is one, **add** the statements of [${policy.file}](${policy.file}) to it, because the next command replaces the whole policy. If there is none, use the file as it is:`,
      shell(policy.commands.attach),
      `To leave the inline policy alone, create a customer managed policy ${code(policy.name)} with the same statements in every account of the permission set, and attach it by its name:`,
      shell([
        `aws sso-admin attach-customer-managed-policy-reference-to-permission-set ${PERMISSION_SET} --customer-managed-policy-reference Name=${policy.name},Path=/`,
      ]),
      statementTable(policy),
    ]),
  ];
}
