/** Access for roles and users with tags: without them, with others, and in other accounts, nobody gets it. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { isTopologyError } from "../../src/topology/problem";
import { resolve } from "../../src/topology/resolve";
import { policyMutants, type Terraform } from "../mutation/policy-mutants";
import { widerMutants } from "../mutation/wider-mutants";
import { estateFor, proofOf } from "../support/provable";
import { prove } from "../../src/prove/prove";

const ANALYTICS = { account: "apps", entire_account: true, principal_tags: { team: "analytics" } };
const FINANCE = { account: "apps", entire_account: true, principal_tags: { team: "finance", env: "prod" } };
const MEMBERS = { organization: "o-abcde12345", principal_tags: { team: "analytics" } };
const PARTNER = { account: "partner", entire_account: true, principal_tags: { team: "a b" } };

type Principals = Record<string, object>;

function topologyWith(principals: Principals, more: object = {}) {
  return JSON.stringify({
    accounts: {
      data: { id: "111111111111", region: "eu-west-1" },
      apps: { id: "222222222222", region: "eu-west-1" },
      ...(principals.partner && { partner: { id: "333333333333", managed: false } }),
    },
    buckets: { lake: { account: "data", name: "acme-lake" } },
    principals,
    access: Object.keys(principals).map((principal) => ({ principal, bucket: "lake", allow: "read_write" })),
    ...more,
  });
}

function synthesized(principals: Principals) {
  const model = resolve(loadTopology(topologyWith(principals)));
  const terraform = JSON.parse(JSON.stringify(topologyTerraform("stack", model).terraform)) as Terraform;
  return { intents: intentsOf(model), terraform };
}

const ALL: [string, Principals][] = [
  ["of an account", { team: ANALYTICS }],
  ["of two teams of an account", { analytics: ANALYTICS, finance: FINANCE }],
  ["of an organization", { team: MEMBERS }],
  ["of an account that others administer", { partner: PARTNER }],
];

describe.each(ALL)("those %s", (_, principals) => {
  const { intents, terraform } = synthesized(principals);

  test("have access, and nobody else", () => {
    const { flaws, operations, decisions, assumptions } = prove(intents, estateFor(intents, terraform));
    expect(flaws).toEqual([]);
    expect(assumptions).toEqual(
      Object.keys(principals).map(() =>
        expect.stringMatching(
          /^only people who you trust can set the tags? [\w, and]+ in (account \d+|accounts of organization o-abcde12345) \(iam:TagRole, iam:TagUser, sts:TagSession\)$/,
        ),
      ),
    );
    const refused = operations
      .filter(({ expected }) => expected === "refused")
      .flatMap(({ actor, questions }) =>
        questions.map((question) => [actor.name, decisions.get(question)?.allowed]),
      );
    expect(refused).not.toContainEqual([expect.anything(), true]);
    expect(refused.map(([name]) => name)).toContainEqual(
      expect.stringMatching(/^an administrator of account .* with the tags? .*=s3porter-proof/),
    );
    expect(refused.map(([name]) => name)).toContainEqual(
      expect.stringMatching(/^an administrator of account 999999999999 with the tags? /),
    );
  });

  test("are not those of a mutant: whatever is left out or added is noticed", () => {
    const mutants = [...policyMutants(terraform), ...widerMutants(terraform)];
    expect(mutants.length).toBeGreaterThan(20);
    const unnoticed = mutants
      .filter((mutant) => proofOf(intents, mutant.terraform).flaws.length === 0)
      .map(({ document, statement, what }) => `${document} ${statement}: ${what}`);
    expect(unnoticed).toEqual([]);
    console.info(`${mutants.length} mutants, all noticed`);
  });
});

test("the policies compare the tags", () => {
  const { terraform } = synthesized({ analytics: ANALYTICS, finance: FINANCE });
  const conditionOf = (local: string, sid: string) =>
    terraform.locals[local]?.Statement.find(({ Sid }) => Sid === sid)?.Condition;
  expect(conditionOf("lake_bucket_policy", "PutForFinance")).toEqual({
    StringEquals: { "aws:PrincipalTag/env": "prod", "aws:PrincipalTag/team": "finance" },
  });
  expect(conditionOf("lake_key_policy", "EncryptAndDecryptLakeForAnalytics")).toMatchObject({
    StringEquals: {
      "aws:PrincipalTag/team": "analytics",
      "kms:ViaService": "s3.eu-west-1.amazonaws.com",
    },
  });
});

test.each<[string, string, object]>([
  ["another value", "lake_bucket_policy", { StringEquals: { "aws:PrincipalTag/team": "finance" } }],
  ["a pattern", "lake_bucket_policy", { StringLike: { "aws:PrincipalTag/team": "analytic*" } }],
  [
    "a tag that need not be there",
    "lake_bucket_policy",
    { StringEqualsIfExists: { "aws:PrincipalTag/team": "analytics" } },
  ],
  ["another tag", "lake_bucket_policy", { StringEquals: { "aws:PrincipalTag/project": "analytics" } }],
  [
    "more values",
    "lake_bucket_policy",
    { StringEquals: { "aws:PrincipalTag/team": ["analytics", "finance"] } },
  ],
  ["the tag of the request", "lake_bucket_policy", { StringEquals: { "aws:RequestTag/team": "analytics" } }],
  ["all but one value", "lake_bucket_policy", { StringNotEquals: { "aws:PrincipalTag/team": "finance" } }],
])("a condition on %s is a flaw", (_, local, Condition) => {
  const { intents, terraform } = synthesized({ team: ANALYTICS });
  const { Statement = [] } = terraform.locals[local] ?? {};
  const changed = Statement.filter(({ Sid }) => Sid?.endsWith("ForTeam"));
  expect(changed.length).toBeGreaterThan(0);
  for (const statement of changed) Object.assign(statement, { Condition });
  expect(proofOf(intents, terraform).flaws).not.toEqual([]);
});

describe("in a topology", () => {
  const problemsOf = (principals: Principals, more?: object) => {
    try {
      loadTopology(topologyWith(principals, more));
      return [];
    } catch (error) {
      if (!isTopologyError(error)) throw error;
      return error.problems.map(({ message }) => message);
    }
  };

  test.each<[Principals, string]>([
    [
      { it: { account: "apps", user: "it", principal_tags: { team: "a" } } },
      '"principal_tags" has no effect on a user; leave it out',
    ],
    [
      { it: { account: "apps", role: "it", existing: true, principal_tags: { team: "a" } } },
      '"principal_tags" has no effect on an existing role or user; leave it out',
    ],
    [
      { it: { account: "apps", permission_set: "it", principal_tags: { team: "a" } } },
      '"principal_tags" has no effect on a permission set; leave it out',
    ],
    [{ it: { ...ANALYTICS, principal_tags: {} } }, "must have at least one tag"],
    [
      { it: { ...ANALYTICS, principal_tags: { team: "a*" } } },
      '"a*" can contain only letters, digits, spaces and _.:/=+-@, found "*"',
    ],
    [
      { it: { ...ANALYTICS, principal_tags: { team: "a", Team: "b" } } },
      "the tag team is declared twice, because IAM ignores the case of tag keys; leave one of them out",
    ],
    [
      { it: ANALYTICS, other: ANALYTICS },
      "is account 222222222222, like principals.it; leave one of them out, and give all the access to the other",
    ],
    [
      { partner: PARTNER, other: { ...PARTNER, principal_tags: { team: "b" } } },
      "is account 333333333333, like principals.partner, with other tags; an account that is not managed has one hand-over for all that it chooses, so name the roles or users of each team instead",
    ],
    [
      { it: ANALYTICS, etl: { account: "data", role: "etl", assumed_by: ["it"] } },
      '"it" is limited by principal_tags, but the trust policy would trust its whole account; name roles and users, or the root of the account',
    ],
  ])("%j is refused", (principals, message) => {
    expect(problemsOf(principals)).toEqual([message]);
  });
});
