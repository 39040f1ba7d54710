/** Access for roles and users with tags: without them, with others, and in other accounts, nobody gets it. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { isTopologyError } from "../../src/topology/problem";
import { resolve } from "../../src/topology/resolve";
import { tried } from "../support/runs";
import { policyMutants, type Terraform } from "../mutation/policy-mutants";
import { tagMutants } from "../mutation/tag-mutants";
import { widerMutants } from "../mutation/wider-mutants";
import { estateFor, proofOf } from "../support/provable";
import { prove } from "../../src/prove/prove";

const ANALYTICS = { account: "apps", entire_account: true, principal_tags: { team: "analytics" } };
const FINANCE = { account: "apps", entire_account: true, principal_tags: { team: "finance", env: "prod" } };
const MEMBERS = { organization: "o-abcde12345", principal_tags: { team: "analytics" } };
const PARTNER = { account: "partner", entire_account: true, principal_tags: { team: "a b" } };
const RED = { account: "partner", entire_account: true, principal_tags: { team: "red" } };
const BLUE = { account: "partner", entire_account: true, principal_tags: { team: "blue" } };
const RED_PROD = { account: "partner", entire_account: true, principal_tags: { team: "red", env: "prod" } };
const PROJECT = { account: "partner", entire_account: true, principal_tags: { Project: "x" } };
const OTHER_MEMBERS = { organization: "o-abcde12345", principal_tags: { team: "finance" } };

type Principals = Record<string, object>;

function topologyWith(principals: Principals, more: object = {}) {
  return JSON.stringify({
    accounts: {
      data: { id: "111111111111", region: "eu-west-1" },
      apps: { id: "222222222222", region: "eu-west-1" },
      ...(namesPartner(principals) && { partner: { id: "333333333333", managed: false } }),
    },
    buckets: { lake: { account: "data", name: "acme-lake" } },
    principals,
    access: Object.keys(principals).map((principal) => ({ principal, bucket: "lake", allow: "read_write" })),
    ...more,
  });
}

function namesPartner(principals: Principals): boolean {
  return JSON.stringify(principals).includes('"account":"partner"');
}

function synthesized(principals: Principals, more?: object) {
  const model = resolve(loadTopology(topologyWith(principals, more)));
  const terraform = JSON.parse(JSON.stringify(topologyTerraform("stack", model).terraform)) as Terraform;
  return { intents: intentsOf(model), terraform };
}

/** Each team has something that the others have not. */
const APART = {
  access: [
    { principal: "red", bucket: "lake", allow: "read", prefix: "a/" },
    { principal: "blue", bucket: "lake", allow: "write", prefix: "b/" },
  ],
};
/** The second has all that the first has, and more. */
const WIDER = {
  access: [
    { principal: "red", bucket: "lake", allow: "read" },
    { principal: "blue", bucket: "lake", allow: ["read_write", "delete"] },
  ],
};

const ALL: [string, Principals, object?][] = [
  ["of an account", { team: ANALYTICS }],
  ["of two teams of an account", { analytics: ANALYTICS, finance: FINANCE }],
  ["of an organization", { team: MEMBERS }],
  ["of an account that others administer", { partner: PARTNER }],
  ["of two teams of an account that others administer", { red: RED, blue: BLUE }],
  ["of two such teams with folders of their own", { red: RED, blue: BLUE }, APART],
  ["of two such teams, of which some are in both", { red: RED, blue: PROJECT }, APART],
  ["of such a team and a part of it", { red: RED, blue: RED_PROD }],
  ["of such a team and a part of it with more access", { red: RED, blue: RED_PROD }, WIDER],
  ["of such a team and a part of it with other access", { red: RED, blue: RED_PROD }, APART],
  [
    "of a team that you administer and a part of it",
    { red: ANALYTICS, blue: { ...ANALYTICS, principal_tags: { ...ANALYTICS.principal_tags, env: "prod" } } },
    WIDER,
  ],
  ["of two teams of an organization", { red: MEMBERS, blue: OTHER_MEMBERS }, APART],
];

describe.each(ALL)("those %s", (_, principals, more) => {
  const { intents, terraform } = synthesized(principals, more);

  test("have access, and nobody else", () => {
    const { flaws, operations, decisions, assumptions } = prove(intents, estateFor(intents, terraform));
    expect(flaws).toEqual([]);
    expect(assumptions).toHaveLength(1);
    for (const assumption of assumptions)
      expect(assumption).toMatch(
        /^only people who you trust can set the tags? [\w, and]+ in (account \d+|accounts of organization o-abcde12345) \(iam:TagRole, iam:TagUser, sts:TagSession\)$/,
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

  test("are not those of a mutant: whatever is left out, added or exchanged is noticed", () => {
    const mutants = [...policyMutants(terraform), ...widerMutants(terraform), ...tagMutants(terraform)];
    expect(mutants.length).toBeGreaterThan(20);
    const unnoticed = tried(mutants)
      .filter((mutant) => proofOf(intents, mutant.terraform).flaws.length === 0)
      .map(({ document, statement, what }) => `${document} ${statement}: ${what}`);
    expect(unnoticed).toEqual([]);
    console.info(`${tried(mutants).length} of ${mutants.length} mutants, all noticed`);
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
    [
      { it: { ...ANALYTICS, principal_tags: ["team=red", "env=prod"] } },
      'must be a mapping, found the list ["team=red","env=prod"]; write { "team": "red", "env": "prod" }',
    ],
    [
      { it: { ...ANALYTICS, principal_tags: "team=red" } },
      'must be a mapping, found the text "team=red"; write { "team": "red" }',
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
      { red: RED, other: { ...RED, principal_tags: { TEAM: "red" } } },
      "is account 333333333333, like principals.red; leave one of them out, and give all the access to the other",
    ],
    [
      { red: RED, all: { account: "partner", entire_account: true } },
      "is a part of account 333333333333, which is principals.all as a whole: its administrators could choose anyone, with the tags and without; write principal_tags for all too, or leave out one of the two",
    ],
    [
      { it: ANALYTICS, etl: { account: "data", role: "etl", assumed_by: ["it"] } },
      '"it" is limited by principal_tags, but the trust policy would trust its whole account; name roles and users, or the root of the account',
    ],
  ])("%j is refused", (principals, message) => {
    expect(problemsOf(principals)).toEqual([message]);
  });
});
