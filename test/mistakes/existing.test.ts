/** Policies that are merged into those of existing buckets and keys, or handed over to their administrators. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import { proveTopology } from "../../src/verify/topology";
import { succeeds } from "../../src/prove/proof/answers";
import { type ChangeableTerraform, flawsOfChanged } from "../fixtures/changed-stack";
import { proofOf } from "../support/provable";

const LAKE = "lake_bucket_policy";

function flawsOf(change: (terraform: ChangeableTerraform) => void): string[] {
  return flawsOfChanged("existing-bucket", change).map(({ part, problem }) => `${part}: ${problem}`);
}

function statementsOf({ locals }: ChangeableTerraform, local: string) {
  return locals[local]?.Statement ?? [];
}

test.each<[string, (terraform: ChangeableTerraform) => void, RegExp[]]>([
  [
    "a statement that was there before is left out",
    (terraform) => statementsOf(terraform, LAKE).splice(0, 1),
    [
      /^well-formed: statement TlsOnly, which the policy of bucket acme-data-lake had before, is missing or different$/,
    ],
  ],
  [
    "a statement that was there before is narrowed",
    (terraform) => Object.assign(statementsOf(terraform, LAKE)[1] ?? {}, { Action: "s3:GetObject" }),
    [
      /^nothing else: .*333333333333 can do s3:GetObject/,
      /^well-formed: statement Auditors, .* is missing or different$/,
      /^well-formed: /,
    ],
  ],
  [
    "an added statement is left out",
    (terraform) => statementsOf(terraform, LAKE).splice(2, 1),
    [/^complete: acme-batch lacks permission for aws s3 ls .* s3:ListBucket/],
  ],
  [
    "the statements that are handed over lack one",
    (terraform) => statementsOf(terraform, "central_key_policy").splice(0, 1),
    [/^complete: acme-batch lacks permission for aws s3 cp, .* kms:Decrypt/],
  ],
  [
    "an added statement is wider than what was asked for",
    (terraform) => {
      const added = statementsOf(terraform, LAKE)[3];
      if (added) added.Action = [...(added.Action ?? []), "s3:DeleteObject"];
    },
    [/^nothing else: .* can do s3:DeleteObject/, /^minimal: s3:DeleteObject in statement GetForBatch/],
  ],
])("%s", (_, change, expected) => {
  const found = flawsOf(change);
  for (const pattern of expected) expect(found).toContainEqual(expect.stringMatching(pattern));
  expect(found.length).toBeGreaterThan(0);
});

const EVERYWHERE = ["arn:aws:s3:::acme-data-lake", "arn:aws:s3:::acme-data-lake/*"];

test.each<[string, string, object, RegExp]>([
  [
    "the bucket, for a user of its account",
    LAKE,
    { Principal: { AWS: "arn:aws:iam::111111111111:user/intern" }, Action: "s3:*", Resource: EVERYWHERE },
    /^nothing else: intern can do .* on arn:aws:s3:::acme-data-lake, but nothing asks for it$/,
  ],
  [
    "the bucket, for everybody",
    LAKE,
    { Principal: "*", Action: "s3:GetBucketAcl", Resource: EVERYWHERE },
    /^nothing else: anyone can do s3:GetBucketAcl on /,
  ],
  [
    "the key, for a user of its account",
    "central_key_policy",
    { Principal: { AWS: "arn:aws:iam::111111111111:user/intern" }, Action: "kms:Decrypt", Resource: "*" },
    /^nothing else: intern can do kms:Decrypt on /,
  ],
])("a statement that nothing needs is added to the policy of %s", (_, local, statement, expected) => {
  const add = (terraform: ChangeableTerraform) =>
    void statementsOf(terraform, local).push({ Effect: "Allow", ...statement } as never);
  expect(flawsOf(add)).toContainEqual(expect.stringMatching(expected));
});

/** A bucket and a key in an account that the stack does not deploy to, and the bucket that replicates there. */
const PARTNER = `accounts:
  apps: { id: "222222222222", region: us-east-1 }
  partner: { id: "111111111111", region: eu-west-1, managed: false }
keys:
  central:
    account: partner
    existing: true
    arn: arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b
    policy: handover
buckets:
  lake: { account: partner, name: acme-lake, existing: true, key: central, policy: handover }
  own: { account: apps, name: acme-own }
principals:
  batch: { account: apps, role: acme-batch, existing: true }
access:
  - { principal: batch, bucket: lake, allow: read_write, prefix: batch/ }
replication:
  - { from: own, to: lake }
`;

