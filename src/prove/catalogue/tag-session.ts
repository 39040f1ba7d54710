import type { Authorization } from "./authorization";
import { assumeRole } from "./assume-role";

/**
 * Who passes a tag when they assume a role needs both permissions. One tag at a time: the trust policy must allow each
 * of them, however many are passed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 */
export function tagSession(roleArn: string, key: string, value: string): Authorization {
  const { context, ...assumption } = assumeRole(roleArn);
  return {
    ...assumption,
    action: "sts:TagSession",
    context: { ...context, "aws:TagKeys": key, [`aws:RequestTag/${key}`]: value },
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html",
  };
}
