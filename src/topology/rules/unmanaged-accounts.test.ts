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
      "5:20: buckets.drop.account: accounts.partner has managed: false, so s3porter cannot create a bucket there; name an account that you deploy to",
    ],
  ],
  [
    "a key in it",
    "buckets:",
    "keys: { shared: { account: partner } }\nbuckets:",
    [
      "4:28: keys.shared.account: accounts.partner has managed: false, so s3porter cannot create a key there; name an account that you deploy to",
    ],
  ],
  [
    "a key in it that exists",
    "buckets:",
    'keys: { shared: { account: partner, existing: true, arn: "arn:aws:kms:eu-west-1:222222222222:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b", policy: handover } }\nbuckets:',
    [
      "4:28: keys.shared.account: accounts.partner has managed: false, so s3porter cannot read there whether a key exists, and in which region; leave managed out, with credentials that can read it: with policy: handover, the stack changes nothing there, and its administrators add the statements",
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
