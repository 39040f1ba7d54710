import type { Federated } from "../../../src/prove/evaluator/caller";
import type { ContextKeys } from "../../../src/prove/evaluator/context";
import {
  A,
  allow,
  ANN,
  B,
  type Case,
  deny,
  type Element,
  type Evaluator,
  type Expected,
  IAM,
  identity,
  owned,
} from "./case";

const OIDC = `${IAM}/id_roles_create_for-idp_oidc.html`;
const KEYS = `${IAM}/reference_policies_iam-condition-keys.html`;
const SAML = `${IAM}/id_roles_create_for-idp_saml.html`;
const PRINCIPAL = `${IAM}/reference_policies_elements_principal.html#principal-federated-web-identity`;
const REQUESTS = `${IAM}/id_credentials_temp_request.html`;
const TAGS = `${IAM}/id_session-tags.html`;

const ISSUER = "token.actions.githubusercontent.com";
const GITHUB = `arn:aws:iam::${A}:oidc-provider/${ISSUER}`;
const EKS = `arn:aws:iam::${A}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123ABCD`;
const OKTA = `arn:aws:iam::${A}:saml-provider/Okta`;
const MAIN = "repo:acme/site:ref:refs/heads/main";
const SIGN_IN = "https://signin.aws.amazon.com/saml";

type Caller = (evaluator: Evaluator) => Federated | ReturnType<Evaluator["user"]>;

const github =
  (sub: string, aud = "sts.amazonaws.com"): Caller =>
  ({ webIdentity }) =>
    webIdentity(GITHUB, { sub, aud });
const pod: Caller = ({ webIdentity }) =>
  webIdentity(EKS, { sub: "system:serviceaccount:web:reader", aud: "sts.amazonaws.com" });
const google: Caller = ({ webIdentity }) => webIdentity("accounts.google.com", { sub: "1234", aud: "5678" });
const okta =
  (aud = SIGN_IN): Caller =>
  ({ samlUser }) =>
    samlUser(OKTA, { aud, sub: "_cbb8", iss: "https://idp.example.com" });
const ann: Caller = ({ user }) => user(ANN);

const WEB = "sts:AssumeRoleWithWebIdentity";
const WITH_SAML = "sts:AssumeRoleWithSAML";

/** Trusts a provider with an action, if a condition holds. */
function trusts(Federated: unknown, Action: unknown, Condition?: Element): Element {
  return allow({ Action, Resource: undefined, Principal: { Federated }, ...(Condition && { Condition }) });
}

const audience = { [`${ISSUER}:aud`]: "sts.amazonaws.com" };
const ONE_BRANCH = trusts(GITHUB, WEB, { StringEquals: { ...audience, [`${ISSUER}:sub`]: MAIN } });
const ANY_BRANCH = trusts(GITHUB, WEB, {
  StringEquals: audience,
  StringLike: { [`${ISSUER}:sub`]: "repo:acme/site:*" },
});
const CONSOLE = trusts(OKTA, WITH_SAML, { StringEquals: { "SAML:aud": SIGN_IN } });
const WITH_TAGS = trusts(GITHUB, "sts:TagSession", {
  "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
});

interface Around {
  readonly trust: readonly Element[];
  readonly owner?: string;
  readonly identity?: Element;
  readonly context?: ContextKeys;
}

