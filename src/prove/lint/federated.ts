import { accountOf } from "../../aws/arn";
import { subjectProblem } from "../../aws/oidc-subject";
import type { Estate } from "../../estate/estate";
import type { RawStatement } from "../../estate/policy-document";
import { isSamlProvider, issuerOf } from "../evaluator/caller";
import type { Flaw } from "../flaw";
import type { ConditionLine } from "../iam/condition-line";
import { type DocumentStatement, statementsOf } from "../iam/documents";
import { matchingActions } from "../iam-data/iam-data";
import type { Check } from "./check";
import { iamPage, statementFlaw } from "./well-formed";

const GITHUB = "token.actions.githubusercontent.com";
const SHARED = iamPage("id_roles_providers_oidc_secure-by-default.html");
const KEYS = iamPage("reference_policies_iam-condition-keys.html#condition-keys-wif");
const WEB = "sts:AssumeRoleWithWebIdentity";
const SAML = "sts:AssumeRoleWithSAML";

function example(Condition: RawStatement["Condition"], more: Partial<RawStatement> = {}): RawStatement {
  return {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::222222222222:oidc-provider/${GITHUB}` },
    Action: WEB,
    Condition,
    ...more,
  };
}

const GOOD = example({
  StringEquals: {
    [`${GITHUB}:aud`]: "sts.amazonaws.com",
    [`${GITHUB}:sub`]: "repo:acme/site:ref:refs/heads/main",
  },
});

export const federatedSubjects = {
  id: "federated-subjects",
  severity: "error",
  title: "Tokens of others can assume a role",
  why: "Many customers share the issuer of GitHub Actions and the like, and every pod can get a token of its cluster. Without a condition on the subject, or with a wildcard in place of the owner, all of them can assume the role.",
  remedy: "Require <issuer>:sub, and write the organization, the group or the namespace without wildcards.",
  page: SHARED,
  bad: { trustPolicy: [example({ StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" } })] },
  good: { trustPolicy: [GOOD] },
  find: unboundSubjects,
} as const satisfies Check;

function unboundSubjects(estate: Estate): Flaw[] {
  return trustsWith(estate, WEB).flatMap((statement) =>
    statement.principals.federated.flatMap((provider) => {
      const issuer = issuerOf(provider);
      if (issuer === undefined) return [];
      const problem = whyUnbound(issuer, statement);
      if (problem === undefined) return [];
      return [
        statementFlaw(statement, {
          problem: `it lets tokens of others from ${issuer} assume the role: ${problem}`,
          repair: `require ${issuer}:${(IDENTIFYING[issuer] ?? ["sub"])[0]} with values that only your own tokens have`,
          source: SHARED,
        }),
      ];
    }),
  );
}

/** Undefined if a condition only holds for tokens of the owner of the role. */
function whyUnbound(issuer: string, { conditions }: DocumentStatement): string | undefined {
  const keys = new Set(
    [...(IDENTIFYING[issuer] ?? []), "sub"].map((claim) => `${issuer}:${claim}`.toLowerCase()),
  );
  const lines = conditions.filter((line) => keys.has(line.lowerKey) && limits(line));
  if (lines.length === 0) return `no condition requires ${issuer}:${(IDENTIFYING[issuer] ?? ["sub"])[0]}`;
  const problems = lines.map((line) =>
    line.lowerKey.endsWith(":sub") && line.base === "StringLike"
      ? line.values.flatMap((value) => problemOf(issuer, value)).at(0)
      : line.values.every((value) => line.base === "StringLike" && /^[*?]+$/.test(value))
        ? `${line.key} can be anything`
        : undefined,
  );
  return problems.every((problem) => problem !== undefined) ? problems[0] : undefined;
}

function problemOf(issuer: string, subject: string): string[] {
  const problem = subjectProblem(issuer, subject);
  return problem === undefined ? [] : [`the subject ${JSON.stringify(subject)} ${problem.split(";")[0]}`];
}

/** Every token has a subject and an audience, so a condition that also holds without them limits as well. */
function limits({ base, negated }: ConditionLine): boolean {
  return !negated && base !== "Null";
}

/** Other claims that tell one's own tokens from those of others. IAM requires the first one of each issuer, or its subject. */
const IDENTIFYING: Readonly<Record<string, readonly string[]>> = {
  "accounts.google.com": ["aud", "sub", "oaud", "google/organization_number"],
  "api.pulumi.com/oidc": ["aud"],
  "cognito-identity.amazonaws.com": ["aud"],
  "gitlab.com": ["sub", "namespace_id", "project_id", "user_id"],
  "graph.facebook.com": ["app_id", "id"],
  "oidc.vercel.com": ["aud"],
  "sandboxes.cloud": ["aud"],
  "www.amazon.com": ["app_id", "user_id"],
  [GITHUB]: [
    "sub",
    "repository",
    "repository_id",
    "repository_owner_id",
    "job_workflow_ref",
    "enterprise_id",
  ],
};

export const federatedAudiences = {
  id: "federated-audiences",
  severity: "warning",
  title: "A token or an assertion for someone else can assume a role",
  why: "Without a condition on the audience, the role accepts tokens that were made for another service, if the identity provider of IAM accepts them for another role.",
  remedy: "Require <issuer>:aud, or SAML:aud.",
  page: KEYS,
  bad: {
    trustPolicy: [example({ StringEquals: { [`${GITHUB}:sub`]: "repo:acme/site:ref:refs/heads/main" } })],
  },
  good: { trustPolicy: [GOOD] },
  find: unboundAudiences,
} as const satisfies Check;

function unboundAudiences(estate: Estate): Flaw[] {
  return [...trustsWith(estate, WEB), ...trustsWith(estate, SAML)].flatMap((statement) =>
    statement.principals.federated.flatMap((provider) => {
      const issuer = issuerOf(provider);
      if (issuer !== undefined && whyUnbound(issuer, statement) !== undefined) return [];
      const key = isSamlProvider(provider) ? "SAML:aud" : `${issuer}:aud`;
      const isBound = statement.conditions.some(
        (line) =>
          limits(line) &&
          AUDIENCES.some((claim) => line.lowerKey === key.toLowerCase().replace(/aud$/, claim)),
      );
      if (isBound) return [];
      return [
        statementFlaw(statement, {
          problem: `it accepts every ${isSamlProvider(provider) ? "assertion" : "token"} that the provider accepts, for whatever audience`,
          repair: `require ${key}`,
          source: KEYS,
        }),
      ];
    }),
  );
}

const AUDIENCES = ["aud", "oaud", "app_id"];

export const federatedPrincipals = {
  id: "federated-principals",
  severity: "error",
  title: "A federated principal can never assume a role",
  why: "A token is exchanged by sts:AssumeRoleWithWebIdentity, an assertion by sts:AssumeRoleWithSAML, and the provider must be in the account of the role.",
  remedy: "Use the action of the provider's protocol, and the ARN of a provider in the account of the role.",
  page: iamPage("reference_policies_elements_principal.html#principal-federated-web-identity"),
  bad: {
    trustPolicy: [
      GOOD,
      example(undefined, {
        Principal: { Federated: "arn:aws:iam::222222222222:saml-provider/Okta" },
        Action: "sts:AssumeRole",
      }),
    ],
  },
  good: {
    trustPolicy: [
      GOOD,
      example(
        { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
        { Principal: { Federated: "arn:aws:iam::222222222222:saml-provider/Okta" }, Action: SAML },
      ),
    ],
  },
  find: uselessProviders,
} as const satisfies Check;

function uselessProviders(estate: Estate): Flaw[] {
  const source = iamPage("reference_policies_elements_principal.html#principal-federated-web-identity");
  return statementsOf(estate)
    .filter(({ effect, document }) => effect === "Allow" && document.kind === "trust")
    .flatMap((statement) =>
      statement.principals.federated.flatMap((provider) => {
        const isSaml = isSamlProvider(provider);
        const flaw = (problem: string, repair: string) => [
          statementFlaw(statement, { problem, repair, source }),
        ];
        if (!isSaml && issuerOf(provider) === undefined)
          return flaw(
            `its principal ${provider} is not an identity provider`,
            "use the ARN of an OIDC or SAML provider",
          );
        const own = statement.document.account?.id;
        const account = accountOf(provider);
        if (own !== undefined && account !== undefined && account !== own)
          return flaw(
            `the identity provider ${provider} is in account ${account}, and the role is in ${own}`,
            `create the provider in account ${own}, and use its ARN`,
          );
        const wanted = isSaml ? SAML : WEB;
        const others = isSaml ? WEB : SAML;
        if (covers(statement, wanted) || !(covers(statement, others) || covers(statement, "sts:AssumeRole")))
          return [];
        return flaw(
          `${isSaml ? "assertions" : "tokens"} of ${provider} never assume the role by ${statement.actions.join(", ")}`,
          `allow ${wanted} instead`,
        );
      }),
    );
}

function trustsWith(estate: Estate, action: string): DocumentStatement[] {
  return statementsOf(estate).filter(
    (statement) =>
      statement.effect === "Allow" && statement.document.kind === "trust" && covers(statement, action),
  );
}

function covers({ actions, notActions }: DocumentStatement, action: string): boolean {
  if (notActions.length > 0) return !notActions.some((each) => matchingActions(each).includes(action));
  return actions.some((each) => matchingActions(each).includes(action));
}
