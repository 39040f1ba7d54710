/**
 * What differs between services: their resources, how the identity side and the resource's policy combine within one
 * account, and what AWS refuses or allows regardless of policies.
 */
import type { Arn } from "../../aws/arn";
import { BoundedCache } from "../bounded-cache";
import { refuse, shown } from "../iam/errors";
import type { PolicyType } from "./compiled-statement";
import { type EvaluationRule, RULES } from "./rules";

export interface Service {
  /** The kind of policy that its resources have. */
  readonly resourcePolicy: Extract<PolicyType, "bucket" | "key" | "trust">;
  /** Whether an ARN is that of such a resource, in its owner's account. */
  readonly isResource: (arn: Arn, owner: string) => boolean;
  /** The actions that always need such a resource. If absent, all actions that name one. */
  readonly resourceActions?: ReadonlySet<string>;
  readonly sameAccount: {
    readonly rule: EvaluationRule;
    /** Whether the identity side is enough, or the resource's policy must delegate to it. */
    readonly identitySide: "is enough" | "must be delegated to";
  };
  /** The rule for unsigned requests, if it does not accept them. */
  readonly refusesUnsigned?: EvaluationRule;
  readonly refusesRootUser?: EvaluationRule;
  /** What other accounts cannot do, regardless of policies. */
  readonly ownersOnly?: {
    readonly rule: EvaluationRule;
    /** Takes an action in lower case. */
    readonly includes: (action: string) => boolean;
  };
  /** What no resource policy can deny the owner's root user. */
  readonly rootUserKeeps?: ReadonlySet<string>;
}

/** Only the owner can read and change the policy of a bucket. */
const BUCKET_POLICY_ACTIONS = new Set(["s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy"]);

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html */
const SHARED_KEY_ACTIONS = new Set(
  [
    "Decrypt",
    "DeriveSharedSecret",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateMac",
    "ReEncryptFrom",
    "ReEncryptTo",
    "Sign",
    "Verify",
    "VerifyMac",
    "CreateGrant",
    "DescribeKey",
    "GetKeyRotationStatus",
    "GetPublicKey",
    "ListGrants",
    "RetireGrant",
    "RevokeGrant",
  ].map((name) => `kms:${name.toLowerCase()}`),
);

/** The actions of callers with credentials of AWS that a trust policy can allow. */
export const ROLE_ACTIONS: readonly string[] = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];

/** The action with which a token or an assertion is exchanged for a session of a role, by the protocol of the provider. */
export const FEDERATED_ACTIONS = {
  OIDC: "sts:AssumeRoleWithWebIdentity",
  SAML: "sts:AssumeRoleWithSAML",
} as const;

/** By the prefix of their actions. */
export const SERVICES = {
  s3: {
    resourcePolicy: "bucket",
    // The policy of a bucket also applies to its objects. ARNs of access points name a region and an account.
    isResource: ({ service, region, account, resource }, owner) =>
      (service === "s3" && region === "" && account === "" && resource !== "") ||
      (service === "s3" && region !== "" && account === owner && resource.startsWith("accesspoint/")),
    sameAccount: { identitySide: "is enough", rule: RULES.sameAccount },
    ownersOnly: {
      rule: RULES.policyNotShared,
      includes: (action) => BUCKET_POLICY_ACTIONS.has(action),
    },
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
    rootUserKeeps: BUCKET_POLICY_ACTIONS,
  },
  kms: {
    resourcePolicy: "key",
    isResource: ({ service, account, resource }, owner) =>
      service === "kms" && account === owner && resource.startsWith("key/"),
    sameAccount: { identitySide: "must be delegated to", rule: RULES.keySameAccount },
    refusesUnsigned: RULES.signed,
    ownersOnly: {
      rule: RULES.keyNotShared,
      includes: (action) => !SHARED_KEY_ACTIONS.has(action),
    },
  },
  sts: {
    resourcePolicy: "trust",
    isResource: ({ service, account, resource }, owner) =>
      service === "iam" && account === owner && resource.startsWith("role/"),
    resourceActions: new Set(
      [...ROLE_ACTIONS, ...Object.values(FEDERATED_ACTIONS)].map((action) => action.toLowerCase()),
    ),
    sameAccount: { identitySide: "must be delegated to", rule: RULES.roleSameAccount },
    refusesUnsigned: RULES.signed,
    refusesRootUser: RULES.rootAssumesNothing,
  },
} as const satisfies Readonly<Record<string, Service>>;

const services = new BoundedCache((action: string): Service => {
  const [, prefix = ""] = /^(s3|kms|sts):[a-z0-9]+$/.exec(action.toLowerCase()) ?? [];
  return Object.hasOwn(SERVICES, prefix)
    ? SERVICES[prefix as keyof typeof SERVICES]
    : refuse(`the action ${shown(action)} does not belong to S3, KMS or STS`);
});

export function serviceOf(action: string): Service {
  return services.of(action);
}
