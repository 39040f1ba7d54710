/** Trust in tokens and assertions, as people get it wrong, and what the proof says about each. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import type { ChangeableTerraform } from "../fixtures/changed-stack";
import { proofOf } from "../support/provable";

const TOPOLOGY = `
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
buckets:
  lake: { account: data, name: acme-lake }
principals:
  ci:
    account: apps
    role: acme-ci
    session_tags: [team]
    assumed_by:
      - oidc: token.actions.githubusercontent.com
        subjects: ["repo:acme/site:ref:refs/heads/main", "repo:acme/docs:*"]
        create_provider: true
  pod:
    account: apps
    role: acme-pod
    assumed_by:
      - oidc: oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF
        subjects: ["system:serviceaccount:web:reader"]
        audiences: [sts.amazonaws.com, other]
  people: { account: apps, role: acme-people, assumed_by: [{ saml: "arn:aws:iam::222222222222:saml-provider/Okta" }] }
  task:
    account: apps
    role: acme-task
    assumed_by:
      - { service: ecs-tasks.amazonaws.com, source_account: apps, source_arn: "arn:aws:ecs:eu-west-1:222222222222:*" }
access:
  - { principal: ci, bucket: lake, allow: read }
  - { principal: pod, bucket: lake, allow: read }
  - { principal: people, bucket: lake, allow: read }
  - { principal: task, bucket: lake, allow: read }
`;

type Statement = Record<string, unknown> & { Condition: Record<string, Record<string, string | string[]>> };

/** The flaws after a change of the first statement of a trust policy. */
function problemsOf(
  role: string,
  change: (statement: Statement, terraform: ChangeableTerraform) => void,
): string {
  const model = resolve(loadTopology(TOPOLOGY));
  const { terraform } = topologyTerraform("stack", model);
  const changed = JSON.parse(JSON.stringify(terraform)) as ChangeableTerraform;
  const [statement] = changed.locals[`${role}_trust_policy`]?.Statement ?? [];
  change(statement as unknown as Statement, changed);
  return proofOf(intentsOf(model), changed)
    .flaws.map(({ part, problem }) => `${part}: ${problem}`)
    .join("\n");
}

const SUB = "token.actions.githubusercontent.com:sub";
const POD = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF";

test("the topology itself is proved", () => {
  expect(problemsOf("ci", () => undefined)).toBe("");
});

