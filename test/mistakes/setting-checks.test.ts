/** What each plan checks of buckets that exist already. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import { proofOf } from "../support/provable";

const KEY = "arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b";
const topologyOf = ({
  bucket = `key: "${KEY}"`,
  reader = "data",
  allow = "read",
  more = "",
} = {}) => `accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
keys:
  central: { account: data, existing: true, arn: "${KEY}", policy: handover }
buckets:
  lake: { account: data, name: acme-lake, existing: true, policy: handover, ${bucket} }
  other: { account: data, name: acme-other }
principals:
  batch: { account: ${reader}, role: acme-batch, existing: true }
access:
  - { principal: batch, bucket: lake, allow: ${allow} }
  - { principal: batch, bucket: other, allow: read }
${more}`;

interface Source {
  provider: string;
  identifier: string;
  type_name: string;
  lifecycle?: { postcondition: { condition: string; error_message: string }[] };
}

function proofWith(
  text: string,
  change: (lake: Source, sources: Record<string, Source>) => void = () => undefined,
) {
  const model = resolve(loadTopology(text));
  const { terraform } = topologyTerraform("lake", model);
  const copy = JSON.parse(JSON.stringify(terraform)) as {
    data: { aws_cloudcontrolapi_resource?: Record<string, Source> };
  };
  const sources = copy.data.aws_cloudcontrolapi_resource ?? {};
  change(sources.lake as Source, sources);
  return proofOf(intentsOf(model), copy);
}

const CENTRAL = topologyOf({ bucket: "key: central", reader: "apps" });
const REPLICATED = topologyOf({
  bucket: "encryption: AES256, replication: none",
  more: "replication:\n  - { from: lake, to: other }\n",
});

test("a plan checks what the proof takes the bucket to be", () => {
  const { flaws, assumptions, checked } = proofWith(CENTRAL);
  expect(flaws).toEqual([]);
  expect(checked).toEqual([
    `bucket acme-lake encrypts new objects with the key ${KEY} and a Bucket Key, disables ACLs and blocks public access`,
  ]);
  expect(assumptions.join("\n")).not.toMatch(/encrypts|ACLs|public access/);
});

test("versioning is checked where something replicates, and the encryption also without a key", () => {
  const { flaws, checked } = proofWith(REPLICATED);
  expect(flaws).toEqual([]);
  expect(checked).toEqual([
    "bucket acme-lake encrypts new objects with SSE-S3, disables ACLs and blocks public access",
    "the versioning of bucket acme-lake is enabled",
  ]);
});

test("without the check, all of it is taken as given", () => {
  const { flaws, assumptions, checked } = proofWith(
    CENTRAL.replace("key: central", "key: central, check_settings: false"),
  );
  expect(flaws).toEqual([]);
  expect(checked).toEqual([]);
  expect(assumptions).toContain(
    `bucket acme-lake encrypts new objects with the key ${KEY} and a Bucket Key, disables ACLs and blocks public access`,
  );
});

test("an id stands for the key until somebody of another account writes", () => {
  const keysIn = (text: string) => {
    let found = "";
    proofWith(text, ({ lifecycle }) => void (found = JSON.stringify(lifecycle)));
    return /data\.aws_kms_key\.\w+\.id/.exec(found)?.[0];
  };
  expect(keysIn(topologyOf({ allow: "read_write" }))).toBe("data.aws_kms_key.lake.id");
  expect(keysIn(CENTRAL)).toBe("data.aws_kms_key.central.id");
  expect(keysIn(topologyOf({ bucket: "key: central", reader: "apps", allow: "write" }))).toBeUndefined();
  const ofOrganization = topologyOf({ bucket: "key: central", allow: "put" })
    .replace("{ account: data, role: acme-batch, existing: true }", "{ organization: o-abcde12345 }")
    .replace("  - { principal: batch, bucket: other, allow: read }\n", "");
  expect(proofWith(ofOrganization).flaws).toEqual([]);
  expect(keysIn(ofOrganization)).toBeUndefined();
});

/** Each condition left out, and each with something else in it. */
const MUTANTS: Readonly<Record<string, [RegExp, string][]>> = {
  SSEAlgorithm: [
    [/\["aws:kms", /, '["AES256", "aws:kms", '],
    [/can\(/, "!can("],
  ],
  KMSMasterKeyID: [
    [/111111111111:key/, "333333333333:key"],
    [/data\.aws_kms_key\.central\.id/, '"another"'],
    [/data\.aws_kms_key\.central\.id/, "self.properties"],
    [/can\(/, "!can("],
  ],
  BucketKeyEnabled: [
    [/\[true\]/, "[false]"],
    [/\[true\]/, "[true, false]"],
    [/can\(/, "!can("],
  ],
  ObjectOwnership: [
    [/"BucketOwnerEnforced"/, '"BucketOwnerEnforced", "ObjectWriter"'],
    [/\}$/, " || true}"],
    [/\}$/, " && false || true}"],
    [/\}$/, " ? true : true}"],
    [/OwnershipControls/, "Ownership"],
  ],
  BlockPublicAcls: [
    [/can[^&]*BlockPublicAcls[^&]*&& /, ""],
    [/can[^&]*BlockPublicPolicy[^&]*&& /, ""],
    [/can[^&]*IgnorePublicAcls[^&]*&& /, ""],
    [/ && [^&]*RestrictPublicBuckets[^&]*\}$/, "}"],
    [/&&/, "||"],
  ],
};

