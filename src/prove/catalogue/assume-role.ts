import { accountOf } from "../../aws/arn";
import type { Authorization } from "./authorization";

/**
 * AWS evaluates the trust policy of the role and the caller's own policies. A third party sends an external id.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function assumeRole(roleArn: string, externalId?: string): Authorization {
  return {
    action: "sts:AssumeRole",
    resource: roleArn,
    owner: accountOf(roleArn) ?? "",
    context: {
      "aws:SecureTransport": "true",
      ...(externalId !== undefined && { "sts:ExternalId": externalId }),
    },
    source: "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
  };
}
