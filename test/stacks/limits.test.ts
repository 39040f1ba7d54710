/** How much fits into the policies of a stack. docs/topology.md has these figures. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { proveCommand } from "../../src/cli/prove-command";
import { NO_PROGRESS } from "../../src/cli/progress";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { headroomOf } from "../../src/prove/headroom/headroom";
import type { Growth, Headroom } from "../../src/prove/headroom/room";
import { proofFacts } from "../../src/report/proof-facts";
import { readStackFolder } from "../../src/topology/folder";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import type { Topology } from "../../src/topology/topology";
import { caseOf, proveTopology } from "../../src/verify/topology";
import { manyBuckets, manyRoles, manyRolesToAssume } from "../fixtures/large-topologies";
import { REPOSITORY } from "../support/repository";
import { tried } from "../support/runs";
import { temporaryFolder } from "../support/temporary-folder";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

const TOO_LONG = /^the policy of bucket shared would have about [\d,]+ bytes, and AWS accepts 20,480: /;
const TOO_LONG_BY_ONE =
  /^the policy of bucket (shared|lake) would have about 20,[\d,]+ bytes, and AWS accepts 20,480: /;
const EXISTING_ROLE = "role: acme-etl, existing: true";
const EXISTING_USER = "user: acme-etl, existing: true";
const roles = (allow: string) => (count: number) => loadTopology(manyRoles(count, allow));
const bucketsOf = (principal: string) => (count: number) => manyBuckets(count, principal);

function synthesize(topology: Topology): void {
  topologyTerraform("large", resolve(topology));
}

test.each<[string, number, RegExp, (count: number) => Topology]>([
  ["roles of another account that read a bucket", 182, TOO_LONG, roles("read")],
  ["roles of another account that read and write a bucket", 120, TOO_LONG, roles("read_write")],
  ["buckets that a role reads and writes", 140, /more than 20 managed policies/, bucketsOf(EXISTING_ROLE)],
  ["buckets that a user reads and writes", 70, /more than 10 managed policies/, bucketsOf(EXISTING_USER)],
])("%s: %i", (what, most, message, topology) => {
  expect(() => synthesize(topology(most))).not.toThrow();
  expect(() => synthesize(topology(most + 1))).toThrow(message);
  const reference = readFileSync(join(REPOSITORY, "docs", "topology.md"), "utf8");
  const row = reference.split("\n").find((line) => line.startsWith(`| ${what} `)) ?? "";
  expect(row.split("|")[2]?.trim()).toBe(String(most));
});

test.each<[string, Topology]>([
  ["100 roles that read a bucket", roles("read")(100)],
  ["12 buckets of a role", manyBuckets(12, EXISTING_ROLE)],
  ["12 buckets of an existing user", manyBuckets(12, EXISTING_USER)],
  ["12 buckets of a new user", manyBuckets(12, "user: acme-etl")],
  ["30 buckets of a role", manyBuckets(30, EXISTING_ROLE)],
  ["30 buckets of a new role", manyBuckets(30, 'role: acme-etl, assumed_by: ["ec2.amazonaws.com"]')],
  ["30 roles that a user can assume", manyRolesToAssume(30)],
])("%s are proved", (_, topology) => {
  const { proof } = proveTopology({ name: "large", topology });
  expect(proof.flaws).toEqual([]);
  expect(proof.grants.length).toBeGreaterThan(0);
});

/** Partners with an account each. */
function partners(count: number, access: (number: number) => string): Topology {
  const each = (line: (number: number) => string) =>
    Array.from({ length: count }, (_, index) => line(100 + index)).join("\n");
  return loadTopology(`accounts:
  data: { id: "111111111111", region: eu-west-1 }
${each((number) => `  a${number}: { id: "222222222${number}", region: eu-west-1 }`)}
buckets:
  lake: { account: data, name: acme-lake }
principals:
${each((number) => `  p${number}: { account: a${number}, role: acme-etl-${number}, existing: true }`)}
access:
${each((number) => `  - { principal: p${number}, bucket: lake, ${access(number)} }`)}
`);
}

/** Accounts with a bucket each. */
function accounts(count: number, replication: (number: number) => string): Topology {
  const each = (line: (number: number) => string) =>
    Array.from({ length: count }, (_, index) => line(100 + index)).join("\n");
  return loadTopology(`accounts:
  data: { id: "111111111111", region: eu-west-1 }
${each((number) => `  a${number}: { id: "222222222${number}", region: eu-west-1 }`)}
buckets:
  lake: { account: data, name: acme-lake }
${each((number) => `  b${number}: { account: a${number}, name: acme-orders-${number} }`)}
replication:
${each((number) => `  - { ${replication(number)} }`)}
`);
}

