/**
 * What differs by service: what its resources are, how the identity side and the policy of a resource combine within
 * one account, and what AWS refuses or allows whatever the policies say.
 */
import type { Arn } from "../../aws/arn";
import { BoundedCache } from "../bounded-cache";
import { refuse, shown } from "../iam/errors";
import type { PolicyType } from "./compiled-statement";
import { type EvaluationRule, RULES } from "./rules";

export interface Service {
  /** What kind of policy its resources have. */
  readonly resourcePolicy: Extract<PolicyType, "bucket" | "key" | "trust">;
  /** Whether an ARN is that of such a resource, in its owner's account. */
  readonly isResource: (arn: Arn, owner: string) => boolean;
  /** The actions that are about such a resource, and always are; where absent, all those that name one. */
  readonly resourceActions?: ReadonlySet<string>;
  readonly sameAccount: {
    readonly rule: EvaluationRule;
    /** Whether the identity side is enough, or the policy of the resource must delegate to it. */
    readonly identitySide: "is enough" | "must be delegated to";
  };
  /** What decides of requests that are not signed, where it takes none. */
  readonly refusesUnsigned?: EvaluationRule;
  readonly refusesRootUser?: EvaluationRule;
  /** What other accounts cannot do, whatever policies say. */
  readonly ownersOnly?: {
    readonly rule: EvaluationRule;
    /** Takes an action in lower case. */
    readonly includes: (action: string) => boolean;
  };
  /** What no policy of the resource keeps the owner's root user from. */
  readonly rootUserKeeps?: ReadonlySet<string>;
}

/** The policy of a bucket is the owner's to read and to change. */
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

/**
 * Actions that a trust policy is asked for. Federated callers are not implemented, and so neither are the actions that
 * only they call.
 */
export const ROLE_ACTIONS: readonly string[] = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];

/** By the prefix of their actions. */
export const SERVICES = {
  s3: {
    resourcePolicy: "bucket",
    // An object is subject to the policy of its bucket. The ARNs of access points name a region and an account.
    isResource: ({ service, region, account, resource }) =>
      service === "s3" && region === "" && account === "" && resource !== "",
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
    resourceActions: new Set(ROLE_ACTIONS.map((action) => action.toLowerCase())),
    sameAccount: { identitySide: "must be delegated to", rule: RULES.roleSameAccount },
    refusesUnsigned: RULES.signed,
    refusesRootUser: RULES.rootAssumesNothing,
  },
} as const satisfies Readonly<Record<string, Service>>;

const services = new BoundedCache((action: string): Service => {
  const [, prefix = ""] = /^(s3|kms|sts):[a-z0-9]+$/.exec(action.toLowerCase()) ?? [];
  return Object.hasOwn(SERVICES, prefix)
    ? SERVICES[prefix as keyof typeof SERVICES]
    : refuse(`the action ${shown(action)} is none of S3, KMS or STS`);
});

export function serviceOf(action: string): Service {
  return services.of(action);
}
