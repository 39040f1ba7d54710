/** Policies that somebody else wrote and that do not go together with the statements of s3porter, as the commands tell them. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { topologyTerraform } from "../constructs/topology-terraform";
import { readTopology } from "../topology/load";
import { resolve } from "../topology/resolve";
import { commands } from "./commands";
import { NO_PROGRESS } from "./progress";
import { proveCommand } from "./prove-command";
import { readSettings } from "./settings";
import { synthCommand } from "./synth-command";
import { validateCommand } from "./validate-command";

const { path: root, remove } = temporaryFolder();
afterAll(remove);

/** A folder with a stack for each topology, and with JSON files. */
function stacksWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(root, "stacks-"));
  mkdirSync(join(folder, "policies"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function validated(folder: string): Promise<{ problems: string[]; exitCode: number }> {
  const { text, exitCode } = await validateCommand([], {
    json: false,
    folder,
    policyProblems: commands.policyProblems,
  });
  const problems = text.split("\n").filter((line) => line.startsWith(folder));
  return { problems: problems.map((line) => line.replace(`${folder}/`, "")), exitCode };
}

const HEAD = `accounts:
  data: { id: "111111111111", region: eu-west-1 }
`;
const TLS = "{ Sid: DenyInsecureTransport, Effect: Deny, Principal: '*', Action: 's3:*', Resource: '*' }";
const OTHER = "{ Effect: Deny, Principal: '*', Action: 's3:PutBucketAcl', Resource: '*' }";

const IN_JSON =
  HEAD + "buckets:\n  lake: { account: data, name: acme-lake, statements: policies/lake.json }\n";
const LAKE_JSON = `[
  { "Effect": "Deny", "Principal": "*", "Action": "s3:PutBucketAcl", "Resource": "*" },
  {
    "Sid": "DenyInsecureTransport",
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "*"
  }
]
`;
const TAKEN_IN_LAKE =
  'the policy of bucket lake already has a statement "DenyInsecureTransport" of s3porter (Deny s3:*), and Sids are unique within a policy; give yours another Sid';

const PRINCIPALS = `${HEAD}buckets:
  lake: { account: data, name: acme-lake }
principals:
  etl:
    account: data
    role: acme-etl
    assumed_by: ["arn:aws:iam::111111111111:user/admin"]
`;
const ACCESS = "access:\n  - { principal: etl, bucket: lake, allow: read }\n";

test.each<[string, Record<string, string>, string]>([
  [
    "a bucket, in the topology",
    {
      "a.yaml": `${HEAD}buckets:
  lake:
    account: data
    name: acme-lake
    statements:
      - ${OTHER}
      - ${TLS}
`,
    },
    `a.yaml:9:16: buckets.lake.statements[1].Sid: ${TAKEN_IN_LAKE}`,
  ],
  [
    "a bucket, in the only statement of a policy",
    {
      "a.yaml": `${HEAD}buckets:
  lake:
    account: data
    name: acme-lake
    statements: { Statement: ${TLS} }
`,
    },
    `a.yaml:7:37: buckets.lake.statements.Statement.Sid: ${TAKEN_IN_LAKE}`,
  ],
  [
    "a bucket, in a list in a JSON file",
    { "a.yaml": IN_JSON, "policies/lake.json": LAKE_JSON },
    `policies/lake.json:4:12: [1].Sid: ${TAKEN_IN_LAKE}`,
  ],
  [
    "a bucket, in a policy in a JSON file",
    { "a.yaml": IN_JSON, "policies/lake.json": `{ "Statement":\n${LAKE_JSON}}` },
    `policies/lake.json:5:12: Statement[1].Sid: ${TAKEN_IN_LAKE}`,
  ],
  [
    "the key of a bucket",
    {
      "a.yaml": `${HEAD}buckets:
  lake:
    account: data
    name: acme-lake
    key:
      statements:
        - { Sid: EnableIAMPolicies, Effect: Deny, Principal: '*', Action: 'kms:*', Resource: '*' }
`,
    },
    'a.yaml:9:18: buckets.lake.key.statements[0].Sid: the policy of key lake already has a statement "EnableIAMPolicies" of s3porter (Allow kms:*), and Sids are unique within a policy; give yours another Sid',
  ],
  [
    "a key",
    {
      "a.yaml": `${HEAD}keys:
  central:
    account: data
    statements:
      - { Sid: EnableIAMPolicies, Effect: Deny, Principal: '*', Action: 'kms:*', Resource: '*' }
buckets:
  lake: { account: data, name: acme-lake, key: central }
`,
    },
    'a.yaml:7:16: keys.central.statements[0].Sid: the policy of key central already has a statement "EnableIAMPolicies" of s3porter (Allow kms:*), and Sids are unique within a policy; give yours another Sid',
  ],
  [
    "a role",
    {
      "a.yaml": `${PRINCIPALS}    statements:
      - { Sid: GetLake, Effect: Allow, Action: 'ssm:GetParameter', Resource: '*' }
${ACCESS}`,
    },
    'a.yaml:11:16: principals.etl.statements[0].Sid: the identity policy of role etl already has a statement "GetLake" of s3porter (Allow s3:GetObject and 1 more action), and Sids are unique within a policy; give yours another Sid',
  ],
  [
    "the trust policy of a role",
    {
      "a.yaml": `${PRINCIPALS}    trust_statements:
      - { Sid: AssumeRole, Effect: Deny, Principal: '*', Action: 'sts:AssumeRole' }
${ACCESS}`,
    },
    'a.yaml:11:16: principals.etl.trust_statements[0].Sid: the trust policy of role etl already has a statement "AssumeRole" of s3porter (Allow sts:AssumeRole), and Sids are unique within a policy; give yours another Sid',
  ],
])("a Sid of s3porter in the statements of %s has its place", async (_, files, problem) => {
  expect(await validated(stacksWith(files))).toEqual({
    problems: [`${problem} [topology/policy-conflicts]`],
    exitCode: 2,
  });
});

const MERGED = `${HEAD}buckets:
  lake:
    account: data
    name: acme-lake
    existing: true
    encryption: AES256
    policy: { merge: policies/lake.json }
`;
const GRANTED = `${MERGED}principals:
  batch: { account: other, role: acme-batch, existing: true }
access:
  - { principal: batch, bucket: lake, allow: read }
`.replace("buckets:", '  other: { id: "222222222222", region: eu-west-1, managed: false }\nbuckets:');
const GET = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Deny", "Principal": "*", "Action": "s3:PutBucketAcl", "Resource": "arn:aws:s3:::acme-lake", "Sid": "GetForBatch" }
  ]
}`;

test("a Sid of s3porter in the policy that is merged has its place", async () => {
  expect(await validated(stacksWith({ "a.yaml": GRANTED, "policies/lake.json": GET }))).toEqual({
    problems: [
      'policies/lake.json:4:117: Statement[0].Sid: the policy of bucket lake already has a statement "GetForBatch" of s3porter (Allow s3:GetObject and 1 more action), and Sids are unique within a policy; give yours another Sid [topology/policy-conflicts]',
    ],
    exitCode: 2,
  });
});

test("a policy that was fetched after the deployment has copies of all statements of s3porter", async () => {
  const folder = stacksWith({ "a.yaml": GRANTED, "policies/lake.json": GET.replace("GetForBatch", "Mine") });
  const model = resolve(readTopology(join(folder, "a.yaml")).topology);
  const { terraform } = topologyTerraform("a", model);
  const { locals } = terraform as { locals: Record<string, { Statement: { Sid: string }[] }> };
  const deployed = locals.lake_bucket_policy;
  writeFileSync(join(folder, "policies/lake.json"), JSON.stringify(deployed));
  const { problems } = await validated(folder);
  const sids = deployed?.Statement.map(({ Sid }) => Sid).filter((sid) => sid !== "Mine") ?? [];
  expect(sids.length).toBeGreaterThan(1);
  expect(problems).toEqual(
    sids.map((sid) =>
      expect.stringMatching(
        `: the policy of bucket lake already has a statement "${sid}" of s3porter .*; yours is the same, from an earlier deployment, so remove it \\[topology/policy-conflicts\\]$`,
      ),
    ),
  );
});

test("a policy that is merged and has no statements has its place", async () => {
  const folder = stacksWith({ "a.yaml": MERGED, "policies/lake.json": '{ "Statement": [] }' });
  expect(await validated(folder)).toEqual({
    problems: [
      "a.yaml:9:22: buckets.lake.policy.merge: the policy of bucket lake would have no statements, and AWS rejects such a policy; write policy: handover, which changes nothing [topology/policy-conflicts]",
    ],
    exitCode: 2,
  });
});

test("every one is told, and what is beside them", async () => {
  const own = (bucket: string) => `  ${bucket}:
    account: data
    name: acme-${bucket}
    statements: [${TLS}]
