import type { HandedOver, HandedOverPolicy, PolicyCommands } from "./handover";

/**
 * The commands for one policy. Names of IAM need no quotes in a shell.
 *
 * @param place the account, and the ARN that a managed policy will have
 * @see https://docs.aws.amazon.com/cli/latest/reference/iam/put-role-policy.html
 */
export function policyCommands(
  { kind, iamName, principalTags = {} }: Pick<HandedOver, "kind" | "iamName" | "principalTags">,
  { type, name, file }: Pick<HandedOverPolicy, "type" | "name" | "file">,
  { accountId, policyArn }: { readonly accountId: string; readonly policyArn: string },
): PolicyCommands {
  if (kind === "permission set") return permissionSetCommands(file, accountId);
  const isChosen = kind === "account" || kind === "organization";
  const holder = isChosen ? "role" : kind;
  const to = `--${holder}-name ${isChosen ? ROLE : iamName}`;
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
      ...Object.entries(principalTags).map(
        ([key, value]) => `aws iam tag-${holder} ${to} --tags ${shellWord(`Key=${key},Value=${value}`)}`,
      ),
    ],
    update: [`aws iam create-policy-version --policy-arn ${policyArn} ${document} --set-as-default`],
    detach: [
      `aws iam detach-${holder}-policy ${to} --policy-arn ${policyArn}`,
      `aws iam delete-policy --policy-arn ${policyArn}`,
    ],
  };
}

/**
 * The policy of a permission set reaches its roles when the permission set is provisioned.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PutInlinePolicyToPermissionSet.html
 */
function permissionSetCommands(file: string, accountId: string): PolicyCommands {
  const provision = `aws sso-admin provision-permission-set ${PERMISSION_SET} --target-type AWS_ACCOUNT --target-id ${accountId}`;
  return {
    attach: [
      `aws sso-admin put-inline-policy-to-permission-set ${PERMISSION_SET} --inline-policy file://${file}`,
      provision,
    ],
    update: [],
    detach: [`aws sso-admin delete-inline-policy-from-permission-set ${PERMISSION_SET}`, provision],
  };
}

/** The options that name a permission set. Only the administrators of IAM Identity Center know both ARNs. */
export const PERMISSION_SET = "--instance-arn INSTANCE_ARN --permission-set-arn PERMISSION_SET_ARN";

/** Tags can contain blanks. */
function shellWord(text: string): string {
  return /^[\w=,.:/@+-]+$/.test(text) ? text : `'${text}'`;
}

/** Stands for a role that the administrators of an entire account, or of an account of an organization, choose. */
const ROLE = "ROLE";
