import { groupBy } from "./group-by";
import { accountRootArn, type Principal } from "./intents";
import { type Conditions, type PolicyDocument, type Statement, toDocument } from "./document";

/** Who can assume a role. */
export interface Trust {
  /** ARNs of roles, users or account roots. */
  readonly arns: readonly string[];
  /**
   * Roles and users that are created together with the role, and the role itself. A policy cannot name a principal that does
   * not exist yet, so the trust policy names their accounts, with a condition on `aws:PrincipalArn`.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
   */
  readonly principals?: readonly Trusted[];
  /** The principals of the stack whose sessions pass on tags that they inherit. The role may trust them by another entry. */
  readonly inheriting?: readonly Trusted[];
  /** The keys of the tags that they pass on. */
  readonly inheritedTags?: readonly string[];
  readonly services: readonly TrustedService[];
  readonly oidc?: readonly TrustedOidc[];
  readonly saml?: readonly TrustedSaml[];
  /** The external id that callers must send. Services do not send one. */
  readonly externalId?: string;
  /** Whether callers must have signed in with MFA. Services and identity providers cannot. */
  readonly mfa?: boolean;
  /** The keys of the tags that callers can pass. Services cannot pass them. */
  readonly sessionTags?: readonly string[];
}

type Trusted = Pick<Principal, "principalArn" | "account">;

/** A service, and for what it must assume the role. */
export interface TrustedService {
  /** Such as `ec2.amazonaws.com`. */
  readonly service: string;
  readonly sourceAccount?: string;
  readonly sourceArn?: string;
}

/** The tokens of an OIDC provider. */
export interface TrustedOidc {
  /** Without `https://`. Condition keys begin with it. */
  readonly issuer: string;
  readonly providerArn: string;
  readonly audiences: readonly string[];
  readonly subjects: readonly string[];
  /** Whether a subject has wildcards. */
  readonly hasWildcards: boolean;
}

/** The assertions of a SAML provider. */
export interface TrustedSaml {
  readonly providerArn: string;
  /** The URLs that receive the assertions. */
  readonly audiences: readonly string[];
}

export function trustPolicy({
  arns,
  principals = [],
  inheriting = [],
  inheritedTags = [],
  services,
  oidc = [],
  saml = [],
  externalId,
  mfa = false,
  sessionTags = [],
}: Trust): PolicyDocument {
  const required = callerConditions(externalId, mfa);
  // A line feed sorts before the space of a longer list of actions.
  const alike = groupBy(services, (trusted) =>
    [sessionActions(trusted.service).actions.join(" "), JSON.stringify(sourceConditions(trusted) ?? "")].join(
      "\n",
    ),
  );
  const federated = [...oidc.map(webIdentity), ...saml.map(samlAssertion)];
  return toDocument([
    ...(arns.length > 0
      ? [
          {
            sid: "AssumeRole",
            principal: { AWS: arns },
            actions: [ASSUME_ROLE],
            conditions: required,
            because: "Without this statement, these principals cannot assume the role.",
            source:
              "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
          },
        ]
      : []),
    ...(principals.length > 0
      ? [
          {
            sid: "AssumeRoleByPrincipals",
            ...by(principals, required),
            actions: [ASSUME_ROLE],
            because: "Without this statement, these principals cannot assume the role.",
            source:
              "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn",
          },
        ]
      : []),
    ...[...alike].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]): Statement => serviceStatement(each)),
    ...federated,
    ...(sessionTags.length > 0
      ? [
          ...tagSession({
            arns,
            principals: principals.filter((each) => !inheriting.includes(each)),
            sessionTags,
          }),
          ...federated.map((each) => taggedAs(each, sessionTags)),
        ]
      : []),
    // One request passes both, so one statement must allow both.
    ...(inheriting.length > 0
      ? [keepTags(inheriting, [...new Set([...inheritedTags, ...sessionTags])])]
      : []),
  ]);
}

/**
 * Requests without MFA do not have `aws:MultiFactorAuthPresent`, or it is false. `BoolIfExists` would let those without pass:
 * they are signed with long-term keys.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
function callerConditions(externalId: string | undefined, mfa: boolean): Conditions | undefined {
  if (externalId === undefined && !mfa) return undefined;
  return {
    ...(mfa && { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
    ...(externalId !== undefined && { StringEquals: { "sts:ExternalId": externalId } }),
  };
}

const ASSUME_ROLE = "sts:AssumeRole";

function tagSession({
  arns,
  principals,
  sessionTags,
}: Required<Pick<Trust, "arns" | "principals" | "sessionTags">>): Statement[] {
  const statement = {
    actions: ["sts:TagSession"],
    because: "Without this statement, these principals cannot pass tags when they assume the role.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html",
  };
  return [
    ...(arns.length > 0
      ? [{ ...statement, sid: "TagSession", principal: { AWS: arns }, conditions: onlyTags(sessionTags) }]
      : []),
    ...(principals.length > 0
      ? [{ ...statement, sid: "TagSessionByPrincipals", ...by(principals, onlyTags(sessionTags)) }]
      : []),
  ];
}

/** Tags of a session that are transitive are passed to every role that it assumes. */
function keepTags(principals: readonly Trusted[], tags: readonly string[]): Statement {
  return {
    sid: "TagSessionByPods",
    ...by(principals, onlyTags(tags)),
    actions: ["sts:TagSession"],
    because:
      "Sessions of EKS Pod Identity pass their tags on. Without this statement, they cannot assume the role.",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html",
  };
}