const cases = Object.entries(MUTANTS).flatMap(([setting, changes]) => [
  [`without the condition of ${setting}`, setting, /^.*$/s, undefined] as const,
  ...changes.map(([from, to]) => [`with ${to} in the condition of ${setting}`, setting, from, to] as const),
]);

test.each(cases)("a plan %s is a flaw", (_, setting, from, to) => {
  const { flaws } = proofWith(CENTRAL, ({ lifecycle }) => {
    const { postcondition = [] } = lifecycle ?? {};
    const at = postcondition.findIndex(({ condition }) => condition.includes(setting));
    const [changed] = to === undefined ? postcondition.splice(at, 1) : [postcondition[at]];
    if (!changed || !from.test(changed.condition)) throw new Error(`there is no ${String(from)}`);
    changed.condition = changed.condition.replace(from, to ?? "");
  });
  expect(flaws.map(({ problem }) => problem)).toEqual([
    expect.stringMatching(/^no plan checks the .* of bucket acme-lake, as was asked for$/),
  ]);
});

test.each<[string, (lake: Source, sources: Record<string, Source>) => void]>([
  ["of nothing", (_, sources) => void delete sources.lake],
  ["without conditions", (lake) => void delete lake.lifecycle],
  ["of another bucket", (lake) => void (lake.identifier = "acme-other")],
  ["of something else", (lake) => void (lake.type_name = "AWS::S3::BucketPolicy")],
  ["in another account", (lake) => void (lake.provider = "aws.apps")],
])("a check %s is a flaw", (_, change) => {
  const { flaws, assumptions } = proofWith(CENTRAL, change);
  expect(flaws.map(({ problem }) => problem)).toEqual([
    "no plan checks the default encryption, the Object Ownership, the Block Public Access of bucket acme-lake, as was asked for",
  ]);
  expect(assumptions.join("\n")).toMatch(/bucket acme-lake encrypts new objects with .*, disables ACLs/);
});

test("a plan that accepts other versioning or another encryption is a flaw", () => {
  for (const [from, to] of [
    ['[\\"Enabled\\"]', '[\\"Suspended\\"]'],
    [', \\"aws:kms:dsse\\"]', "]"],
    ["!can(", "can("],
  ]) {
    const { flaws } = proofWith(REPLICATED, (lake) => {
      const text = JSON.stringify(lake.lifecycle);
      expect(text).toContain(from);
      lake.lifecycle = JSON.parse(text.replace(from ?? "", to ?? "")) as NonNullable<Source["lifecycle"]>;
    });
    expect(flaws).toHaveLength(1);
  }
});
