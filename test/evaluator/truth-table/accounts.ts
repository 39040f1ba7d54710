import type { Documents } from "../../../src/prove/evaluator/decision";
import type { Caller } from "../../../src/prove/evaluator/caller";
import {
  A,
  ANN,
  allow,
  attached,
  B,
  type Case,
  deny,
  type Element,
  type Evaluator,
  type Expected,
  IAM,
  identity,
  KEY,
  KMS,
  OBJECT,
  ORG,
  owned,
  ROLE,
  ROOT_A,
  SESSION,
} from "./case";

const EVALUATION = `${IAM}/reference_policies_evaluation-logic.html#policy-eval-denyallow`;
const CROSS = `${IAM}/reference_policies_evaluation-logic-cross-account.html`;
const PRINCIPAL = `${IAM}/reference_policies_elements_principal.html`;
const BOUNDARY = `${IAM}/access_policies_boundaries.html#access_policies_boundaries-eval-logic`;
const DEFAULT_KEY_POLICY = `${KMS}/key-policy-default.html#key-policy-default-allow-root-enable-iam`;
const EXTERNAL_KEY = `${KMS}/key-policy-modifying-external-accounts.html`;
const TRUST = `${IAM}/id_roles_compare-resource-policies.html`;

type Who = (evaluator: Evaluator) => Caller;
const porter: Who = ({ roleSession }) => roleSession(ROLE, "s1");
const ann: Who = ({ user }) => user(ANN);
const root: Who = ({ accountRoot }) => accountRoot(A);
const s3: Who = ({ service }) => service("s3.amazonaws.com");
const nobody: Who = ({ ANONYMOUS }) => ANONYMOUS;

/** Policies around one caller: a statement each, or none. */
interface Around {
  readonly identity?: Element;
  readonly boundary?: Element;
  readonly session?: Element;
  readonly resource?: readonly Element[];
  readonly owner?: string;
  readonly organizations?: Documents["organizations"];
}

type Row = readonly [source: string, name: string, who: Who, around: Around, expected: Expected];

const YES = allow();
const OTHER = allow({ Action: "ec2:*" });
const to = (principal: unknown, more: Element = {}) => [allow({ Principal: principal, ...more })];
const IS_PORTER = { Condition: { ArnEquals: { "aws:PrincipalArn": ROLE } } };

