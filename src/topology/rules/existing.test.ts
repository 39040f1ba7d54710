import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTopology, readTopology } from "../load";
import { isTopologyError } from "../problem";
import { resolve } from "../resolve";

const ARN = "arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b";
const KEY = `{ account: data, existing: true, arn: "${ARN}", policy: handover }`;
const BUCKET = "{ account: data, name: acme-lake, existing: true, key: central, policy: handover }";

function topology({ key = KEY, bucket = BUCKET, principal = "apps" } = {}): string {
  return `accounts:
  data: { id: "111111111111", region: eu-west-1, profile: data-admin }
  apps: { id: "222222222222", region: eu-west-1 }
keys:
  central: ${key}
buckets:
  lake: ${bucket}
principals:
  batch: { account: ${principal}, role: acme-batch, existing: true }
access:
  - { principal: batch, bucket: lake, allow: read }
`;
}

function merging(statement: string): string {
  return `{ merge: { Statement: [${statement.replace("{", '{ Effect: Allow, Principal: "*",')}] } }`;
}

/** The bucket replicates to another one. */
function replicating(bucket: string): string {
  const replica = "  replica: { account: data, name: acme-replica, key: central }";
  return `${topology({ bucket }).replace("principals:", `${replica}\nprincipals:`)}replication:\n  - { from: lake, to: replica }\n`;
}

const WITHOUT_KEYS = (text: string) => text.replace(/keys:\n.*\n/, "");

