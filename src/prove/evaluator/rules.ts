/** The AWS rule that decided a request, and its page. */
export interface EvaluationRule {
  readonly text: string;
  readonly source: string;
}

const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const KMS = "https://docs.aws.amazon.com/kms/latest/developerguide";
const S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const API = "https://docs.aws.amazon.com/AmazonS3/latest/API";

export const RULES = {
  deny: {
    text: "an explicit Deny in any policy overrides every Allow",
    source: `${IAM}/reference_policies_evaluation-logic.html#policy-eval-denyallow`,
  },
  serviceControl: {
    text: "the service control policies of the caller's account must allow it at every level",
    source:
      "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html",
  },
  sameAccount: {
    text: "within one account, the caller's policies or the bucket policy must allow it",
    source: `${IAM}/reference_policies_evaluation-logic.html#policy-eval-basics-id-rdp`,
  },
  keySameAccount: {
    text: "the key policy must name the caller, or delegate to the account, where an identity policy must allow it",
    source: `${KMS}/key-policy-default.html#key-policy-default-allow-root-enable-iam`,
  },
  endpoint: {
    text: "the policy of the VPC endpoint that the request comes through must allow it",
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
  },
  grant: {
    text: "a grant of the key allows it",
    source: `${KMS}/grants.html`,
  },
  roleSameAccount: {
    text: "the trust policy must name the caller, or delegate to the account, where an identity policy must allow it",
    source: `${IAM}/id_roles_compare-resource-policies.html`,
  },
  crossAccount: {
    text: "across accounts, both the caller's policies and the resource's policy must allow it",
    source: `${IAM}/reference_policies_evaluation-logic-cross-account.html`,
  },
  identityOnly: {
    text: "the action has no resource with a policy, so the caller's policies must allow it",
    source: `${IAM}/reference_policies_evaluation-logic.html`,
  },
  service: {
    text: "a service has no identity policies, so the resource's policy must allow it",
    source: `${IAM}/reference_policies_elements_principal.html#principal-services`,
  },
  federated: {
    text: "a federated user has no identity policies, so the role's trust policy must allow it",
    source: `${IAM}/reference_policies_elements_principal.html#principal-federated-web-identity`,
  },
  token: {
    text: "callers with credentials of AWS use sts:AssumeRole; the other actions take a token of an OIDC provider or an assertion of a SAML provider",
    source: `${IAM}/id_credentials_temp_request.html`,
  },
  noCredentials: {
    text: "a federated user has no credentials of AWS until they exchange their token or assertion with the action of their provider's protocol",
    source: `${IAM}/id_credentials_temp_request.html`,
  },
  providerElsewhere: {
    text: "the identity provider must be in the account of the role",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/cross-account-access.html",
  },
  anonymous: {
    text: "an unsigned request has no identity policies, so the bucket policy must allow it",
    source: `${IAM}/reference_policies_elements_principal.html#principal-anonymous`,
  },
  signed: {
    text: "only S3 accepts unsigned requests",
    source: "https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html",
  },
  rootAssumesNothing: {
    text: "the account root user cannot assume a role",
    source: "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
  },
  keyDisabled: {
    text: "KMS uses a disabled key for nobody, whatever the policies allow",
    source: `${KMS}/key-state.html`,
  },
  keyNotSymmetric: {
    text: "S3 uses symmetric keys alone, and this one is not for encryption or not symmetric",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
  },
  keyNotShared: {
    text: "other accounts can use a key, but not administer it, regardless of policies",
    source: `${KMS}/key-policy-modifying-external-accounts.html`,
  },
  publicRestricted: {
    text: "the bucket policy lets everyone in, and restrict_public_buckets then refuses every request from another account, whatever the policies allow",
    source: `${API}/API_PublicAccessBlockConfiguration.html`,
  },
  requesterPays: {
    text: "the bucket has Requester Pays, and S3 then refuses every request without credentials",
    source: `${S3}/RequesterPaysBuckets.html`,
  },
  policyNotShared: {
    text: "only the bucket owner's account can read or change a bucket policy, regardless of policies",
    source: `${API}/API_PutBucketPolicy.html`,
  },
} as const satisfies Record<string, EvaluationRule>;
