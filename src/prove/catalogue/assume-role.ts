import { accountOf } from "../../aws/arn";
import { type Authorization, TLS } from "./authorization";

const ASSUME_ROLE = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html";

/**
 * AWS evaluates the trust policy of the role and the caller's own policies. A third party sends an external id.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function assumeRole(roleArn: string, { externalId, mfa }: CallerFacts = {}): Authorization {
  return {
    action: "sts:AssumeRole",
    resource: roleArn,
    owner: accountOf(roleArn) ?? "",
    context: {
      ...TLS,
      ...(externalId !== undefined && { "sts:ExternalId": externalId }),
      ...(mfa !== undefined && { [MFA]: String(mfa) }),
    },
    source: ASSUME_ROLE,
  };
}

/** What callers say of themselves when they assume a role. */
export interface CallerFacts {
  readonly externalId?: string;
  /** Whether they signed in with MFA. Undefined with long-term keys, which do not say. */
  readonly mfa?: boolean;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent */
export const MFA = "aws:MultiFactorAuthPresent";

/**
 * What a service needs to assume a role. Some also tag their sessions, or set the source identity.
 *
 * @param source for what it assumes the role, as `aws:SourceAccount` and `aws:SourceArn`
 */
export function assumeRoleAsService(
  roleArn: string,
  service: string,
  source: Readonly<Record<string, string>> = {},
): Authorization[] {
  const session = SESSIONS.find(({ name }) => name.test(service));
  const plain = assumeRole(roleArn);
  const assumption = { ...plain, context: { ...plain.context, ...source } };
  return [
    assumption,
    ...(session?.actions ?? []).map((action) => ({ ...assumption, action, source: session?.source ?? "" })),
  ];
}

/**
 * The exchange of a token or an assertion for a session. The claims are condition keys of the caller.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
 */
export function exchange(roleArn: string, protocol: "OIDC" | "SAML"): Authorization {
  const name = protocol === "OIDC" ? "AssumeRoleWithWebIdentity" : "AssumeRoleWithSAML";
  return {
    ...assumeRole(roleArn),
    action: `sts:${name}`,
    source: `https://docs.aws.amazon.com/STS/latest/APIReference/API_${name}.html`,
  };
}

/**
 * What a role needs to assume another one, if its own sessions have a source identity: they keep it, and both sides must
 * allow that.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
export function keepSourceIdentity(roleArn: string): Authorization {
  return {
    ...assumeRole(roleArn),
    action: "sts:SetSourceIdentity",
    source:
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html",
  };
}

/** Whether a service sets the source identity of the sessions that it starts. */
export function setsSourceIdentity(service: string): boolean {
  return SESSIONS.some(
    ({ name, actions }) => name.test(service) && actions.includes("sts:SetSourceIdentity"),
  );
}

/** The tags of sessions that a service starts, if roles that are assumed by these sessions get them too. */
export function transitiveTags(service: string): readonly string[] {
  return SESSIONS.find(({ name }) => name.test(service))?.transitiveTags ?? [];
}

interface SessionStart {
  readonly name: RegExp;
  readonly actions: readonly string[];
  readonly transitiveTags?: readonly string[];
  readonly source: string;
}

const SESSIONS: readonly SessionStart[] = [
  {
    name: /^pods\.eks\.amazonaws\.com/,
    actions: ["sts:TagSession"],
    // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html#pod-id-abac-chaining
    transitiveTags: [
      "eks-cluster-arn",
      "eks-cluster-name",
      "kubernetes-namespace",
      "kubernetes-service-account",
      "kubernetes-pod-name",
      "kubernetes-pod-uid",
    ],
    source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
  },
  {
    name: /^capabilities\.eks\.amazonaws\.com/,
    actions: ["sts:TagSession"],
    source: "https://docs.aws.amazon.com/eks/latest/userguide/capability-role.html",
  },
  {
    name: /^rolesanywhere\.amazonaws\.com/,
    actions: ["sts:TagSession", "sts:SetSourceIdentity"],
    source: "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html",
  },
  {
    name: /^access-grants\.s3\.amazonaws\.com/,
    actions: ["sts:SetSourceIdentity"],
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-location-register.html",
  },
];