function problemsOf(text: string): string[] {
  try {
    loadTopology(text);
    return [];
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

test.each([
  ["both handed over", topology()],
  [
    "a merged policy in the topology",
    topology({ bucket: BUCKET.replace("handover", "{ merge: { Statement: [] } }") }),
  ],
  ...[
    "*",
    "arn:aws:s3:::*",
    "arn:*:s3:::acme-lake",
    "arn:aws:s3:::acme-lake/a/*",
    "arn:aws:s3:::acme-l*",
    "arn:aws:s3:::acme-lake/${aws:username}",
    "arn:aws:s3:::acme-lake*",
  ].map((resource): [string, string] => [
    `the resource ${resource} in a merged policy`,
    topology({
      bucket: BUCKET.replace(
        "handover",
        () =>
          `{ merge: { Version: "2012-10-17", Statement: { Effect: Allow, Principal: "*", Action: "S3:Get*", Resource: "${resource}" } } }`,
      ),
    }),
  ]),
  ["SSE-S3", topology({ bucket: BUCKET.replace("key: central", "encryption: AES256") })],
  ["a source without rules", replicating(BUCKET.replace("policy", "replication: none, policy"))],
  ["a source whose rules can go", replicating(BUCKET.replace("policy", "replication: replace, policy"))],
  ["versioning", topology({ bucket: BUCKET.replace("policy", "versioning: true, policy") })],
  [
    "the ARN of a key that needs no statements",
    WITHOUT_KEYS(topology({ bucket: BUCKET.replace("central", `"${ARN}"`), principal: "data" })),
  ],
  [
    "a new bucket under an existing key",
    topology({ bucket: "{ account: data, name: acme-lake, key: central }" }),
  ],
])("accepts %s", (_, text) => {
  expect(problemsOf(text)).toEqual([]);
});

const OWNER = (name: string, fetch: string) =>
  `"policy" is missing: one policy has one owner. Write policy: { merge: policies/${name}.json }, and s3porter owns the policy from now on, keeps the statements of that file and adds its own; or write policy: handover, and you get the statements for its administrators to add. This fetches the policy as it is today: mkdir -p policies && ${fetch} > policies/${name}.json`;

test.each<[string, string, string[]]>([
  [
    "a bucket whose policy has no owner",
    topology({ bucket: BUCKET.replace(", policy: handover", "") }),
    [
      `buckets.lake.policy: ${OWNER("lake", "aws s3api get-bucket-policy --bucket acme-lake --query Policy --output text --region eu-west-1 --profile data-admin")}`,
    ],
  ],
  [
    "a key whose policy has no owner",
    topology({ key: KEY.replace(", policy: handover", "") }),
    [
      `keys.central.policy: ${OWNER("central", `aws kms get-key-policy --key-id ${ARN} --policy-name default --query Policy --output text --region eu-west-1 --profile data-admin`)}`,
    ],
  ],
  [
    "a key without its ARN",
    topology({ key: "{ account: data, existing: true, policy: handover }" }),
    [
      'keys.central.arn: "arn" is missing: policies identify a key by its ARN; this prints it: aws kms describe-key --key-id alias/central --query KeyMetadata.Arn --output text --region eu-west-1 --profile data-admin',
    ],
  ],
  [
    "the alias of a key",
    WITHOUT_KEYS(topology({ bucket: BUCKET.replace("central", "alias/lake"), principal: "data" })),
    [
      'buckets.lake.key: "alias/lake" is the alias or id of a key; write the ARN of the key: aws kms describe-key --key-id alias/lake --query KeyMetadata.Arn --output text; or a name from keys and buckets. An alias can name another key tomorrow, and the access would then be to the wrong key',
    ],
  ],
  [
    "the ARN of an alias",
    topology({ key: KEY.replace(/key\/[^"]*/, "alias/central") }),
    [
      'keys.central.arn: "arn:aws:kms:eu-west-1:111111111111:alias/central" is an alias, which can name another key tomorrow; write the ARN of the key: aws kms describe-key --key-id alias/central --query KeyMetadata.Arn --output text',
    ],
  ],
  [
    "a key of another account",
    topology({ key: KEY.replace(":111111111111:", ":333333333333:") }),
    [
      `keys.central.arn: "${ARN.replace(":111111111111:", ":333333333333:")}" is in account 333333333333 and eu-west-1, but accounts.data is 111111111111 in eu-west-1; name the account of the key`,
    ],
  ],
  [
    "what only the creation of a key sets",
    topology({ key: KEY.replace("policy", "alias: alias/central, policy") }),
    [
      'keys.central.alias: "alias" has no effect, because s3porter leaves keys that exist already as they are; leave it out',
    ],
  ],
  [
    "what only the creation of a bucket sets, and suspended versioning",
    topology({ bucket: BUCKET.replace("policy", "versioning: false, force_destroy: true, policy") }),
    [
      'buckets.lake.versioning: s3porter does not suspend the versioning of a bucket that exists already; leave "versioning" out, or write true to enable it',
      'buckets.lake.force_destroy: "force_destroy" has no effect, because s3porter leaves buckets that exist already as they are; leave it out',
    ],
  ],
  [
    "a source of replication whose rules could be lost",
    replicating(BUCKET),
    [
      'buckets.lake.replication: "replication" is missing: S3 has one replication configuration for each bucket, with one role, and Terraform replaces it as a whole. This shows what the bucket has today: aws s3api get-bucket-replication --bucket acme-lake --region eu-west-1 --profile data-admin. If it has none (ReplicationConfigurationNotFoundError), write replication: none. If it has rules, state them in the list "replication" of this file and write replication: replace; or remove "from: lake" from that list, and let the owner of the rules add yours',
    ],
  ],
  [
    "rules of a bucket that does not replicate",
    topology({ bucket: BUCKET.replace("policy", "replication: none, policy") }),
    [
      'buckets.lake.replication: "replication" has no effect, because nothing in this file replicates from lake; leave it out',
    ],
  ],
  [
    "another word for what becomes of the rules",
    replicating(BUCKET.replace("policy", "replication: merge, policy")),
    ['buckets.lake.replication: unknown value "merge"; allowed are none, replace'],
  ],
  [
    "rules of a new bucket",
    replicating("{ account: data, name: acme-lake, key: central, replication: none }"),
    [
      'buckets.lake.replication: "replication" is for what exists already, but s3porter creates this bucket and writes its policy; if it exists already, write existing: true, otherwise leave "replication" out',
    ],
  ],
  [
    "a new bucket with a policy",
    topology({ bucket: BUCKET.replace("existing: true, ", "") }),
    [
      'buckets.lake.policy: "policy" is for what exists already, but s3porter creates this bucket and writes its policy; if it exists already, write existing: true, otherwise leave "policy" out',
    ],
  ],
  [
    "a check of a bucket that is created",
    WITHOUT_KEYS(topology({ bucket: "{ account: data, name: acme-lake, check_settings: false }" })),
    [
      'buckets.lake.check_settings: "check_settings" is for what exists already, but s3porter creates this bucket and writes its policy; if it exists already, write existing: true, otherwise leave "check_settings" out',
    ],
  ],
  [
    "a bucket without its key",
    topology({ bucket: BUCKET.replace("key: central, ", "") }),
    [
      'buckets.lake.key: "key" is missing: write the ARN of the key of its default encryption or the name of an entry of keys with existing: true, or encryption: AES256; this prints it: aws s3api get-bucket-encryption --bucket acme-lake --region eu-west-1 --profile data-admin',
    ],
  ],
  [
    "a bucket with a new key",
    topology({ key: "{ account: data }" }),
    [
      "buckets.lake.key: s3porter creates the key of keys.central, but this bucket exists already and has another key; write the ARN of the key of its default encryption or the name of an entry of keys with existing: true, or encryption: AES256; this prints it: aws s3api get-bucket-encryption --bucket acme-lake --region eu-west-1 --profile data-admin",
    ],
  ],
  [
    "the ARN of a key that needs statements",
    WITHOUT_KEYS(topology({ bucket: BUCKET.replace("central", `"${ARN}"`) })),
    [
      `buckets.lake.key: the policy of "${ARN}" needs statements for the access from other accounts, and one policy has one owner; add lake_key: { account: data, existing: true, arn: "${ARN}", policy: { merge: policies/lake_key.json } } to keys, or the same with policy: handover, and write key: lake_key here. This fetches the policy as it is today: mkdir -p policies && aws kms get-key-policy --key-id ${ARN} --policy-name default --query Policy --output text --region eu-west-1 --profile data-admin > policies/lake_key.json`,
    ],
  ],
  [
    "an older policy with variables",
    topology({
      bucket: BUCKET.replace(
        "handover",
        '{ merge: { Statement: { Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-lake/${x}" } } }',
      ),
    }),
    [
      'buckets.lake.policy.merge: the policy does not have the version 2012-10-17, so AWS takes "${" in it as it is, but the version of the merged policy would make variables of it; replace "${" in it and write "Version": "2012-10-17"',
    ],
  ],
  ...[
    ["a key", '{ Action: "kms:Decrypt", Resource: "*" }', "kms:Decrypt"],
    [
      "another bucket",
      '{ Action: "s3:*", Resource: "arn:aws:s3:::acme-lake-2/*" }',
      "arn:aws:s3:::acme-lake-2/*",
    ],
    [
      "a role",
      '{ Action: "s3:*", Resource: "arn:aws:iam::111111111111:role/a" }',
      "arn:aws:iam::111111111111:role/a",
    ],
  ].map(([whose = "", statement = "", foreign = ""]): [string, string, string[]] => [
    `the policy of ${whose} for that of a bucket`,
    topology({ bucket: BUCKET.replace("handover", merging(statement)) }),
    [
      `buckets.lake.policy.merge: "${foreign}" cannot be in the policy of this bucket, so this is the policy of something else; this prints the right one: aws s3api get-bucket-policy --bucket acme-lake --query Policy --output text --region eu-west-1 --profile data-admin`,
    ],
  ]),
  [
    "the policy of a bucket for that of a key",
    topology({ key: KEY.replace("handover", merging('{ Action: "s3:GetObject", Resource: "*" }')) }),
    [
      `keys.central.policy.merge: "s3:GetObject" cannot be in the policy of this key, so this is the policy of something else; this prints the right one: aws kms get-key-policy --key-id ${ARN} --policy-name default --query Policy --output text --region eu-west-1 --profile data-admin`,
    ],
  ],
  [
    "another word for the owner",
    topology({ bucket: BUCKET.replace("handover", "hand_over") }),
    [
      'buckets.lake.policy: unknown value "hand_over"; allowed are handover; write policy: { merge: <file> }, and the stack owns the policy and keeps the statements of that file; or policy: handover, and its administrators get the statements to add',
    ],
  ],
])("refuses %s", (_, text, expected) => {
  expect(problemsOf(text)).toEqual(expected);
});

describe("a policy file", () => {
  const folder = mkdtempSync(join(tmpdir(), "s3porter-"));
  const file = join(folder, "lake.yaml");
  mkdirSync(join(folder, "policies"));
  writeFileSync(file, topology({ bucket: BUCKET.replace("handover", "{ merge: policies/lake.json }") }));
  afterAll(() => rmSync(folder, { recursive: true }));

  function placesOf(): string[] {
    try {
      readTopology(file);
      return [];
    } catch (error) {
      if (!isTopologyError(error)) throw error;
      return error.problems.map(
        ({ file: at, line, column, message }) => `${at.replace(folder, "")}:${line}:${column}: ${message}`,
      );
    }
  }

  it("that is missing is reported with the command that fetches it", () => {
    expect(placesOf()).toEqual([
      `/lake.yaml:7:90: "${join(folder, "policies/lake.json")}" cannot be read (ENOENT); this fetches the policy as it is today: mkdir -p ${join(folder, "policies")} && aws s3api get-bucket-policy --bucket acme-lake --query Policy --output text --region eu-west-1 --profile data-admin > ${join(folder, "policies/lake.json")}; if the bucket has none, write { "Version": "2012-10-17", "Statement": [] }`,
    ]);
  });

  it("with a mistake is reported with the place in it", () => {
    writeFileSync(join(folder, "policies/lake.json"), '{\n  "Statement": [{}]\n}\n');
    expect(placesOf()).toEqual(['/policies/lake.json:2:17: "Effect" is missing']);
  });

  it("is read as it is, relative to the topology", () => {
    const document = { Id: "lake", Statement: [] };
    writeFileSync(join(folder, "policies/lake.json"), JSON.stringify(document));
    const [bucket] = resolve(readTopology(file).topology).buckets;
    expect(bucket?.existing).toEqual({
      isImported: false,
      checkSettings: true,
      policy: { kind: "merge", document },
    });
  });

  it("that others change must not name too early what the stack creates", () => {
    const write = (role: string, bucket = BUCKET) =>
      writeFileSync(file, topology({ bucket }).replace("role: acme-batch, existing: true", role));
    const warnings = () =>
      readTopology(file)
        .warnings.filter(({ path }) => path === "principals.batch.granted_as")
        .map(({ message }) => message);
    const created = "role: acme-batch, assumed_by: [ec2.amazonaws.com], granted_as: arn";
    write(created);
    expect(warnings()).toEqual([
      "AWS rejects the statements for the policy of bucket lake until batch exists, so its administrators must add them after the deployment; leave granted_as out, and they can add them before, too",
    ]);
    write(created, "{ account: data, name: acme-lake, key: central }");
    expect(warnings()).toEqual([expect.stringContaining("for the policy of key central until batch exists")]);
    write("role: acme-batch, existing: true, granted_as: arn");
    expect(warnings()).toEqual([]);
  });
});
