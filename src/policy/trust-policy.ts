import { type PolicyDocument, toDocument } from "./document";

/** Who can assume a role. */
export interface Trust {
  /** ARNs of roles, users or account roots. */
  readonly arns: readonly string[];
  /** Names such as `ec2.amazonaws.com`. */
  readonly services: readonly string[];
  /** The external id that those with an ARN must pass. */
  readonly externalId?: string;
}

export function trustPolicy({ arns, services, externalId }: Trust): PolicyDocument {
  const actions = ["sts:AssumeRole"];
  return toDocument([
    ...(arns.length > 0
      ? [
          {
            sid: "AssumeRole",
            principal: { AWS: arns },
            actions,
            conditions:
              externalId === undefined ? undefined : { StringEquals: { "sts:ExternalId": externalId } },
            because: "Without this statement, these principals cannot assume the role.",
            source:
              "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
          },
        ]
      : []),
    ...(services.length > 0
      ? [
          {
            sid: "AssumeRoleByService",
            principal: { Service: services },
            actions,
            because: "Without this statement, no AWS service can assume the role.",
            source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html",
          },
        ]
      : []),
  ]);
}