const BUCKETS: readonly Row[] = [
  // One account: either side is enough.
  [EVALUATION, "nothing allows it", ann, {}, "denied"],
  [EVALUATION, "the identity policy allows it", ann, { identity: YES }, "allowed"],
  [EVALUATION, "the identity policy allows something else", ann, { identity: OTHER }, "denied"],
  [EVALUATION, "the bucket policy names the user", ann, { resource: to({ AWS: ANN }) }, "allowed"],
  [EVALUATION, "the bucket policy names another user", ann, { resource: to({ AWS: `${ANN}a` }) }, "denied"],
  [EVALUATION, "the bucket policy names the role", porter, { resource: to({ AWS: ROLE }) }, "allowed"],
  [EVALUATION, "the bucket policy names the session", porter, { resource: to({ AWS: SESSION }) }, "allowed"],
  [EVALUATION, "the bucket policy names everyone", porter, { resource: to("*") }, "allowed"],
  [
    `${PRINCIPAL}#principal-accounts`,
    "the bucket policy delegates to the account",
    ann,
    { resource: to({ AWS: ROOT_A }) },
    "denied",
  ],
  [
    `${PRINCIPAL}#principal-accounts`,
    "the same, and the identity policy allows it",
    ann,
    { resource: to({ AWS: A }), identity: YES },
    "allowed",
  ],
  [
    EVALUATION,
    "the identity policy denies",
    ann,
    { identity: deny(), resource: to({ AWS: ANN }) },
    "explicitly denied",
  ],
  [
    EVALUATION,
    "the bucket policy denies everyone",
    ann,
    { identity: YES, resource: [deny({ Principal: "*" })] },
    "explicitly denied",
  ],
  [
    EVALUATION,
    "the bucket policy denies the account",
    ann,
    { identity: YES, resource: [deny({ Principal: { AWS: A } })] },
    "explicitly denied",
  ],
  [
    EVALUATION,
    "the bucket policy denies the role",
    porter,
    { identity: YES, resource: [deny({ Principal: { AWS: ROLE } })] },
    "explicitly denied",
  ],
  [
    EVALUATION,
    "the bucket policy denies the session",
    porter,
    { identity: YES, resource: [deny({ Principal: { AWS: SESSION } })] },
    "explicitly denied",
  ],
  [
    EVALUATION,
    "the bucket policy denies another role",
    porter,
    { identity: YES, resource: [deny({ Principal: { AWS: `${ROLE}2` } })] },
    "allowed",
  ],
  [
    EVALUATION,
    "a Deny beside an Allow in one policy",
    ann,
    { resource: [...to("*"), deny({ Principal: "*", Action: "s3:Get*" })] },
    "explicitly denied",
  ],
  [
    EVALUATION,
    "a Deny about another action",
    ann,
    { resource: [...to("*"), deny({ Principal: "*", Action: "s3:Put*" })] },
    "allowed",
  ],
  // Who is named
  [
    `${PRINCIPAL}#principal-roles`,
    "the role without its path",
    porter,
    { resource: to({ AWS: ROLE.replace("team/", "") }) },
    "denied",
  ],
  [
    `${PRINCIPAL}#principal-users`,
    "the user in another case",
    ann,
    { resource: to({ AWS: ANN.toLowerCase() }) },
    "denied",
  ],
  [
    `${PRINCIPAL}#principal-role-session`,
    "another session of the role",
    porter,
    { resource: to({ AWS: `${SESSION}2` }) },
    "denied",
  ],
  [
    `${PRINCIPAL}#principal-anonymous`,
    'everyone, as {"AWS": "*"}',
    porter,
    { resource: to({ AWS: "*" }) },
    "allowed",
  ],
  [
    `${PRINCIPAL}#Principal_specifying`,
    "several accounts",
    ann,
    { identity: YES, owner: B, resource: to({ AWS: ["555555555555", A] }) },
    "allowed",
  ],
  [
    `${PRINCIPAL}#Principal_specifying`,
    "a wildcard in an ARN",
    ann,
    { resource: to({ AWS: `arn:aws:iam::${A}:user/*` }) },
    { refused: "has a wildcard" },
  ],
  [
    `${PRINCIPAL}#principal-federated-web-identity`,
    "a federated principal",
    ann,
    { resource: to({ Federated: "accounts.google.com" }) },
    "denied",
  ],
  [
    `${PRINCIPAL}#principal-accounts`,
    "a canonical user",
    ann,
    { resource: to({ CanonicalUser: "79a5" }) },
    { refused: "type CanonicalUser" },
  ],
  [
    `${IAM}/reference_policies_condition-keys.html#condition-keys-principalarn`,
    "aws:PrincipalArn is the role's",
    porter,
    { resource: to("*", IS_PORTER) },
    "allowed",
  ],
  [
    `${IAM}/reference_policies_condition-keys.html#condition-keys-principalarn`,
    "aws:PrincipalArn is not the session's",
    porter,
    { resource: to("*", { Condition: { ArnEquals: { "aws:PrincipalArn": SESSION } } }) },
    "denied",
  ],
  [
    `${IAM}/reference_policies_condition-keys.html#condition-keys-principalarn`,
    "aws:PrincipalArn of a user",
    ann,
    { resource: to("*", { Condition: { StringEquals: { "aws:PrincipalArn": ANN } } }) },
    "allowed",
  ],
  [
    `${IAM}/reference_policies_condition-keys.html#condition-keys-principalarn`,
    "the root ARN as aws:PrincipalArn is not the account",
    ann,
    { identity: allow({ Condition: { ArnEquals: { "aws:PrincipalArn": ROOT_A } } }) },
    "denied",
  ],
  [
    `${IAM}/reference_policies_condition-keys.html#condition-keys-principalarn`,
    "the root ARN as aws:PrincipalArn is the root user",
    root,
    { resource: [deny({ Principal: "*", Condition: { ArnEquals: { "aws:PrincipalArn": ROOT_A } } })] },
    "explicitly denied",
  ],
  [
    `${IAM}/reference_policies_condition-keys.html#condition-keys-userid`,
    "every request has aws:userid, so it must be given",
    ann,
    { identity: allow({ Condition: { StringNotLike: { "aws:userid": "AROA*" } } }) },
    { refused: "aws:userid, which every request has" },
  ],
  [
    `${IAM}/reference_policies_condition-keys.html#condition-keys-principaltype`,
    "aws:PrincipalType of an unsigned request",
    nobody,
    { resource: to("*", { Condition: { StringEquals: { "aws:PrincipalType": "Anonymous" } } }) },
    "allowed",
  ],
  [
    `${IAM}/reference_policies_condition-keys.html#condition-keys-principalarn`,
    "an unsigned request has no aws:PrincipalArn",
    nobody,
    {
      resource: [
        ...to("*"),
        deny({ Principal: "*", Condition: { ArnNotEquals: { "aws:PrincipalArn": ROLE } } }),
      ],
    },
    "explicitly denied",
  ],
  [
    `${IAM}/reference_policies_variables.html#principaltable`,
    "a role has no aws:username",
    porter,
    { identity: allow({ Condition: { Null: { "aws:username": "true" } } }) },
    "allowed",
  ],
  [
    `${IAM}/reference_policies_condition-keys.html#condition-keys-resourceaccount`,
    "aws:ResourceAccount is the owner",
    ann,
    { identity: allow({ Condition: { StringEquals: { "aws:ResourceAccount": A } } }) },
    "allowed",
  ],
  // Boundaries and session policies
  [BOUNDARY, "a boundary that allows it too", ann, { identity: YES, boundary: YES }, "allowed"],
  [BOUNDARY, "a boundary that does not", ann, { identity: YES, boundary: OTHER }, "denied"],
  [BOUNDARY, "a boundary alone grants nothing", ann, { boundary: YES }, "denied"],
  [
    BOUNDARY,
    "a boundary that denies",
    ann,
    { resource: to({ AWS: ANN }), boundary: deny() },
    "explicitly denied",
  ],
  [
    BOUNDARY,
    "a boundary does not cap what the user is given",
    ann,
    { resource: to({ AWS: ANN }), boundary: OTHER },
    "allowed",
  ],
  [
    BOUNDARY,
    "a boundary caps what the role is given",
    porter,
    { resource: to({ AWS: ROLE }), boundary: OTHER },
    "denied",
  ],
  [
    BOUNDARY,
    "a boundary that allows what the role is given",
    porter,
    { resource: to({ AWS: ROLE }), boundary: YES },
    "allowed",
  ],
  [
    BOUNDARY,
    "a boundary does not cap what the session is given",
    porter,
    { resource: to({ AWS: SESSION }), boundary: OTHER },
    "allowed",
  ],
  [
    BOUNDARY,
    "role and session given, with a boundary",
    porter,
    { resource: to({ AWS: [ROLE, SESSION] }), boundary: OTHER },
    "allowed",
  ],
  [
    BOUNDARY,
    "role first, session in a later statement, with a boundary",
    porter,
    { resource: [...to({ AWS: ROLE }), ...to({ AWS: SESSION })], boundary: OTHER },
    "allowed",
  ],
  [
    `${PRINCIPAL}#principal-roles`,
    "a boundary does not cap everyone with aws:PrincipalArn",
    porter,
    { resource: to("*", IS_PORTER), boundary: OTHER },
    "allowed",
  ],
  [EVALUATION, "a session policy that allows it too", porter, { identity: YES, session: YES }, "allowed"],
  [EVALUATION, "a session policy that does not", porter, { identity: YES, session: OTHER }, "denied"],
  [EVALUATION, "a session policy alone grants nothing", porter, { session: YES }, "denied"],
  [
    EVALUATION,
    "a session policy caps what the role is given",
    porter,
    { resource: to({ AWS: ROLE }), session: OTHER },
    "denied",
  ],
  [
    EVALUATION,
    "a session policy that allows what the role is given",
    porter,
    { resource: to({ AWS: ROLE }), session: YES },
    "allowed",
  ],
  [
    EVALUATION,
    "a session policy does not cap what the session is given",
    porter,
    { resource: to({ AWS: SESSION }), session: OTHER },
    "allowed",
  ],
  [
    `${PRINCIPAL}#principal-roles`,
    "a session policy does not cap everyone with aws:PrincipalArn",
    porter,
    { resource: to("*", IS_PORTER), session: OTHER },
    "allowed",
  ],
  [
    EVALUATION,
    "a session policy that denies",
    porter,
    { identity: YES, resource: to("*"), session: deny() },
    "explicitly denied",
  ],
  [
    `${IAM}/access_policies.html#policies_session`,
    "a user with a session policy",
    ann,
    { identity: YES, session: YES },
    { refused: "only a role session" },
  ],
  // The root user
  [EVALUATION, "the root user needs no policy", root, {}, "allowed"],
  [
    EVALUATION,
    "the root user and a Deny",
    root,
    { resource: [deny({ Principal: "*" })] },
    "explicitly denied",
  ],
  [EVALUATION, "the root user of another account", root, { owner: B }, "denied"],
  [
    CROSS,
    "the root user of an account that is named",
    root,
    { owner: B, resource: to({ AWS: ROOT_A }) },
    "allowed",
  ],
  [
    EVALUATION,
    "the root user with an identity policy",
    root,
    { identity: YES },
    { refused: "only a role or a user" },
  ],
  // Across accounts: both sides.
  [CROSS, "the identity policy alone", ann, { owner: B, identity: YES }, "denied"],
  [CROSS, "the bucket policy alone", ann, { owner: B, resource: to({ AWS: ANN }) }, "denied"],
  [CROSS, "both, the user named", ann, { owner: B, identity: YES, resource: to({ AWS: ANN }) }, "allowed"],
  [
    CROSS,
    "both, the account named",
    porter,
    { owner: B, identity: YES, resource: to({ AWS: ROOT_A }) },
    "allowed",
  ],
  [
    CROSS,
    "both, the account named with aws:PrincipalArn",
    porter,
    { owner: B, identity: YES, resource: to({ AWS: ROOT_A }, IS_PORTER) },
    "allowed",
  ],
  [
    CROSS,
    "both, a sibling of the role named by aws:PrincipalArn",
    ann,
    { owner: B, identity: YES, resource: to({ AWS: ROOT_A }, IS_PORTER) },
    "denied",
  ],
  [
    CROSS,
    "both, the role named",
    porter,
    { owner: B, identity: YES, resource: to({ AWS: ROLE }) },
    "allowed",
  ],
  [
    CROSS,
    "both, the session named",
    porter,
    { owner: B, identity: YES, resource: to({ AWS: SESSION }) },
    "allowed",
  ],
  [
    `${PRINCIPAL}#principal-anonymous`,
    "everyone named, without an identity policy",
    ann,
    { owner: B, resource: to("*") },
    "denied",
  ],
  [
    `${PRINCIPAL}#principal-anonymous`,
    "everyone named, with one",
    ann,
    { owner: B, identity: YES, resource: to("*") },
    "allowed",
  ],
  [
    CROSS,
    "both, another account named",
    ann,
    { owner: B, identity: YES, resource: to({ AWS: B }) },
    "denied",
  ],
  [
    CROSS,
    "both, and the identity policy denies",
    ann,
    { owner: B, identity: deny(), resource: to("*") },
    "explicitly denied",
  ],
  [
    CROSS,
    "both, and the bucket policy denies",
    ann,
    { owner: B, identity: YES, resource: [...to("*"), deny({ Principal: { AWS: A } })] },
    "explicitly denied",
  ],
  [
    CROSS,
    "a boundary caps the identity side",
    ann,
    { owner: B, identity: YES, boundary: OTHER, resource: to({ AWS: ANN }) },
    "denied",
  ],
  [
    CROSS,
    "a session policy caps the identity side",
    porter,
    { owner: B, identity: YES, session: OTHER, resource: to({ AWS: SESSION }) },
    "denied",
  ],
  // Services and unsigned requests
  [
    `${PRINCIPAL}#principal-services`,
    "a service that is named",
    s3,
    { resource: to({ Service: "s3.amazonaws.com" }) },
    "allowed",
  ],
  [
    `${PRINCIPAL}#principal-services`,
    "a service that is not",
    s3,
    { resource: to({ Service: "ec2.amazonaws.com" }) },
    "denied",
  ],
  [
    `${PRINCIPAL}#principal-services`,
    "a service, and the account named",
    s3,
    { resource: to({ AWS: A }) },
    "denied",
  ],
  [
    `${IAM}/reference_policies_condition-keys.html#condition-keys-principalisawsservice`,
    "everyone but services denied",
    s3,
    {
      resource: [
        ...to({ Service: "s3.amazonaws.com" }),
        deny({ Principal: "*", Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } } }),
      ],
    },
    "allowed",
  ],
  [
    `${IAM}/reference_policies_condition-keys.html#condition-keys-principalisawsservice`,
    "everyone denied, services too",
    s3,
    { resource: [...to({ Service: "s3.amazonaws.com" }), deny({ Principal: "*" })] },
    "explicitly denied",
  ],
  [`${PRINCIPAL}#principal-anonymous`, "an unsigned request", nobody, { resource: to("*") }, "allowed"],
  [
    `${PRINCIPAL}#principal-anonymous`,
    'an unsigned request, {"AWS": "*"}',
    nobody,
    { resource: to({ AWS: "*" }) },
    "allowed",
  ],
  [
    `${PRINCIPAL}#principal-anonymous`,
    "an unsigned request, the account named",
    nobody,
    { resource: to({ AWS: A }) },
    "denied",
  ],
  [`${PRINCIPAL}#principal-anonymous`, "an unsigned request without a bucket policy", nobody, {}, "denied"],
];

