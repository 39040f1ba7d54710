/** Two teams of an account that others administer, in everything that s3porter writes and says. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { diagramOf } from "../../src/diagram/diagram";
import { describe as description } from "../../src/prove/check/describe";
import type { Estate } from "../../src/estate/estate";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import { accessDiff } from "../../src/verify/access-diff";
import { explainerOf, explainerOfStack } from "../../src/verify/explain/explain";
import { verdictOf } from "../../src/verify/explain/explanation";
import { caseOf } from "../../src/verify/topology";
import { whoCan } from "../../src/verify/who-can";

const OF_PARTNER = (tags: string) =>
  `{ account: partner, entire_account: true, principal_tags: { ${tags} } }`;
const OF_ORGANIZATION = (tags: string) => `{ organization: o-abcde12345, principal_tags: { ${tags} } }`;

function stackOf(
  team: (tags: string) => string,
  { red = "team: red", blue = "team: blue", toBlue = "write" } = {},
) {
  const model = resolve(
    loadTopology(`accounts:
  data: { id: "111111111111", region: eu-west-1 }
  partner: { id: "333333333333", managed: false }
buckets:
  lake: { account: data, name: acme-lake }
principals:
  red: ${team(red)}
  blue: ${team(blue)}
access:
  - { principal: red, bucket: lake, allow: read, prefix: a/ }
  - { principal: blue, bucket: lake, allow: ${toBlue}, prefix: b/ }
`),
  );
  return { model, found: caseOf(model, topologyTerraform("teams", model).terraform) };
}

const estateOf = (...args: Parameters<typeof stackOf>): Estate => stackOf(...args).found.estate;

const WHO: [string, typeof OF_PARTNER, string][] = [
  ["an account", OF_PARTNER, "account 333333333333"],
  ["an organization", OF_ORGANIZATION, "organization o-abcde12345"],
];

test.each(WHO)("who-can names each team of %s for what it has", (_, team, who) => {
  const { model, found } = stackOf(team);
  const allowed = (what: string, key: string) =>
    whoCan({ do: what, on: `s3://acme-lake/${key}` }, explainerOfStack(model, found)).allowed.map(
      (each) => each.who,
    );
  expect(allowed("s3:GetObject", "a/x")).toEqual([`${who} with the tag team=red`]);
  expect(allowed("s3:PutObject", "b/x")).toEqual([`${who} with the tag team=blue`]);
  expect(allowed("s3:GetObject", "b/x")).toEqual([]);
});

test("who-can names them where nobody says who should have access", () => {
  const explainer = explainerOf({ name: "stack", estate: estateOf(OF_PARTNER), keysAreMadeUp: true });
  const { allowed, unknown } = whoCan({ do: "s3:GetObject", on: "s3://acme-lake/a/x" }, explainer);
  expect(allowed.map(({ who }) => who)).toEqual(["account 333333333333 with the tag team=red"]);
  expect(unknown).toEqual([]);
});

test("explain answers for one team", () => {
  const { model, found } = stackOf(OF_PARTNER);
  const ask = { as: "blue", do: "s3:GetObject", on: "s3://acme-lake/a/x" };
  const answers = explainerOfStack(model, found)
    .explain(ask)
    .map(({ explanation }) => explanation);
  expect(answers.map(({ who }) => who)).toEqual(["account 333333333333 with the tag team=blue"]);
  expect(answers.map(verdictOf)).toEqual(["refused"]);
});

test("a diff says what each team gains and loses", () => {
  const changes = ({ gains, losses }: ReturnType<typeof accessDiff>) =>
    [gains, losses].map((all) => all.map(({ who, what }) => [who, what]));
  const before = [estateOf(OF_PARTNER)];
  expect(changes(accessDiff(before, [estateOf(OF_PARTNER, { toBlue: "read_write" })]))).toEqual([
    [["account 333333333333 with the tag team=blue", ["list b/*", "get b/*"]]],
    [],
  ]);
  expect(changes(accessDiff(before, [estateOf(OF_PARTNER, { red: "team: green" })]))).toEqual([
    [["account 333333333333 with the tag team=green", ["list a/*", "get a/*"]]],
    [["account 333333333333 with the tag team=red", ["list a/*", "get a/*"]]],
  ]);
});

test("a diagram draws each team with its tags, and what it can do", async () => {
  const estate = estateOf(OF_PARTNER, { blue: 'team: blue, "cost center": "a b"' });
  const diagram = await diagramOf("teams", { estate, description: description(estate) }, "mermaid");
  expect(String(diagram).split("\n").slice(1)).toEqual([
    '  subgraph account_0["account data 111111111111"]',
    '    n0[("bucket<br>acme-lake<br>key alias/acme-lake")]',
    "  end",
    '  subgraph account_1["account partner 333333333333"]',
    '    n1[\\"roles and users with tags<br>cost center=a b, team=blue<br>those that its administrators allow"\\]',
    '    n2[\\"roles and users with tags<br>team=red<br>those that its administrators allow"\\]',
    "  end",
    '  n1 -->|"write b/#42;"| n0',
    '  n2 -->|"read a/#42;"| n0',
  ]);
});