describe("a bucket in an account that the stack does not deploy to", () => {
  const model = resolve(loadTopology(PARTNER));
  const proofWithChanged = (change: (terraform: ChangeableTerraform) => void) => {
    const { terraform } = topologyTerraform("partner", model);
    const copy = JSON.parse(JSON.stringify(terraform)) as ChangeableTerraform;
    change(copy);
    return proofOf(intentsOf(model), copy);
  };

  it("is proved, and everything about it is taken as given", () => {
    const { flaws, unmodelled, assumptions } = proofWithChanged(() => undefined);
    expect([flaws, unmodelled]).toEqual([[], []]);
    expect(assumptions).toEqual([
      "bucket acme-lake exists in account 111111111111 and eu-west-1",
      expect.stringMatching(/^bucket acme-lake encrypts new objects with the key arn:\S+ and a Bucket Key, /),
      "the versioning of bucket acme-lake is enabled",
      expect.stringMatching(
        /^the administrators of bucket acme-lake add the statements of output.handover_lake_/,
      ),
      expect.stringMatching(/^key arn:\S+ exists, is enabled and symmetric, and AWS does not manage it$/),
      expect.stringMatching(
        /^the administrators of key arn:\S+ add the statements of output.handover_central_/,
      ),
      expect.stringMatching(/^the policy of key arn:\S+ lets IAM policies of account 111111111111 /),
    ]);
  });

  it.each<[string, (terraform: ChangeableTerraform) => void, RegExp]>([
    [
      "a statement for the bucket is not handed over",
      (terraform) => statementsOf(terraform, LAKE).splice(0, 1),
      /^complete: acme-batch lacks permission for aws s3 ls .* s3:ListBucket/,
    ],
    [
      "a statement for the key is not handed over",
      (terraform) => statementsOf(terraform, "central_key_policy").splice(0, 1),
      /^complete: .* lacks permission for .* kms:/,
    ],
    [
      "nothing is handed over for the key",
      ({ output }) => delete output.handover_central_key_policy,
      /^complete: .* lacks permission for .* kms:/,
    ],
    [
      "nothing is handed over for the bucket",
      ({ output }) => delete output.handover_lake_bucket_policy,
      /acme-lake/,
    ],
    [
      "a statement for the bucket is wider than what was asked for",
      (terraform) =>
        void statementsOf(terraform, LAKE).push({
          Sid: "Interns",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::222222222222:root" },
          Action: "s3:DeleteObject",
          Resource: "arn:aws:s3:::acme-lake/*",
        } as never),
      /^nothing else: .* can do s3:DeleteObject/,
    ],
    [
      "the key is used for requests in another region",
      (terraform) => {
        for (const { Condition } of statementsOf(terraform, "central_key_policy"))
          Object.assign(Condition?.StringEquals ?? {}, { "kms:ViaService": "s3.us-east-1.amazonaws.com" });
      },
      /^complete: .* lacks permission for .* kms:/,
    ],
  ])("%s", (_, change, expected) => {
    const found = proofWithChanged(change).flaws.map(({ part, problem }) => `${part}: ${problem}`);
    expect(found).toContainEqual(expect.stringMatching(expected));
  });
});

const KEY = "arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b";
const IN_LAKE = { Resource: ["arn:aws:s3:::acme-lake", "arn:aws:s3:::acme-lake/*"] };

/** A topology whose existing bucket has these statements, and whose existing key those. */
function proofWith(bucket: readonly object[], key: readonly object[], batchIn = "apps") {
  const topology = loadTopology(
    JSON.stringify({
      accounts: {
        data: { id: "111111111111", region: "eu-west-1" },
        apps: { id: "222222222222", region: "eu-west-1" },
      },
      keys: {
        central: {
          account: "data",
          existing: true,
          arn: KEY,
          policy: { merge: { Version: "2012-10-17", Statement: key } },
        },
      },
      buckets: {
        lake: {
          account: "data",
          name: "acme-lake",
          existing: true,
          key: "central",
          policy: { merge: { Version: "2012-10-17", Statement: bucket } },
        },
      },
      principals: { batch: { account: batchIn, role: "acme-batch", existing: true } },
      access: [{ principal: "batch", bucket: "lake", allow: "read_write" }],
    }),
  );
  return proveTopology({ name: "lake", topology }).proof;
}

