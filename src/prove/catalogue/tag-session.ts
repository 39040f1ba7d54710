import type { Authorization } from "./authorization";
import { assumeRole } from "./assume-role";

/**
 * To pass a tag when assuming a role, the caller also needs sts:TagSession. Each tag is checked alone, because the trust
 * policy must allow every tag that is passed.
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