const PUT_POLICY = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html";
const POLICIES: readonly Row[] = [
  [
    PUT_POLICY,
    "the owner's root user cannot be locked out",
    root,
    { resource: [deny({ Principal: "*" })] },
    "allowed",
  ],
  [
    PUT_POLICY,
    "a user can",
    ann,
    { identity: YES, resource: [deny({ Principal: "*" })] },
    "explicitly denied",
  ],
  [
    PUT_POLICY,
    "another account cannot change it",
    ann,
    { owner: B, identity: YES, resource: to("*") },
    "denied",
  ],
  [
    PUT_POLICY,
    "another account's root user is locked out",
    root,
    { owner: B, resource: [deny({ Principal: "*" })] },
    "explicitly denied",
  ],
];

const KEYS: readonly Row[] = [
  [
    DEFAULT_KEY_POLICY,
    "an identity policy without delegation",
    ann,
    { identity: YES, resource: to({ AWS: `${ANN}a` }) },
    "denied",
  ],
  [
    DEFAULT_KEY_POLICY,
    "delegation and an identity policy",
    ann,
    { identity: YES, resource: to({ AWS: ROOT_A }) },
    "allowed",
  ],
  [
    DEFAULT_KEY_POLICY,
    "delegation by account id",
    porter,
    { identity: YES, resource: to({ AWS: A }) },
    "allowed",
  ],
  [
    DEFAULT_KEY_POLICY,
    "delegation without an identity policy",
    ann,
    { resource: to({ AWS: ROOT_A }) },
    "denied",
  ],
  [
    DEFAULT_KEY_POLICY,
    "delegation of another action",
    ann,
    { identity: YES, resource: to({ AWS: ROOT_A }, { Action: "kms:Encrypt" }) },
    "denied",
  ],
  [
    DEFAULT_KEY_POLICY,
    "delegation to another account",
    ann,
    { identity: YES, resource: to({ AWS: B }) },
    "denied",
  ],
  [
    DEFAULT_KEY_POLICY,
    "an identity policy that denies",
    ann,
    { identity: deny(), resource: to({ AWS: ANN }) },
    "explicitly denied",
  ],
  [DEFAULT_KEY_POLICY, "the root user without delegation", root, { resource: to({ AWS: ANN }) }, "denied"],
  [DEFAULT_KEY_POLICY, "the root user with delegation", root, { resource: to({ AWS: ROOT_A }) }, "allowed"],
  [
    `${KMS}/key-policy-default.html#key-policy-default-allow-users`,
    "the key policy names the user",
    ann,
    { resource: to({ AWS: ANN }) },
    "allowed",
  ],
  [
    `${KMS}/key-policy-default.html#key-policy-default-allow-users`,
    "the key policy names the role",
    porter,
    { resource: to({ AWS: ROLE }) },
    "allowed",
  ],
  [
    `${KMS}/key-policy-default.html#key-policy-default-allow-users`,
    "the key policy names the session",
    porter,
    { resource: to({ AWS: SESSION }) },
    "allowed",
  ],
  [
    BOUNDARY,
    "the role named, and a boundary",
    porter,
    { resource: to({ AWS: ROLE }), boundary: OTHER },
    "denied",
  ],
  [
    BOUNDARY,
    "the user named, and a boundary",
    ann,
    { resource: to({ AWS: ANN }), boundary: OTHER },
    "allowed",
  ],
  [
    BOUNDARY,
    "delegation, an identity policy and a boundary",
    ann,
    { identity: YES, resource: to({ AWS: A }), boundary: OTHER },
    "denied",
  ],
  [
    `${KMS}/key-policy-overview.html`,
    "everyone with kms:CallerAccount",
    porter,
    { resource: to("*", { Condition: { StringEquals: { "kms:CallerAccount": A } } }) },
    "allowed",
  ],
  [
    `${KMS}/key-policy-overview.html`,
    "everyone with another kms:CallerAccount",
    porter,
    { resource: to("*", { Condition: { StringEquals: { "kms:CallerAccount": B } } }) },
    "denied",
  ],
  [
    `${KMS}/key-policy-overview.html`,
    "a statement without Resource has no effect",
    ann,
    { resource: to({ AWS: ANN }, { Resource: undefined }) },
    "denied",
  ],
  [
    `${KMS}/key-policy-overview.html`,
    "a Deny without Resource has none either",
    ann,
    { resource: [...to({ AWS: ANN }), deny({ Principal: "*", Resource: undefined })] },
    "allowed",
  ],
  [
    "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html",
    "a statement without Action has no effect",
    ann,
    { resource: to({ AWS: ANN }, { Action: undefined }) },
    "denied",
  ],
  [
    `${KMS}/policy-evaluation.html#example-no-iam`,
    "Alice has no IAM policy",
    ann,
    { resource: to({ AWS: ROOT_A }, { Action: "kms:*" }) },
    "denied",
  ],
  [
    `${KMS}/policy-evaluation.html#example-cross-acct`,
    "Bob's role in another account",
    porter,
    {
      owner: B,
      identity: allow({ Action: "kms:Decrypt" }),
      resource: [
        ...to({ AWS: B }, { Action: "kms:*" }),
        ...to({ AWS: ROOT_A }, { Action: ["kms:Encrypt", "kms:Decrypt"] }),
      ],
    },
    "allowed",
  ],
  [
    EXTERNAL_KEY,
    "across accounts, the key policy alone",
    porter,
    { owner: B, resource: to({ AWS: ROLE }) },
    "denied",
  ],
  [
    EXTERNAL_KEY,
    "across accounts, the identity policy alone",
    porter,
    { owner: B, identity: YES, resource: to({ AWS: B }) },
    "denied",
  ],
  [
    EXTERNAL_KEY,
    "across accounts, both, the role named",
    porter,
    { owner: B, identity: YES, resource: to({ AWS: ROLE }) },
    "allowed",
  ],
  [
    EXTERNAL_KEY,
    "across accounts, both, and a boundary",
    porter,
    { owner: B, identity: YES, boundary: OTHER, resource: to({ AWS: ROLE }) },
    "denied",
  ],
  [
    `${PRINCIPAL}#principal-services`,
    "a service",
    s3,
    { resource: to({ Service: "s3.amazonaws.com" }) },
    "allowed",
  ],
  [
    "https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html",
    "an unsigned request",
    nobody,
    { resource: to("*") },
    "denied",
  ],
];

