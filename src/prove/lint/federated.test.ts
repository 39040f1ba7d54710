import { problemsOf } from "../../../test/fixtures/lint-estate";
import { federatedAudiences, federatedPrincipals, federatedSubjects } from "./federated";

const GITHUB = "token.actions.githubusercontent.com";
const EKS = "oidc.eks.us-east-1.amazonaws.com/id/0123ABCD";
const provider = (issuer: string) => `arn:aws:iam::222222222222:oidc-provider/${issuer}`;
const OKTA = "arn:aws:iam::222222222222:saml-provider/Okta";

const trust = (
  Federated: unknown,
  Condition?: object,
  Action: unknown = "sts:AssumeRoleWithWebIdentity",
) => ({
  Effect: "Allow",
  Principal: { Federated },
  Action,
  ...(Condition && { Condition }),
});
const sub = (issuer: string, operator: string, values: unknown) => ({
  [operator]: { [`${issuer}:sub`]: values },
});

test.each<[string, object | undefined, RegExp]>([
  [GITHUB, undefined, /no condition requires token.actions.githubusercontent.com:sub$/],
  [GITHUB, { StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" } }, /no condition requires/],
  [GITHUB, sub(GITHUB, "StringLike", "*"), /the subject "\*" matches workflows of other organizations/],
  [
    GITHUB,
    sub(GITHUB, "StringLike", ["repo:acme/site:*", "repo:acme*"]),
    /the subject "repo:acme\*" matches/,
  ],
  [GITHUB, sub(GITHUB, "ForAnyValue:StringLike", "repo:*/site:*"), /other organizations/],
  [GITHUB, sub(GITHUB, "StringNotLike", "repo:stranger/*"), /no condition requires/],
  [GITHUB, { Null: { [`${GITHUB}:sub`]: "false" } }, /no condition requires/],
  [GITHUB, { StringLike: { [`${GITHUB}:repository`]: "*" } }, /repository can be anything/],
  [EKS, sub(EKS, "StringLike", "system:serviceaccount:*:*"), /service accounts of all namespaces/],
  ["gitlab.com", sub("gitlab.com", "StringLike", "project_path:*"), /pipelines of other groups/],
  [
    "app.terraform.io",
    sub("app.terraform.io", "StringLike", "organization:*:project:*"),
    /runs of other organizations/,
  ],
  ["oidc.example.com", sub("oidc.example.com", "StringLike", "*"), /everyone with a token of the issuer/],
])("tokens of others from %s with %j", (issuer, condition, problem) => {
  expect(problemsOf(federatedSubjects, { trust: [trust(provider(issuer), condition)] })).toEqual([
    expect.stringMatching(problem),
  ]);
});

test.each<[string, object]>([
  [GITHUB, sub(GITHUB, "StringEquals", "repo:acme/site:ref:refs/heads/main")],
  [GITHUB, sub(GITHUB, "ForAllValues:StringLike", "repo:acme/*")],
  [GITHUB, { StringEquals: { [`${GITHUB}:repository_owner_id`]: "42" } }],
  [
    GITHUB,
    { ...sub(GITHUB, "StringLike", "repo:*"), StringEquals: { [`${GITHUB}:repository`]: "acme/site" } },
  ],
  [EKS, sub(EKS, "StringLike", "system:serviceaccount:web:*")],
  ["api.pulumi.com/oidc", { StringEquals: { "api.pulumi.com/oidc:aud": "aws:acme" } }],
])("only one's own tokens from %s with %j", (issuer, condition) => {
  expect(problemsOf(federatedSubjects, { trust: [trust(provider(issuer), condition)] })).toEqual([]);
});

test("the users of any app of Cognito", () => {
  const cognito = "cognito-identity.amazonaws.com";
  expect(problemsOf(federatedSubjects, { trust: [trust(cognito)] })).toHaveLength(1);
  const pool = { StringEquals: { [`${cognito}:aud`]: "us-east-1:1234" } };
  expect(problemsOf(federatedSubjects, { trust: [trust(cognito, pool)] })).toEqual([]);
  expect(problemsOf(federatedAudiences, { trust: [trust(cognito, pool)] })).toEqual([]);
});

test("a Deny and another action let nobody in", () => {
  const denied = { ...trust(provider(GITHUB)), Effect: "Deny" };
  expect(problemsOf(federatedSubjects, { trust: [denied] })).toEqual([]);
  expect(
    problemsOf(federatedSubjects, { trust: [trust(provider(GITHUB), undefined, "sts:TagSession")] }),
  ).toEqual([]);
});

test("any audience", () => {
  const main = sub(GITHUB, "StringEquals", "repo:acme/site:ref:refs/heads/main");
  expect(problemsOf(federatedAudiences, { trust: [trust(provider(GITHUB), main)] })).toEqual([
    expect.stringContaining("it accepts every token that the provider accepts"),
  ]);
  const saml = trust(OKTA, undefined, "sts:AssumeRoleWithSAML");
  expect(problemsOf(federatedAudiences, { trust: [saml] })).toEqual([
    expect.stringContaining("every assertion"),
  ]);
  const bound = { StringEquals: { "saml:aud": "https://signin.aws.amazon.com/saml" } };
  expect(problemsOf(federatedAudiences, { trust: [trust(OKTA, bound, "sts:AssumeRoleWithSAML")] })).toEqual(
    [],
  );
  // Another check reports tokens of others.
  expect(problemsOf(federatedAudiences, { trust: [trust(provider(GITHUB))] })).toEqual([]);
});

test.each<[unknown, string, RegExp | undefined]>([
  [OKTA, "sts:AssumeRole", /assertions of .* never assume the role by sts:AssumeRole$/],
  [OKTA, "sts:AssumeRoleWithWebIdentity", /assertions of .* never/],
  [provider(GITHUB), "sts:AssumeRoleWithSAML", /tokens of .* never/],
  [`https://${GITHUB}`, "sts:AssumeRoleWithWebIdentity", /is not an identity provider/],
  [
    `arn:aws:iam::111111111111:oidc-provider/${GITHUB}`,
    "sts:AssumeRoleWithWebIdentity",
    /is in account 111111111111, and the role is in 222222222222/,
  ],
  [OKTA, "sts:AssumeRoleWithSAML", undefined],
  [OKTA, "sts:TagSession", undefined],
  [provider(GITHUB), "sts:*", undefined],
])("%s by %s", (principal, action, problem) => {
  const problems = problemsOf(federatedPrincipals, { trust: [trust(principal, undefined, action)] });
  expect(problems).toEqual(problem ? [expect.stringMatching(problem)] : []);
});
