/** Logs of CloudTrail in several buckets under one key, which a key cannot tell apart by their trail. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import { proofOf } from "../support/provable";

const ALL = "for_accounts: [data, apps]";
const ONE = "for_accounts: [data]";
const NAMED = 'for_accounts: [data], source_arns: ["arn:aws:cloudtrail:*:111111111111:trail/main"]';
const ROLE = "account: apps, role: reader, existing: true";
const ACCOUNT = "account: apps, entire_account: true";

interface Case {
  readonly first: string;
  readonly second?: string;
  readonly trails?: readonly [string, string];
  readonly levels?: readonly [string, string];
}

function caseOf({ first, second = first, trails = [ALL, ALL], levels = ["read", "read"] }: Case) {
  const isOne = first === second;
  const model = resolve(
    loadTopology(`accounts:
  data: { id: "111111111111", region: us-east-1 }
  apps: { id: "222222222222", region: us-east-1 }
keys:
  former: { account: data }
buckets:
  one: { account: data, name: acme-one, other_keys: [former] }
  two: { account: data, name: acme-two, key: one, other_keys: [former] }
principals:
  first: { ${first} }
${isOne ? "" : `  second: { ${second} }`}
  trail_one: { service: cloudtrail, ${trails[0]} }
  trail_two: { service: cloudtrail, ${trails[1]} }
access:
  - { principal: trail_one, bucket: one, allow: put }
  - { principal: trail_two, bucket: two, allow: put }
  - { principal: first, bucket: one, allow: ${levels[0]} }
  - { principal: ${isOne ? "first" : "second"}, bucket: two, allow: ${levels[1]} }
`),
  );
  const terraform = JSON.parse(JSON.stringify(topologyTerraform("trails", model).terraform)) as object;
  return { model, terraform };
}

test.each<[string, Case]>([
  ["a role", { first: ROLE }],
  ["a new role", { first: "account: apps, role: reader, assumed_by: [ec2.amazonaws.com]" }],
  ["an organization", { first: "organization: o-abcde12345" }],
  ["an account", { first: ACCOUNT }],
  ["a role of the same account", { first: "account: data, role: reader, existing: true" }],
  ["trails of fewer accounts in the other bucket", { first: ROLE, trails: [ALL, ONE] }],
  ["trails of fewer accounts in the first bucket", { first: ROLE, trails: [ONE, ALL] }],
  ["a trail that the other bucket has with all others", { first: ROLE, trails: [NAMED, ALL] }],
  ["other trails in the other bucket", { first: ROLE, trails: [NAMED, "for_accounts: [apps]"] }],
  ["re-encryption in one", { first: ROLE, levels: ["read", "[get_version, update_encryption]"] }],
  ["an account, and a role in it elsewhere", { first: ACCOUNT, second: ROLE }],
  [
    "an account that reads fewer trails than a role in it",
    { first: ACCOUNT, second: ROLE, trails: [ONE, ALL] },
  ],
  ["two roles", { first: ROLE, second: ROLE.replace("reader", "writer") }],
])("are read with no statement twice: %s", (_, each) => {
  const { model, terraform } = caseOf(each);
  expect(proofOf(intentsOf(model), terraform).flaws.map(({ problem }) => problem)).toEqual([]);
});

test("a second statement with the same trails is superfluous", () => {
  const { model, terraform } = caseOf({ first: ROLE });
  const { locals } = terraform as { locals: Record<string, { Statement: { Sid: string }[] }> };
  const { Statement: statements = [] } = locals.one_key_policy ?? {};
  const twice = statements.flatMap((each) =>
    each.Sid === "DecryptTrailsOneForFirst" ? [each, { ...each, Sid: "DecryptTrailsTwoForFirst" }] : [each],
  );
  expect(twice.length).toBe(statements.length + 1);
  const wrong = {
    ...terraform,
    locals: { ...locals, one_key_policy: { ...locals.one_key_policy, Statement: twice } },
  };
  const problems = proofOf(intentsOf(model), wrong).flaws.map(({ problem }) => problem);
  expect(problems).toContain(
    "kms:Decrypt in statement DecryptTrailsTwoForFirst of the key policy of aws_kms_key.one is superfluous",
  );
});

/** Two buckets under one key, each with limits of its own. */
function limited(one: string, two: string): string[] {
  const model = resolve(
    loadTopology(`accounts:
  data: { id: "111111111111", region: us-east-1 }
  apps: { id: "222222222222", region: us-east-1 }
buckets:
  one: { account: data, name: acme-one, ${one} }
  two: { account: data, name: acme-two, key: one, ${two} }
principals:
  reader: { ${ROLE} }
  writer: { ${ROLE.replace("reader", "writer")} }
  trail: { service: cloudtrail, ${ALL} }
  main: { service: cloudtrail, ${NAMED} }
access:
  - { principal: trail, bucket: one, allow: put }
  - { principal: main, bucket: two, allow: put }
`),
  );
  const { terraform } = topologyTerraform("trails", model);
  return proofOf(intentsOf(model), JSON.parse(JSON.stringify(terraform))).flaws.map(({ problem }) => problem);
}

const ORGANIZATION = "restrict_to: { organization: o-abcde12345, except: [] }";
const DENIED = ["deny: [reader]", "deny: [writer]", "deny: [reader, writer]"] as const;

test.each([
  [ORGANIZATION, ORGANIZATION],
  [ORGANIZATION, DENIED[0]],
  [DENIED[0], DENIED[0]],
  [DENIED[0], DENIED[1]],
  [DENIED[0], DENIED[2]],
  [DENIED[2], DENIED[0]],
])("are denied with no statement twice: %s and %s", (one, two) => {
  expect(limited(one, two)).toEqual([]);
});