const ADMINISTRATION: readonly Row[] = [
  [
    EXTERNAL_KEY,
    "another account cannot schedule a deletion",
    porter,
    { owner: B, identity: YES, resource: to({ AWS: ROLE }) },
    "denied",
  ],
  [EXTERNAL_KEY, "its own can", porter, { resource: to({ AWS: ROLE }) }, "allowed"],
];

const ROLES: readonly Row[] = [
  [
    TRUST,
    "the trust policy names the user",
    ann,
    { resource: to({ AWS: ANN }, { Resource: undefined }) },
    "allowed",
  ],
  [
    TRUST,
    "the trust policy delegates",
    ann,
    { resource: to({ AWS: ROOT_A }, { Resource: undefined }) },
    "denied",
  ],
  [
    TRUST,
    "the trust policy delegates, and the identity policy allows it",
    ann,
    { identity: YES, resource: to({ AWS: A }, { Resource: undefined }) },
    "allowed",
  ],
  [
    TRUST,
    "the identity policy alone",
    ann,
    { identity: YES, resource: to({ AWS: B }, { Resource: undefined }) },
    "denied",
  ],
  [TRUST, "no trust policy", ann, { identity: YES }, "denied"],
  [
    TRUST,
    "another account, named",
    ann,
    { owner: B, resource: to({ AWS: ANN }, { Resource: undefined }) },
    "denied",
  ],
  [
    TRUST,
    "another account, named and allowed",
    ann,
    { owner: B, identity: YES, resource: to({ AWS: ANN }, { Resource: undefined }) },
    "allowed",
  ],
  [
    TRUST,
    "another account, delegated and allowed",
    ann,
    { owner: B, identity: YES, resource: to({ AWS: A }, { Resource: undefined }) },
    "allowed",
  ],
  [
    BOUNDARY,
    "the role named, and a boundary",
    porter,
    { boundary: OTHER, resource: to({ AWS: ROLE }, { Resource: undefined }) },
    "denied",
  ],
  [
    `${IAM}/id_roles_create_for-user_externalid.html`,
    "the wrong external id",
    ann,
    {
      owner: B,
      identity: YES,
      resource: to(
        { AWS: A },
        { Resource: undefined, Condition: { StringEquals: { "sts:ExternalId": "12345" } } },
      ),
    },
    "denied",
  ],
  [
    `${PRINCIPAL}#principal-services`,
    "a service that is trusted",
    s3,
    { resource: to({ Service: ["ec2.amazonaws.com", "s3.amazonaws.com"] }, { Resource: undefined }) },
    "allowed",
  ],
  [
    `${PRINCIPAL}#principal-services`,
    "a service that is not",
    s3,
    { resource: to({ Service: "ec2.amazonaws.com" }, { Resource: undefined }) },
    "denied",
  ],
  [
    "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
    "the root user",
    root,
    { resource: to({ AWS: A }, { Resource: undefined }) },
    "denied",
  ],
  [
    `${IAM}/reference_policies_elements_notprincipal.html`,
    "NotPrincipal with the caller",
    ann,
    { resource: [deny({ NotPrincipal: { AWS: ANN }, Resource: undefined })] },
    { refused: "NotPrincipal is not evaluated" },
  ],
  [
    `${IAM}/reference_policies_elements_notprincipal.html`,
    "NotPrincipal with the caller's account",
    ann,
    { resource: [deny({ NotPrincipal: { AWS: A }, Resource: undefined })] },
    { refused: "NotPrincipal is not evaluated" },
  ],
  [
    `${IAM}/reference_policies_elements_notprincipal.html`,
    "Deny with NotPrincipal without the caller",
    ann,
    {
      resource: [
        ...to({ AWS: ANN }, { Resource: undefined }),
        deny({ NotPrincipal: { AWS: "999999999999" }, Resource: undefined }),
      ],
    },
    "explicitly denied",
  ],
  [
    `${IAM}/reference_policies_elements_notprincipal.html`,
    "Allow with NotPrincipal without the caller",
    ann,
    { resource: to(undefined, { NotPrincipal: { AWS: "999999999999" }, Resource: undefined }) },
    "allowed",
  ],
];