/** Buckets under one key, each with a partner of its own. */
function underOneKey(count: number): Topology {
  const each = (line: (number: number) => string) =>
    Array.from({ length: count }, (_, index) => line(100 + index)).join("\n");
  return loadTopology(`accounts:
  data: { id: "111111111111", region: eu-west-1 }
${each((number) => `  a${number}: { id: "222222222${number}", managed: false }`)}
keys:
  one: { account: data }
buckets:
${each((number) => `  b${number}: { account: data, name: acme-drop-${number}, key: one }`)}
principals:
${each((number) => `  p${number}: { account: a${number}, role: acme-etl-${number}, existing: true }`)}
access:
${each((number) => `  - { principal: p${number}, bucket: b${number}, allow: read_write }`)}
`);
}

/** A role that others assume. */
function trusting(count: number): Topology {
  const callers = Array.from(
    { length: count },
    (_, index) => `"arn:aws:iam::222222222${100 + index}:role/etl"`,
  );
  return loadTopology(`accounts:
  data: { id: "111111111111", region: eu-west-1 }
buckets:
  lake: { account: data, name: acme-lake }
principals:
  reader: { account: data, role: reader, assumed_by: [${callers.join(", ")}] }
access:
  - { principal: reader, bucket: lake, allow: read }
`);
}

function service(count: number): Topology {
  const ids = Array.from({ length: count }, (_, index) => `"222222222${100 + index}"`);
  return loadTopology(`accounts:
  data: { id: "111111111111", region: eu-west-1 }
buckets:
  logs: { account: data, name: acme-logs }
principals:
  flow: { service: vpc-flow-logs, for_accounts: [${ids.join(", ")}] }
access:
  - { principal: flow, bucket: logs, allow: write }
`);
}

test.each<[string, number, (count: number) => Topology, RegExp, RegExp]>([
  [
    "partners that share a bucket, of accounts that others manage",
    82,
    (count) => partners(count, () => "allow: read_write"),
    /the first 82 grants fit, and the next, of p182 on lake, does not; grant access to the entire account/,
    /keys? of their own/,
  ],
  [
    "buckets that replicate to one, with a prefix each",
    65,
    (count) => accounts(count, (number) => `from: b${number}, to: lake, prefix: p${number}/`),
    /the first 65 replications fit, and the next, from b165, does not; use fewer prefixes, .*; or use several buckets$/,
    /access points|entire account/,
  ],
  [
    "destinations of one bucket",
    198,
    (count) => accounts(count, (number) => `from: lake, to: b${number}`),
    /b298 is the first destination of lake that does not fit; let the destinations of an account share a key/,
    /split the access/,
  ],
  [
    "buckets under one key, with a partner each",
    74,
    underOneKey,
    /the policy of key one would have .* bytes, .*; or give some of the buckets a key of their own \(leave out key\)$/,
    /access points|several buckets/,
  ],
  ["accounts whose roles assume a role", 52, trusting, /name the root of an account/, /grants/],
  [
    "accounts for which VPC flow logs are delivered",
    47,
    service,
    /; name the organization of the accounts that a service delivers for \(for_organization\); or use several buckets$/,
    /access points/,
  ],
])("%s: %i fit, and one more says the way out", (what, most, topology, wayOut, noWayOut) => {
  expect(() => synthesize(topology(most))).not.toThrow();
  const problem = problemOf(() => synthesize(topology(most + 1)));
  const reference = readFileSync(join(REPOSITORY, "docs", "topology.md"), "utf8");
  const row = reference.split("\n").find((line) => line.startsWith(`| ${what} `));
  // Partners that read and write are in the table with short names.
  if (row !== undefined) expect(row.split("|")[2]?.trim()).toBe(String(most));
  expect(problem).toMatch(wayOut);
  expect(problem).not.toMatch(noWayOut);
});

/** The topology with so many is proved, and says how many more fit. */
function roomWith(topology: Topology): Headroom | undefined {
  const model = resolve(topology);
  return headroomOf(caseOf(model, topologyTerraform("few", model).terraform).estate);
}