const ROOT = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111111111111:root" },
  Action: "kms:*",
  Resource: "*",
};

const BATCH = "arn:aws:iam::111111111111:role/acme-batch";
const TLS_ONLY = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  ...IN_LAKE,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

test.each<[string, object]>([
  ["its ARN", { Principal: { AWS: BATCH } }],
  ["everybody with its ARN", { Principal: "*", Condition: { ArnEquals: { "aws:PrincipalArn": BATCH } } }],
  [
    "everybody with an ARN like its",
    { Principal: { AWS: "*" }, Condition: { ArnLike: { "aws:PrincipalArn": `${BATCH}*` } } },
  ],
  [
    "everybody of its account, through S3",
    {
      Principal: "*",
      Condition: {
        StringEquals: {
          "kms:CallerAccount": "111111111111",
          "kms:ViaService": "s3.eu-west-1.amazonaws.com",
        },
      },
    },
  ],
])("the key policy named the role before, by %s: it still needs its own policy", (_, named) => {
  const use = {
    Sid: "Use",
    Effect: "Allow",
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    Resource: "*",
    ...named,
  };
  for (const statements of [
    [ROOT, use],
    [use, ROOT],
  ]) {
    const { flaws, before, grants, operations, decisions } = proofWith([TLS_ONLY], statements, "data");
    expect(flaws).toEqual([]);
    expect(before).toEqual([expect.stringMatching(/^statement Use of the key policy .* also allows kms:/)]);
    expect(grants.map(({ action }) => action)).toContain("kms:Decrypt");
    const attempts = operations.filter(({ expected }) => expected === "refused");
    expect(attempts.some((attempt) => succeeds(attempt, decisions))).toBe(false);
  }
});