const SCP = `${ORG}/orgs_manage_policies_scps_evaluation.html`;
const RCP = `${ORG}/orgs_manage_policies_rcps.html`;
const full = attached("FullAWSAccess", A, YES);
const scp = (...levels: Element[]) => ({
  [A]: {
    serviceControl: levels.map((statement, index) => [attached(`policy of level ${index}`, A, statement)]),
  },
});
const rcp = (account: string, ...statements: Element[]) => ({
  [account]: { resourceControl: [[attached("resource control policy", account, ...statements)]] },
});
const everyone = { Principal: "*" };
const linked: Who = ({ roleSession }) =>
  roleSession(`arn:aws:iam::${A}:role/aws-service-role/x.amazonaws.com/Linked`, "s1");
const ORGANIZATIONS: readonly Row[] = [
  [SCP, "every level allows it", ann, { identity: YES, organizations: scp(YES, YES) }, "allowed"],
  [SCP, "one level does not", ann, { identity: YES, organizations: scp(YES, OTHER) }, "denied"],
  [SCP, "the first level does not", ann, { identity: YES, organizations: scp(OTHER, YES) }, "denied"],
  [SCP, "a level denies", ann, { identity: YES, organizations: scp(YES, deny()) }, "explicitly denied"],
  [SCP, "they grant nothing", ann, { organizations: scp(YES) }, "denied"],
  [
    SCP,
    "two policies of a level, one allows it",
    ann,
    { identity: YES, organizations: { [A]: { serviceControl: [[attached("other", A, OTHER), full]] } } },
    "allowed",
  ],
  [
    SCP,
    "they limit what a bucket policy gives",
    ann,
    { resource: to({ AWS: ANN }), organizations: scp(OTHER) },
    "denied",
  ],
  [SCP, "they limit the root user", root, { organizations: scp(OTHER) }, "denied"],
  [
    `${ORG}/orgs_manage_policies_scps.html`,
    "those of the owner do not limit other accounts",
    ann,
    {
      owner: B,
      identity: YES,
      resource: to("*"),
      organizations: { [B]: { serviceControl: [[attached("x", B, OTHER)]] } },
    },
    "allowed",
  ],
  [
    `${ORG}/orgs_manage_policies_scps.html`,
    "service-linked roles are not limited",
    linked,
    { identity: YES, organizations: scp(deny()) },
    "allowed",
  ],
  [
    `${ORG}/orgs_manage_policies_scps.html`,
    "services are not limited",
    s3,
    { resource: to({ Service: "s3.amazonaws.com" }), organizations: scp(deny()) },
    "allowed",
  ],
  [
    RCP,
    "a resource control policy that denies",
    ann,
    { identity: YES, organizations: rcp(A, deny(everyone)) },
    "explicitly denied",
  ],
  [
    RCP,
    "one that denies something else",
    ann,
    { identity: YES, organizations: rcp(A, deny({ ...everyone, Action: "kms:*" })) },
    "allowed",
  ],
  [
    RCP,
    "AWS's own allows everything",
    ann,
    { identity: YES, organizations: rcp(A, allow(everyone)) },
    "allowed",
  ],
  [
    RCP,
    "they limit callers of other accounts",
    ann,
    { owner: B, identity: YES, resource: to("*"), organizations: rcp(B, deny(everyone)) },
    "explicitly denied",
  ],
  [
    RCP,
    "those of the caller's account do not matter elsewhere",
    ann,
    { owner: B, identity: YES, resource: to("*"), organizations: rcp(A, deny(everyone)) },
    "allowed",
  ],
  [
    RCP,
    "they limit unsigned requests",
    nobody,
    { resource: to("*"), organizations: rcp(A, deny(everyone)) },
    "explicitly denied",
  ],
  [
    RCP,
    "resource control policies limit the root user",
    root,
    { organizations: rcp(A, deny(everyone)) },
    "explicitly denied",
  ],
  [
    RCP,
    "resource control policies do not limit service-linked roles",
    linked,
    { identity: YES, organizations: rcp(A, deny(everyone)) },
    "allowed",
  ],
  [
    `${ORG}/orgs_manage_policies_rcps_syntax.html`,
    "one that allows",
    ann,
    { organizations: rcp(A, allow({ ...everyone, Action: "s3:*" })) },
    { refused: "can only deny" },
  ],
];