// The edges are tried above.
const FORESEEN: readonly [string, Growth, number, (count: number) => Topology, readonly number[]][] = [
  ["partners that share a bucket", "principals", 82, (n) => partners(n, () => "allow: read_write"), [2, 30]],
  [
    "buckets that replicate to one, with a prefix each",
    "principals",
    65,
    (count) => accounts(count, (number) => `from: b${number}, to: lake, prefix: p${number}/`),
    [2, 30],
  ],
  [
    "destinations of one bucket",
    "destinations",
    198,
    (count) => accounts(count, (number) => `from: lake, to: b${number}`),
    [1, 2, 9, 30],
  ],
  ["buckets under one key, with a partner each", "principals", 74, underOneKey, [2, 30]],
  ["accounts whose roles assume a role", "trusted principals", 52, trusting, [1, 2, 30]],
  ["accounts for which VPC flow logs are delivered", "accounts", 47, service, [1, 2, 30]],
  ["buckets of a role", "buckets", 140, bucketsOf(EXISTING_ROLE), [60]],
  ["buckets of a user", "buckets", 70, bucketsOf(EXISTING_USER), [1, 2, 30]],
];

const foreseen = FORESEEN.flatMap(([what, growth, most, topology, counts]) =>
  [...counts, most].map((count) => ({ what, count, growth, most, topology })),
);

test.each(tried(foreseen))(
  "the proof foresees how many fit: $what, from $count",
  ({ count, growth, most, topology }) => {
    expect(roomWith(topology(count))).toMatchObject({ growth, more: most - count });
  },
);

test.each<[string, number, (count: number) => Topology]>([
  ["roles of one account", 30, roles("read")],
  ["roles of an account each", 3, (count) => partners(count, () => "allow: read_write, prefix: in/")],
  [
    "roles with a prefix each",
    3,
    (count) => partners(count, (number) => `allow: read_write, prefix: in/${number}/`),
  ],
])("the proof foresees how many fit: %s", (_, few, topology) => {
  const { headroom } = proveTopology({ name: "few", topology: topology(few) }).proof;
  const most = few + (headroom?.more ?? 0);
  expect(most).toBeGreaterThan(20);
  expect(() => synthesize(topology(most))).not.toThrow();
  expect(() => synthesize(topology(most + 1))).toThrow(TOO_LONG_BY_ONE);
});

test("the proof foresees how many destinations fit that have a prefix each, which the source has too", () => {
  const topology = (count: number) =>
    accounts(count, (number) => `from: lake, to: b${number}, prefix: p${number}/`);
  const most = 2 + (roomWith(topology(2))?.more ?? 0);
  expect(most).toBeGreaterThan(100);
  expect(() => synthesize(topology(most))).not.toThrow();
  expect(() => synthesize(topology(most + 1))).toThrow(/more than 20 managed policies/);
});

test("the proof foresees how many buckets fit that share a key", () => {
  const topology = (count: number) => {
    const numbers = Array.from({ length: count }, (_, index) => 100 + index);
    return loadTopology(`accounts:
  data: { id: "111111111111", region: eu-west-1 }
keys: { one: { account: data } }
buckets:
${numbers.map((number) => `  b${number}: { account: data, name: acme-${number}, key: one }`).join("\n")}
principals: { etl: { account: data, user: etl, existing: true } }
access:
${numbers.map((number) => `  - { principal: etl, bucket: b${number}, allow: read_write }`).join("\n")}
`);
  };
  for (const count of [2, 30])
    expect(roomWith(topology(count))).toMatchObject({ growth: "buckets", more: 120 - count });
  expect(() => synthesize(topology(120))).not.toThrow();
  expect(() => synthesize(topology(121))).toThrow(/more than 10 managed policies/);
});

test.each<[string, (count: number) => Topology, string]>([
  [
    "destinations",
    (count) => accounts(count, (number) => `from: lake, to: b${number}`),
    "for 196 more destinations like acme-orders-100; then the 20 managed policies of role acme-lake-replication are full, and the way out is: let the destinations of an account share a key, or replicate to fewer buckets: S3 takes one role for all rules of a bucket, so it cannot be split",
  ],
  [
    "trusted principals",
    trusting,
    "for 50 more trusted principals like etl; then the trust policy of role reader is full, and the way out is: name the root of an account in place of its roles and users, and its administrators choose who gets access",
  ],
  [
    "accounts",
    service,
    "for 45 more accounts like 222222222100; then the bucket policy of acme-logs is full, and the way out is: name the organization of the accounts that a service delivers for (for_organization)",
  ],
  [
    "principals under a key",
    underOneKey,
    "for 72 more principals like acme-etl-100; then the key policy of aws_kms_key.one is full, and the way out is: give some of the buckets a key of their own (leave out key)",
  ],
  [
    "principals of replications",
    (count) => accounts(count, (number) => `from: b${number}, to: lake, prefix: p${number}/`),
    "for 63 more principals like acme-orders-100-replication; then the bucket policy of acme-lake is full, and the way out is: use fewer prefixes, or the same for all principals, which then share statements; or use several buckets",
  ],
])("the proof says the way out: %s", (_, topology, text) => {
  const { proof } = proveTopology({ name: "few", topology: topology(2) });
  expect(proofFacts(proof).find(({ label }) => label === "room")?.text).toBe(text);
});