test("statements that were there before are told, and are no flaws", () => {
  const { flaws, before, assumptions, checked } = proofWith(
    [
      {
        Sid: "Organization",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        ...IN_LAKE,
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abcde12345" } },
      },
      { Effect: "Allow", Principal: { AWS: "222222222222" }, Action: "s3:*", ...IN_LAKE },
    ],
    [
      ROOT,
      {
        Sid: "Backup",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::333333333333:root" },
        Action: "kms:Decrypt",
        Resource: "*",
      },
    ],
  );
  expect(flaws).toEqual([]);
  expect(before).toEqual([
    expect.stringMatching(
      /^statement Organization of the bucket policy of acme-lake, which was there before, also allows s3:GetObject to /,
    ),
    expect.stringMatching(/^a statement without a Sid of the bucket policy of acme-lake, .* to /),
    expect.stringMatching(
      /^statement Backup of the key policy of data.aws_kms_key.central, which was there before, also allows kms:Decrypt to an administrator of account 333333333333/,
    ),
  ]);
  expect(assumptions).toEqual([]);
  expect(checked).toEqual([
    `bucket acme-lake encrypts new objects with the key ${KEY} and a Bucket Key, disables ACLs and blocks public access`,
  ]);
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html */
test("a public statement that was there before is refused by S3, which blocks public access", () => {
  const { flaws } = proofWith(
    [{ Sid: "Everybody", Effect: "Allow", Principal: "*", Action: "s3:GetObject", ...IN_LAKE }],
    [ROOT],
  );
  expect(flaws.map(({ problem }) => problem)).toEqual([
    "statement Everybody of the bucket policy of acme-lake: it allows everyone, including strangers",
  ]);
});

test.each<[string, object]>([
  ["everybody", { Effect: "Deny", Principal: "*", Action: "s3:PutObject", ...IN_LAKE }],
  [
    "everybody outside a network",
    {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      ...IN_LAKE,
      Condition: { StringNotEquals: { "aws:PrincipalAccount": "111111111111" } },
    },
  ],
])("a Deny for %s that defeats the access is a flaw", (_, statement) => {
  const { flaws } = proofWith([{ Sid: "Old", ...statement }], [ROOT]);
  expect(flaws).toContainEqual(
    expect.objectContaining({ part: "complete", repair: expect.stringContaining("Old") as string }),
  );
});

test("a key policy that does not let IAM policies count fails what needs them", () => {
  const { flaws } = proofWith([], [{ ...ROOT, Action: "kms:Describe*" }]);
  expect(flaws).toEqual([]);
});

test("a statement with the Sid of one that is added is refused", () => {
  expect(() =>
    proofWith(
      [{ Sid: "GetForBatch", Effect: "Deny", Principal: "*", Action: "s3:PutBucketAcl", ...IN_LAKE }],
      [ROOT],
    ),
  ).toThrow(
    'lake/buckets/lake: policy.merge: the policy of bucket lake already has a statement "GetForBatch" of s3porter (Allow s3:GetObject and 1 more action), and Sids are unique within a policy; give yours another Sid',
  );
});

test("a result that is too long is refused", () => {
  const long = {
    Sid: "Long",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111111111111:root" },
    Action: "s3:GetObject",
    ...IN_LAKE,
  };
  const many = Array.from({ length: 120 }, (_, index) => ({ ...long, Sid: `Long${index}` }));
  expect(() => proofWith(many, [ROOT])).toThrow(
    /^the policy of bucket lake would have about [\d,]+ bytes, and AWS accepts 20,480/,
  );
});

/** The key is handed over, so that the other statements of its policy are not known. */
const HANDED_OVER = {
  accounts: {
    data: { id: "111111111111", region: "eu-west-1" },
    apps: { id: "222222222222", region: "eu-west-1" },
  },
  keys: { central: { account: "data", existing: true, arn: KEY, policy: "handover" } },
};

test("what a statement does that was there before is no flaw because of a statement that is added", () => {
  const auditors = { AWS: ["arn:aws:iam::222222222222:root", "arn:aws:iam::444444444444:root"] };
  const Statement = [
    { Sid: "Auditors", Effect: "Allow", Principal: auditors, Action: "s3:GetObject", ...IN_LAKE },
  ];
  const lake = { account: "data", name: "acme-lake", existing: true, key: "central" };
  const topology = loadTopology(
    JSON.stringify({
      ...HANDED_OVER,
      buckets: { lake: { ...lake, policy: { merge: { Version: "2012-10-17", Statement } } } },
      principals: { batch: { account: "apps", role: "acme-batch", existing: true } },
      access: [{ principal: "batch", bucket: "lake", allow: "get" }],
    }),
  );
  expect(proveTopology({ name: "lake", topology }).proof.flaws).toEqual([]);
});

test("the administrators of a bucket add statements when they want to, also after the roles that they name", () => {
  const topology = loadTopology(
    JSON.stringify({
      ...HANDED_OVER,
      buckets: {
        lake: { account: "data", name: "acme-lake", existing: true, key: "central", policy: "handover" },
      },
      principals: {
        batch: {
          account: "apps",
          role: "acme-batch",
          assumed_by: ["lambda.amazonaws.com"],
          granted_as: "arn",
        },
      },
      access: [{ principal: "batch", bucket: "lake", allow: "read" }],
    }),
  );
  expect(proveTopology({ name: "lake", topology }).proof.flaws).toEqual([]);
});

test.each([
  ["none", "bucket acme-lake has no other replication rules, which Terraform would replace"],
  [
    "replace",
    "Terraform replaces the replication rules that bucket acme-lake has, and nobody needs them any more",
  ],
])(
  "the proof says what it takes as given about the replication rules of a source: %s",
  (replication, given) => {
    const lake = { account: "data", name: "acme-lake", existing: true, key: "central", policy: "handover" };
    const topology = loadTopology(
      JSON.stringify({
        ...HANDED_OVER,
        buckets: { lake: { ...lake, replication }, replica: { account: "apps", name: "acme-replica" } },
        replication: [{ from: "lake", to: "replica" }],
      }),
    );
    const { flaws, assumptions, checked } = proveTopology({ name: "lake", topology }).proof;
    expect(flaws).toEqual([]);
    expect(assumptions).toContain(given);
    expect(checked).toContain("the versioning of bucket acme-lake is enabled");
  },
);
