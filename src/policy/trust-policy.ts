import { type PolicyDocument, toDocument } from "./document";

/** Who may assume a role: ARNs of roles, users or account roots, and names of services such as `ec2.amazonaws.com`. */
export function trustPolicy(trusted: readonly string[], externalId?: string): PolicyDocument {
  const arns = trusted.filter((principal) => principal.startsWith("arn:"));
  const services = trusted.filter((principal) => !principal.startsWith("arn:"));
  const assumeRole = {
    actions: ["sts:AssumeRole"],
    because: "a role is of use to nobody who may not assume it",
  };
  return toDocument([
    ...(arns.length > 0
      ? [
          {
            ...assumeRole,
            sid: "AssumeRole",
            principal: { AWS: arns },
            conditions:
              externalId === undefined ? undefined : { StringEquals: { "sts:ExternalId": externalId } },
            source:
              "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
          },
        ]
      : []),
    ...(services.length > 0
      ? [
          {
            ...assumeRole,
            sid: "AssumeRoleByService",
            principal: { Service: services },
            source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html",
          },
        ]
      : []),
  ]);
}
