import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../../test/support/temporary-folder";
import { readTopology } from "../load";
import { formatProblem, isTopologyError } from "../problem";
import { resolve } from "../resolve";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

/** The model of a topology and its warnings, or the problems as a person reads them, without the file's name. */
function readTopologyText(text: string) {
  const file = join(folder, "a.yaml");
  writeFileSync(file, text);
  try {
    const { topology, warnings } = readTopology(file);
    const lines = warnings.map(({ path, message }) => `${path}: ${message}`);
    return { model: resolve(topology), warnings: lines, problems: [] };
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return { problems: error.problems.map((problem) => formatProblem(problem).replace(`${file}:`, "")) };
  }
}

const SHARED = `accounts:
  data: { id: "111111111111", region: eu-west-1 }
  partner: { id: "222222222222", managed: false }
buckets:
  drop: { account: data, name: acme-drop }
principals:
  vendor: { account: partner, user: vendor-app, existing: true }
access:
  - { principal: vendor, bucket: drop, allow: read }
`;

test("an account that is not managed needs no region, and has the partition of the others", () => {
  const { model, warnings } = readTopologyText(SHARED.replace("eu-west-1", "cn-north-1"));
  expect(model?.accounts).toMatchObject([
    { name: "data", managed: true, partition: "aws-cn" },
    { name: "partner", managed: false, partition: "aws-cn" },
  ]);
  expect(model?.principals[0]?.principalArn).toBe("arn:aws-cn:iam::222222222222:user/vendor-app");
  expect(warnings).toEqual([]);
});

test.each<[string, string, string, readonly string[]]>([
  [
    "a profile, tags and endpoints",
    "managed: false",
    "managed: false, profile: partner-admin, default_tags: { a: b }, endpoints: {}",
    [
      '3:50: accounts.partner.profile: "profile" has no effect, because s3porter does not deploy to an account with managed: false; leave it out',
      '3:74: accounts.partner.default_tags: "default_tags" has no effect, because s3porter does not deploy to an account with managed: false; leave it out',
      '3:98: accounts.partner.endpoints: "endpoints" has no effect, because s3porter does not deploy to an account with managed: false; leave it out',
    ],
  ],
  [
    "a managed account without a region",
    ", region: eu-west-1",
    "",
    ['2:3: accounts.data.region: "region" is missing; write, for example, region: us-east-1'],
  ],
  [
    "a bucket in it",
    "drop: { account: data",
    "drop: { account: partner",
    [
      "5:20: buckets.drop.account: accounts.partner has managed: false, so s3porter cannot create a bucket there; name an account that you deploy to or, if its administrators have the bucket, write existing: true and policy: handover",
    ],
  ],
  [
    "a key in it",
    "buckets:",
    "keys: { shared: { account: partner } }\nbuckets:",
    [
      "4:28: keys.shared.account: accounts.partner has managed: false, so s3porter cannot create a key there; name an account that you deploy to or, if its administrators have the key, write existing: true and policy: handover",
    ],
  ],
  [
    "a new role in it",
    "user: vendor-app, existing: true",
    'role: vendor-app, assumed_by: ["arn:aws:iam::222222222222:root"]',
    [
      "7:37: principals.vendor.role: accounts.partner has managed: false, so s3porter cannot create the role there; if its administrators have it or will create it, write existing: true and leave out assumed_by",
    ],
  ],
  [
    "a new user in it",
    ", existing: true",
    "",
    [
      "7:37: principals.vendor.user: accounts.partner has managed: false, so s3porter cannot create the user there; if its administrators have it or will create it, write existing: true",
    ],
  ],
  [
    "the same account twice",
    "buckets:",
    '  again: { id: "222222222222", region: us-east-1 }\nbuckets:',
    [
      "3:18: accounts.partner.id: is account 222222222222, like accounts.again, so it is unclear whether s3porter deploys there; leave one of them out",
    ],
  ],
])("%s is a problem", (_, from, to, problems) => {
  expect(readTopologyText(SHARED.replace(from, to)).problems).toEqual(problems);
});

test("an account that nobody deploys to alone is a problem", () => {
  const { problems } = readTopologyText(SHARED.replace("eu-west-1", "eu-west-1, managed: false"));
  expect(problems).toContain(
    "1:1: accounts: every account has managed: false, so there is nothing to deploy; remove it from the accounts that you deploy to",
  );
});