const ROWS: readonly (readonly [
  source: string,
  name: string,
  caller: Caller,
  action: string,
  around: Around,
  expected: Expected,
])[] = [
  [`${OIDC}#idp_oidc_Create_GitHub`, "the branch", github(MAIN), WEB, { trust: [ONE_BRANCH] }, "allowed"],
  [
    `${OIDC}#idp_oidc_Create_GitHub`,
    "another branch",
    github("repo:acme/site:ref:refs/heads/dev"),
    WEB,
    { trust: [ONE_BRANCH] },
    "denied",
  ],
  [
    `${OIDC}#idp_oidc_Create_GitHub`,
    "any branch of the repository",
    github("repo:acme/site:pull_request"),
    WEB,
    { trust: [ANY_BRANCH] },
    "allowed",
  ],
  [
    `${OIDC}#idp_oidc_Create_GitHub`,
    "another repository that begins alike",
    github("repo:acme/site-2:ref:refs/heads/main"),
    WEB,
    { trust: [ANY_BRANCH] },
    "denied",
  ],
  [
    `${OIDC}#idp_oidc_Create_GitHub`,
    "without a condition, everybody at GitHub",
    github("repo:stranger/x:ref:refs/heads/main"),
    WEB,
    { trust: [trusts(GITHUB, WEB)] },
    "allowed",
  ],
  [
    `${KEYS}#condition-keys-wif`,
    "another audience",
    github(MAIN, "https://github.com/acme"),
    WEB,
    { trust: [ONE_BRANCH] },
    "denied",
  ],
  [
    `${KEYS}#condition-keys-wif`,
    "keys are not case-sensitive",
    github(MAIN),
    WEB,
    { trust: [trusts(GITHUB, WEB, { StringEquals: { [`${ISSUER.toUpperCase()}:SUB`]: MAIN } })] },
    "allowed",
  ],
  [
    `${KEYS}#condition-keys-wif`,
    "the claims of another issuer",
    pod,
    WEB,
    { trust: [trusts(EKS, WEB, { StringEquals: { [`${ISSUER}:sub`]: MAIN } })] },
    "denied",
  ],
  [
    `${KEYS}#condition-keys-wif`,
    "a claim that the token does not have",
    github(MAIN),
    WEB,
    { trust: [trusts(GITHUB, WEB, { StringEquals: { [`${ISSUER}:environment`]: "prod" } })] },
    "denied",
  ],
  [
    `${KEYS}#condition-keys-wif`,
    "the issuer of a cluster has a path",
    pod,
    WEB,
    {
      trust: [
        trusts(EKS, WEB, {
          StringEquals: {
            "oidc.eks.eu-west-1.amazonaws.com/id/0123ABCD:sub": "system:serviceaccount:web:reader",
          },
        }),
      ],
    },
    "allowed",
  ],
  [
    PRINCIPAL,
    "a provider that AWS has built in",
    google,
    WEB,
    { trust: [trusts("accounts.google.com", WEB)] },
    "allowed",
  ],
  [PRINCIPAL, "another provider", pod, WEB, { trust: [trusts(GITHUB, WEB)] }, "denied"],
  [PRINCIPAL, "one of several providers", pod, WEB, { trust: [trusts([GITHUB, EKS], WEB)] }, "allowed"],
  [
    PRINCIPAL,
    "everyone includes federated users",
    github(MAIN),
    WEB,
    { trust: [allow({ Action: WEB, Resource: undefined, Principal: "*" })] },
    "allowed",
  ],
  [
    PRINCIPAL,
    "an account does not",
    github(MAIN),
    WEB,
    { trust: [allow({ Action: WEB, Resource: undefined, Principal: { AWS: A } })] },
    "denied",
  ],
  [
    PRINCIPAL,
    "a URL",
    github(MAIN),
    WEB,
    { trust: [trusts(`https://${ISSUER}`, WEB)] },
    { refused: "is not the ARN" },
  ],
  [
    `${IAM}/reference_policies_evaluation-logic.html`,
    "an explicit deny",
    github(MAIN),
    WEB,
    {
      trust: [
        ANY_BRANCH,
        deny({
          Action: WEB,
          Resource: undefined,
          Principal: "*",
          Condition: { StringLike: { [`${ISSUER}:sub`]: "*:ref:refs/heads/main" } },
        }),
      ],
    },
    "explicitly denied",
  ],
  [
    "https://docs.aws.amazon.com/eks/latest/userguide/cross-account-access.html",
    "a provider of another account",
    github(MAIN),
    WEB,
    { trust: [ONE_BRANCH], owner: B },
    "denied",
  ],
  [
    REQUESTS,
    "without credentials, sts:AssumeRole",
    github(MAIN),
    "sts:AssumeRole",
    { trust: [trusts(GITHUB, "*")] },
    "denied",
  ],
  [
    REQUESTS,
    "a token is not an assertion",
    github(MAIN),
    WITH_SAML,
    { trust: [trusts(GITHUB, "*")] },
    "denied",
  ],
  [REQUESTS, "an assertion is not a token", okta(), WEB, { trust: [trusts(OKTA, "*")] }, "denied"],
  [
    REQUESTS,
    "with credentials and without a token",
    ann,
    WEB,
    {
      trust: [allow({ Action: "*", Resource: undefined, Principal: { AWS: ANN } })],
      identity: allow(),
    },
    "denied",
  ],
  [SAML, "an assertion for the console", okta(), WITH_SAML, { trust: [CONSOLE] }, "allowed"],
  [
    SAML,
    "an assertion for another recipient",
    okta("https://example.com/saml"),
    WITH_SAML,
    { trust: [CONSOLE] },
    "denied",
  ],
  [
    `${KEYS}#condition-keys-saml`,
    "saml:doc is the account and the provider",
    okta(),
    WITH_SAML,
    { trust: [trusts(OKTA, WITH_SAML, { StringEquals: { "saml:doc": `${A}/Okta` } })] },
    "allowed",
  ],
  [
    `${KEYS}#condition-keys-saml`,
    "another subject",
    okta(),
    WITH_SAML,
    { trust: [trusts(OKTA, WITH_SAML, { StringEquals: { "saml:sub": "_other" } })] },
    "denied",
  ],
  [
    TAGS,
    "a tag in the token that the trust policy allows",
    github(MAIN),
    "sts:TagSession",
    { trust: [ONE_BRANCH, WITH_TAGS], context: { "aws:TagKeys": ["team"], "aws:RequestTag/team": "blue" } },
    "allowed",
  ],
  [
    TAGS,
    "another tag in the token",
    github(MAIN),
    "sts:TagSession",
    { trust: [ONE_BRANCH, WITH_TAGS], context: { "aws:TagKeys": ["role"], "aws:RequestTag/role": "x" } },
    "denied",
  ],
  [
    `${IAM}/reference_policies_condition-keys.html#condition-keys-federatedprovider`,
    "aws:FederatedProvider",
    github(MAIN),
    WEB,
    { trust: [trusts(GITHUB, WEB, { StringEquals: { "aws:FederatedProvider": GITHUB } })] },
    { refused: "aws:FederatedProvider is not clear" },
  ],
];

/** Who exchanges a token of an OIDC provider or an assertion of a SAML provider for a session of a role. */
export const federated: readonly Case[] = ROWS.map(([source, name, caller, action, around, expected]) => ({
  name: `${action}: ${name}`,
  source,
  expected,
  ask: (evaluator) => {
    const { trust, owner = A, identity: statement, context = {} } = around;
    return {
      action,
      resource: `arn:aws:iam::${owner}:role/Target`,
      caller: caller(evaluator),
      context,
      documents: { identity: identity(statement), resource: owned(trust, owner) },
    };
  },
}));