test.each<[string, string, (statement: Statement, terraform: ChangeableTerraform) => void, RegExp]>([
  [
    "no subject: every repository of GitHub",
    "ci",
    ({ Condition }) => delete Condition.StringLike,
    /nothing else: repo:s3porter-proof\/s3porter-proof:ref:refs\/heads\/main of token.actions.githubusercontent.com can do assuming the role/,
  ],
  [
    "every repository whose owner begins alike",
    "ci",
    ({ Condition }) =>
      (Condition.StringLike = { [SUB]: ["repo:acme*", "repo:acme/site:ref:refs/heads/main"] }),
    /nothing else: repo:acme-s3porter-proof/,
  ],
  [
    "every branch",
    "ci",
    ({ Condition }) => (Condition.StringLike = { [SUB]: ["repo:acme/site:*", "repo:acme/docs:*"] }),
    /nothing else: repo:acme\/site:ref:refs\/heads\/main-s3porter-proof/,
  ],
  [
    "a repository too many",
    "ci",
    ({ Condition }) => (Condition.StringLike?.[SUB] as string[]).push("repo:acme/other:*"),
    /nothing else: repo:acme\/other:s3porter-proof-elsewhere of/,
  ],
  [
    "one subject forgotten",
    "ci",
    ({ Condition }) => (Condition.StringLike = { [SUB]: "repo:acme/docs:*" }),
    /complete: repo:acme\/site:ref:refs\/heads\/main of token.actions.githubusercontent.com lacks permission for assuming the role/,
  ],
  [
    "wildcards under StringEquals",
    "ci",
    ({ Condition }) => {
      Condition.StringEquals = { ...Condition.StringEquals, ...Condition.StringLike };
      delete Condition.StringLike;
    },
    /complete: repo:acme\/docs:s3porter-proof of .* lacks permission for assuming the role/,
  ],
  [
    "the audience is not bound",
    "ci",
    ({ Condition }) => delete Condition.StringEquals,
    /nothing else: repo:acme\/site:ref:refs\/heads\/main of token.actions.githubusercontent.com, audience s3porter-proof can do assuming the role/,
  ],
  [
    "the action of other callers",
    "ci",
    (statement) => (statement.Action = "sts:AssumeRole"),
    /complete: .* of token.actions.githubusercontent.com lacks permission for assuming the role/,
  ],
  [
    "a provider of the other account",
    "ci",
    (statement) =>
      (statement.Principal = {
        Federated: "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com",
      }),
    /complete: .* lacks permission for assuming the role/,
  ],
  [
    "any tag in the token",
    "ci",
    (_, { locals }) => {
      const tagging = locals.ci_trust_policy?.Statement[1] as unknown as Statement;
      delete tagging.Condition["ForAllValues:StringEquals"];
    },
    /nothing else: .* of token.actions.githubusercontent.com can do .*tag/,
  ],
  [
    "the provider does not accept the audience",
    "ci",
    (_, terraform) => {
      const provider = terraform.resource.aws_iam_openid_connect_provider?.apps_github as Record<
        string,
        unknown
      >;
      provider.client_id_list = ["https://github.com/acme"];
    },
    /complete: the OIDC provider for token.actions.githubusercontent.com does not accept tokens with the audience sts.amazonaws.com/,
  ],
  [
    "the role may come before its provider",
    "ci",
    (_, terraform) => delete (terraform.resource.aws_iam_role?.ci as Record<string, unknown>).depends_on,
    /well-formed: .*arn:aws:iam::222222222222:oidc-provider\/token.actions.githubusercontent.com may not exist yet/,
  ],
  [
    "every service account",
    "pod",
    ({ Condition }) => {
      Condition.StringLike = { [`${POD}:sub`]: "system:serviceaccount:*:*" };
      delete Condition.StringEquals?.[`${POD}:sub`];
    },
    /nothing else: system:serviceaccount:s3porter-proof:s3porter-proof of/,
  ],
  [
    "every service account of the namespace",
    "pod",
    ({ Condition }) => {
      Condition.StringLike = { [`${POD}:sub`]: "system:serviceaccount:web:*" };
      delete Condition.StringEquals?.[`${POD}:sub`];
    },
    /nothing else: system:serviceaccount:web:reader-s3porter-proof of/,
  ],
  [
    "another cluster's claims",
    "pod",
    ({ Condition }) => {
      Condition.StringEquals = JSON.parse(
        JSON.stringify(Condition.StringEquals).replaceAll("0123456789ABCDEF", "FEDCBA9876543210"),
      );
    },
    /complete: system:serviceaccount:web:reader of .* lacks permission for assuming the role/,
  ],
  [
    "an assertion for any recipient",
    "people",
    (statement) => delete (statement as Partial<Statement>).Condition,
    /nothing else: someone of Okta at https:\/\/s3porter-proof\/saml can do assuming the role/,
  ],
  [
    "a service for everyone",
    "task",
    (statement) => delete (statement as Partial<Statement>).Condition,
    /nothing else: ecs-tasks.amazonaws.com can do assuming the role for another account/,
  ],
  [
    "a service for one more account",
    "task",
    ({ Condition }) => {
      Condition.StringEquals = { "aws:SourceAccount": ["222222222222", "999999999999"] };
      delete Condition.ArnLike;
    },
    /nothing else: ecs-tasks.amazonaws.com/,
  ],
  [
    "a service for no account that it sends",
    "task",
    ({ Condition }) => (Condition.StringEquals = { "aws:SourceAccount": "111111111111" }),
    /complete: ecs-tasks.amazonaws.com lacks permission for assuming the role/,
  ],
])("%s", (_, role, change, problem) => {
  expect(problemsOf(role, change)).toMatch(problem);
});