/** The account is named with a condition, because the principal may not exist yet. */
function by(principals: readonly Trusted[], conditions?: Conditions) {
  return {
    principal: { AWS: principals.map(({ account }) => accountRootArn(account)) },
    conditions: {
      ArnEquals: { "aws:PrincipalArn": principals.map(({ principalArn }) => principalArn) },
      ...conditions,
    },
  };
}

/** Limits the tags that callers can pass, because a passed tag overrides the tag of the role with the same key. */
export function onlyTags(keys: readonly string[]): Conditions {
  return { "ForAllValues:StringEquals": { "aws:TagKeys": keys } };
}

function serviceStatement(services: readonly [TrustedService, ...TrustedService[]]): Statement {
  const { actions, because, source } = sessionActions(services[0].service);
  const sid = actions.length === 1 ? "AssumeRoleByService" : "StartSessionByService";
  const principal = { Service: services.map(({ service }) => service) };
  const conditions = sourceConditions(services[0]);
  return { sid, principal, actions, because, source, ...(conditions && { conditions }) };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
function sourceConditions({ sourceAccount, sourceArn }: TrustedService): Conditions | undefined {
  if (sourceAccount === undefined && sourceArn === undefined) return undefined;
  return {
    ...(sourceArn !== undefined && { ArnLike: { "aws:SourceArn": [sourceArn] } }),
    ...(sourceAccount !== undefined && { StringEquals: { "aws:SourceAccount": [sourceAccount] } }),
  };
}

/** A subject with wildcards needs `StringLike`, and the audience is always exact. */
function webIdentity({ issuer, providerArn, audiences, subjects, hasWildcards }: TrustedOidc): Statement {
  const audience = { [`${issuer}:aud`]: audiences };
  const subject = { [`${issuer}:sub`]: subjects };
  return {
    sid: "AssumeRoleWithWebIdentity",
    principal: { Federated: [providerArn] },
    actions: ["sts:AssumeRoleWithWebIdentity"],
    conditions: hasWildcards
      ? { StringEquals: audience, StringLike: subject }
      : { StringEquals: { ...audience, ...subject } },
    because:
      "Others can get tokens of this provider, too. Only those with this audience and subject can assume the role.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
  };
}

function samlAssertion({ providerArn, audiences }: TrustedSaml): Statement {
  return {
    sid: "AssumeRoleWithSAML",
    principal: { Federated: [providerArn] },
    actions: ["sts:AssumeRoleWithSAML"],
    conditions: { StringEquals: { "SAML:aud": audiences } },
    because:
      "People who the provider authenticates for AWS can assume the role, if the provider gives it to them.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html",
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp */
function taggedAs(statement: Statement, sessionTags: readonly string[]): Statement {
  return {
    ...statement,
    sid: statement.sid.replace("AssumeRole", "TagSession"),
    actions: ["sts:TagSession"],
    conditions: { ...statement.conditions, ...onlyTags(sessionTags) },
    because: "Without this statement, STS rejects tokens and assertions that contain tags.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html",
  };
}

type SessionActions = Pick<Statement, "actions" | "because" | "source">;

function sessionActions(service: string): SessionActions {
  const name = service.replace(/\.amazonaws\.com(\.cn)?$/, "");
  return Object.hasOwn(SESSION_ACTIONS, name)
    ? (SESSION_ACTIONS[name as keyof typeof SESSION_ACTIONS] as SessionActions)
    : {
        actions: [ASSUME_ROLE],
        because: "Without this statement, no AWS service can assume the role.",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html",
      };
}

/** Services that also tag their sessions or set the source identity. Without these actions, STS rejects the session. */
const SESSION_ACTIONS = {
  "pods.eks": {
    actions: [ASSUME_ROLE, "sts:TagSession"],
    because: "EKS Pod Identity tags its sessions with the cluster, the namespace and the service account.",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
  },
  "capabilities.eks": {
    actions: [ASSUME_ROLE, "sts:TagSession"],
    because: "EKS capabilities tag their sessions.",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/capability-role.html",
  },
  rolesanywhere: {
    actions: [ASSUME_ROLE, "sts:SetSourceIdentity", "sts:TagSession"],
    because: "IAM Roles Anywhere sets the source identity and the tags of its sessions from the certificate.",
    source: "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html",
  },
  "access-grants.s3": {
    actions: [ASSUME_ROLE, "sts:SetSourceIdentity"],
    because: "S3 Access Grants sets the source identity of its sessions to the grantee.",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-location-register.html",
  },
} as const satisfies Readonly<Record<string, SessionActions>>;