`;
  const folder = stacksWith({
    "a.yaml": `${HEAD}buckets:\n${own("lake")}${own("pond")}`,
    "b.yaml": HEAD.replace("data", "date") + "buckets:\n  sea: { account: data, name: acme-sea }\n",
  });
  const { problems } = await validated(folder);
  expect(problems).toEqual([
    expect.stringMatching(/^b\.yaml:4:19: /),
    expect.stringMatching(/^a\.yaml:7:25: buckets\.lake\./),
    expect.stringMatching(/^a\.yaml:11:25: buckets\.pond\./),
  ]);
});

test("other statements are valid", async () => {
  const json = LAKE_JSON.replace("DenyInsecureTransport", "DenyMore");
  expect(await validated(stacksWith({ "a.yaml": IN_JSON, "policies/lake.json": json }))).toEqual({
    problems: [],
    exitCode: 0,
  });
  const kept = GET.replace("GetForBatch", "Mine");
  expect(await validated(stacksWith({ "a.yaml": GRANTED, "policies/lake.json": kept }))).toEqual({
    problems: [],
    exitCode: 0,
  });
});

test("topologies without such policies are validated without the constructs", async () => {
  const policyProblems = jest.fn(commands.policyProblems);
  const folder = stacksWith({ "a.yaml": `${PRINCIPALS}${ACCESS}` });
  const { exitCode } = await validateCommand([], { json: false, folder, policyProblems });
  expect([exitCode, policyProblems.mock.calls]).toEqual([0, []]);
});

describe("beside a stack that can be proved", () => {
  const good = `${PRINCIPALS}${ACCESS}`.replaceAll("acme-", "good-");
  const files = { "a.yaml": IN_JSON, "policies/lake.json": LAKE_JSON, "good.yaml": good };
  const place = `policies/lake.json:4:12: [1].Sid: ${TAKEN_IN_LAKE}`;

  test("prove tells it and proves the other", async () => {
    const folder = stacksWith(files);
    const options = { colour: false, folder, progress: NO_PROGRESS };
    const { text, notes, exitCode } = await proveCommand([], options);
    expect(text).toMatch(/^good is proved$/m);
    expect(notes?.join()).toContain(join(folder, place));
    expect(exitCode).toBe(2);
    await expect(proveCommand(["a"], options)).rejects.toThrow(join(folder, place));
  });

  test("synth tells it and writes nothing", () => {
    const folder = stacksWith(files);
    const { text, notes, exitCode } = synthCommand({ ...readSettings(), stacks: folder });
    expect(text).toBe("");
    expect(notes?.join()).toContain(join(folder, place));
    expect(exitCode).toBe(2);
  });
});