test("naming the ARN of a principal there is a warning", () => {
  const { warnings, problems } = readTopologyText(
    SHARED.replace("existing: true", "existing: true, granted_as: arn"),
  );
  expect(problems).toEqual([]);
  expect(warnings).toEqual([
    expect.stringMatching(
      /^principals.vendor.granted_as: AWS rejects the policies that name vendor until it exists, /,
    ),
  ]);
});

const ARN = "arn:aws:kms:eu-west-1:222222222222:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b";
const THEIRS = `accounts:
  apps: { id: "111111111111", region: us-east-1 }
  partner: { id: "222222222222", region: eu-west-1, managed: false }
keys:
  central: { account: partner, existing: true, arn: "${ARN}", policy: handover }
buckets:
  lake: { account: partner, name: acme-lake, existing: true, key: central, policy: handover }
  own: { account: apps, name: acme-own }
principals:
  batch: { account: apps, role: batch, existing: true }
access:
  - { principal: batch, bucket: lake, allow: read_write }
replication:
  - { from: own, to: lake }
`;

test("what exists in an account that is not managed is in its region, and has a policy of others", () => {
  const { model, problems, warnings } = readTopologyText(THEIRS);
  expect([problems, warnings]).toEqual([[], []]);
  expect(model?.buckets[0]).toMatchObject({
    account: { managed: false, region: "eu-west-1" },
    existing: { policy: { kind: "handover" } },
    versioned: false,
  });
});

const LAKE = "key: central, policy: handover";
const CHANGES_NOTHING =
  "accounts.partner has managed: false, so s3porter changes nothing of this bucket; leave";

test.each<[string, string, string, readonly string[]]>([
  [
    "no region",
    "region: eu-west-1, managed",
    "managed",
    [
      '3:3: accounts.partner.region: "region" is missing; write, for example, region: us-east-1, where its buckets and keys are',
      expect.stringMatching(
        /^5:\d+: keys.central.arn: .* is in account 222222222222 and eu-west-1, but /,
      ) as never,
    ],
  ],
  [
    "a policy to merge into",
    LAKE,
    'key: central, policy: { merge: { Version: "2012-10-17", Statement: [] } }',
    [
      "7:76: buckets.lake.policy: accounts.partner has managed: false, so s3porter cannot change the policy of this bucket; write policy: handover, and its administrators get the statements to add",
    ],
  ],
  [
    "no owner of the policy",
    LAKE,
    "key: central",
    [
      '7:3: buckets.lake.policy: "policy" is missing: accounts.partner has managed: false, so write policy: handover, and its administrators get the statements to add',
    ],
  ],
  [
    "versioning, imports and rules",
    LAKE,
    `${LAKE}, versioning: true, import: true, replication: none`,
    [
      `7:94: buckets.lake.versioning: ${CHANGES_NOTHING} "versioning" out: if something replicates to the bucket, the proof takes as given that its versioning is enabled`,
      `7:112: buckets.lake.import: ${CHANGES_NOTHING} "import" out`,
      `7:126: buckets.lake.replication: ${CHANGES_NOTHING} "replication" out`,
    ],
  ],
  [
    "a check of its settings",
    LAKE,
    `${LAKE}, check_settings: true`,
    [
      '7:94: buckets.lake.check_settings: accounts.partner has managed: false, so Terraform cannot read how this bucket is configured; leave "check_settings" out, and the proof takes it as given',
    ],
  ],
  [
    "replication from its bucket",
    "from: own, to: lake",
    "from: lake, to: own",
    [
      '14:13: replication[0].from: accounts.partner has managed: false, so s3porter cannot set the replication of "lake"; leave this entry out, and let its administrators replicate',
    ],
  ],
  [
    "a key by its ARN, whose policy needs statements",
    "key: central",
    `key: "${ARN}"`,
    [
      `7:67: buckets.lake.key: the policy of "${ARN}" needs statements for the access from other accounts; add lake_key: { account: partner, existing: true, arn: "${ARN}", policy: handover } to keys, and write key: lake_key here`,
    ],
  ],
])("%s in an account that is not managed is a problem", (_, from, to, problems) => {
  expect(readTopologyText(THEIRS.replace(from, to)).problems).toEqual(problems);
});