const GLOBAL: readonly Row[] = [
  [
    `${IAM}/reference_policies_elements_resource.html`,
    "an action about no resource",
    ann,
    { identity: YES },
    "allowed",
  ],
  [
    `${IAM}/reference_policies_elements_resource.html`,
    "the same, on some resource",
    ann,
    { identity: allow({ Resource: "arn:aws:kms:*:*:key/*" }) },
    "denied",
  ],
  [BOUNDARY, "the same, with a boundary", ann, { identity: YES, boundary: OTHER }, "denied"],
];

export const accounts: readonly Case[] = [
  ...cases("bucket", "s3:GetObject", () => OBJECT, BUCKETS),
  ...cases("bucket policy", "s3:PutBucketPolicy", () => "arn:aws:s3:::acme", POLICIES),
  ...cases("key", "kms:Decrypt", keyOf, KEYS),
  ...cases("key administration", "kms:ScheduleKeyDeletion", keyOf, ADMINISTRATION),
  ...cases("role", "sts:AssumeRole", (owner) => `arn:aws:iam::${owner}:role/Target`, ROLES),
  ...cases("organization", "s3:GetObject", () => OBJECT, ORGANIZATIONS),
  ...cases("no resource", "kms:CreateKey", () => "*", GLOBAL),
];

function keyOf(owner: string): string {
  return KEY.replace(A, owner);
}

function cases(
  subject: string,
  action: string,
  resourceOf: (owner: string) => string,
  rows: readonly Row[],
): Case[] {
  return rows.map(([source, name, who, around, expected]) => ({
    name: `${subject}: ${name}`,
    source,
    expected,
    ask: (evaluator) => {
      const { owner = A, boundary, session, resource, organizations } = around;
      return {
        action,
        resource: resourceOf(owner),
        caller: who(evaluator),
        documents: {
          identity: identity(around.identity),
          ...(boundary && { boundary: attached("permissions boundary", A, boundary) }),
          ...(session && { session: [attached("session policy", A, session)] }),
          resource: owned(resource, owner),
          ...(organizations && { organizations }),
        },
      };
    },
  }));
}