test("a stack and its module have the same room: a list of one is not counted as shorter", () => {
  const path = "o-abcde12345/r-ab12/ou-ab12-11111111/";
  for (const length of tried(Array.from({ length: 57 }, (_, index) => 3 + index))) {
    const model = resolve(
      loadTopology(`accounts:
  data: { id: "111111111111", region: us-east-1 }
  partner: { id: "222222222222", managed: false }
buckets: { lake: { account: data, name: ${"a".repeat(length)} } }
principals:
  members: { organization: o-abcde12345, paths: [${path}] }
  reader: { account: partner, role: Reader, existing: true }
access:
  - { principal: members, bucket: lake, allow: read }
  - { principal: reader, bucket: lake, allow: read }
`),
    );
    const { terraform } = topologyTerraform("lake", model);
    const json = JSON.stringify(terraform);
    const asList = json.replaceAll(
      `"aws:PrincipalOrgPaths":"${path}"`,
      `"aws:PrincipalOrgPaths":["${path}"]`,
    );
    expect(asList).not.toBe(json);
    const listed = headroomOf(caseOf(model, JSON.parse(asList)).estate);
    expect(listed?.more).toBeGreaterThan(100);
    expect(listed).toEqual(headroomOf(caseOf(model, terraform).estate));
  }
});

function problemOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}

test("the access that is one too many has its line, and the other stacks have their proofs", async () => {
  const text = manyRoles(200, "read");
  writeFileSync(join(folder, "a.yaml"), text);
  writeFileSync(join(folder, "b.yaml"), manyRoles(2, "read", "acme-other-datasets"));
  const file = join(folder, "a.yaml");
  const line = text.split("\n").findIndex((each) => each.includes("principal: t182,")) + 1;
  const place = `${file}:${line}:5: access[182]: the policy of bucket shared would have about 22,`;
  const advice = "grant access to the entire account (entire_account: true)";
  const [a] = readStackFolder(folder).stacks;
  const refusal = problemOf(() => a && proveTopology(a));
  expect(refusal).toContain(place);
  expect(refusal).toContain(advice);
  expect(refusal).toContain("the first 182 grants fit, and the next, of t182 on shared, does not");
  const options = { modules: [], colour: false, folder, progress: NO_PROGRESS };
  const told = await proveCommand([], { ...options, json: false });
  expect(told.exitCode).toBe(1);
  expect(told.text).toMatch(/^a is NOT PROVED\n[^]*\n\nb is proved\n\n1 of 2 stacks is not proved: a$/);
  const { stacks } = JSON.parse((await proveCommand([], { ...options, json: true })).text) as {
    stacks: { stack: string; proved: boolean; flaws: { problem: string; repair: string }[] }[];
  };
  expect(stacks.map(({ stack, proved }) => [stack, proved])).toEqual([
    ["a", false],
    ["b", true],
  ]);
  expect(stacks[0]?.flaws[0]?.problem).toContain(place);
  expect(stacks[0]?.flaws[0]?.repair).toContain(advice);
});

test("a role that trusts too many principals hides no other stack", async () => {
  const callers = Array.from({ length: 80 }, (_, number) => `caller${number}`);
  const text = `accounts:
  data: { id: "111111111111", region: eu-west-1 }
buckets:
  shared: { account: data, name: acme-shared }
principals:
  reader: { account: data, role: acme-reader, assumed_by: [${callers.join(", ")}] }
${callers.map((name) => `  ${name}: { account: data, user: ${name}, existing: true }`).join("\n")}
access:
  - { principal: reader, bucket: shared, allow: read }
`;
  const { path, remove: removeTrusting } = temporaryFolder();
  writeFileSync(join(path, "trusting.yaml"), text);
  writeFileSync(join(path, "usual.yaml"), manyRoles(2, "read"));
  const options = { modules: [], colour: false, folder: path, progress: NO_PROGRESS, json: false };
  const told = await proveCommand([], options);
  removeTrusting();
  // Where its lines break depends on the folder.
  expect(told.text.replaceAll(/\s+/g, " ")).toMatch(
    /: local\.reader_trust_policy has about 3,\d+ characters, and AWS accepts 2,048 .* repair: name the root of an account .* usual is proved /,
  );
  expect(told.exitCode).toBe(1);
});
