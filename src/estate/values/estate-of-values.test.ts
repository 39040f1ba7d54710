import plan from "../../../test/fixtures/terraform-values/plan.json";
import rawState from "../../../test/fixtures/terraform-values/raw-state.json";
import type { Estate } from "../estate";
import { estateOfValues, readEstate, type ValuesOptions } from "../read-estate";
import type { Json } from "./json";
import { readTerraformValues } from "./read-terraform-values";
import { type Reference, type ResourceValues, type TerraformValues, UNKNOWN } from "./terraform-values";

function resource(address: string, values: Json, more: Partial<ResourceValues> = {}): ResourceValues {
  const mode = address.startsWith("data.") ? "data" : "managed";
  const [type = "", name = ""] = address.replace("data.", "").split(".");
  return { address, mode, type, name, providerKey: "aws", values, dependencies: [], ...more };
}

const providers = [
  { key: "aws", region: "us-east-1", allowedAccountIds: ["111111111111"] },
  { key: "aws.dest", region: "us-east-1", allowedAccountIds: ["222222222222"] },
];

function estate(
  resources: readonly ResourceValues[],
  from: TerraformValues["from"] = "plan",
  options: ValuesOptions = {},
): Estate {
  return estateOfValues({ from, providers, resources }, options);
}

const references = (path: string, ...all: Reference[]) => ({ references: new Map([[path, all]]) });
const allowAll = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" }],
});
const bucket = resource("aws_s3_bucket.a", { bucket: "acme" });
const policy = resource("aws_s3_bucket_policy.a", { bucket: "acme", policy: allowAll });

test("a state", () => {
  const { buckets, keys, principals, accounts, conflicts } = estateOfValues(readTerraformValues(rawState));
  expect(accounts.map(({ address, id }) => `${address} ${id}`)).toEqual([
    "provider.aws 111111111111",
    "provider.aws.dest 222222222222",
  ]);
  expect(
    buckets.map(({ arn, account, region, policy: of }) => [
      arn,
      account.id,
      region,
      of?.document.Statement.length,
    ]),
  ).toEqual([
    ["arn:aws:s3:::acme-source", "111111111111", "us-east-1", undefined],
    ["arn:aws:s3:::acme-dest-a", "222222222222", "eu-west-1", 1],
  ]);
  expect(keys.map(({ arn }) => arn)).toEqual([
    "arn:aws:kms:us-east-1:111111111111:key/11111111-1111-1111-1111-111111111111",
  ]);
  expect(principals.map(({ arn, identityPolicies }) => [arn, identityPolicies.length])).toEqual([
    ["arn:aws:iam::111111111111:role/acme-etl", 1],
  ]);
  expect(conflicts).toEqual([]);
});

test.each([
  ["state", true],
  ["policies", true],
  ["plan", undefined],
  ["rehearsal", undefined],
] as const)("what is in a %s exists already: %s", (from, isDeployed) => {
  expect(estate([bucket], from).isDeployed).toBe(isDeployed);
});

test("a plan: known statements, and why the others are unknown", () => {
  const { buckets, keys, principals, unmodelled } = estateOfValues(readTerraformValues(plan));
  expect(unmodelled).toEqual([]);
  expect(buckets.map(({ policy: of }) => of?.unknown)).toEqual([
    undefined,
    "is known only in part, because the resources of its statement 1 are known only after apply",
  ]);
  const [etl] = principals[0]?.identityPolicies ?? [];
  expect(etl?.unknown).toBe(
    'is known only in part, because the resources of its statement "Read" are known only after apply',
  );
  expect(etl?.document.Statement).toMatchObject([
    { Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: keys[0]?.arn },
  ]);
  expect(keys[0]?.policy.document.Id).toBe("key-default-1");
});

test("readEstate refuses a state and a plan, which it would read as nothing", () => {
  expect(() => readEstate(plan)).toThrow(/JSON of a plan.*estateOfValues.*s3porter check/);
  expect(() => readEstate(rawState)).toThrow(/JSON of a raw state/);
});

test("a policy that is set from the wrong account is a conflict, and counts", () => {
  const { buckets, conflicts } = estate([bucket, { ...policy, providerKey: "aws.dest" }]);
  expect(conflicts).toMatchObject([
    {
      address: "aws_s3_bucket_policy.a",
      id: "other-account",
      problem: expect.stringContaining("is in account 222222222222") as string,
    },
  ]);
  expect(buckets[0]?.policy).toBeDefined();
});

test("a second policy is a conflict", () => {
  const { conflicts } = estate([bucket, policy, { ...policy, address: "aws_s3_bucket_policy.b" }]);
  expect(conflicts).toMatchObject([
    {
      address: "aws_s3_bucket_policy.b",
      id: "defined-twice",
      remedy: "they would overwrite each other, so merge them",
    },
  ]);
});

test("a policy that AWS refuses is a conflict", () => {
  const { conflicts } = estate([
    bucket,
    { ...policy, values: { bucket: "acme", policy: '{"Statement": 1, "X": 2}' } },
  ]);
  expect(conflicts).toMatchObject([
    { id: "refused", path: expect.stringContaining("policy") as string },
    { id: "refused", path: expect.stringContaining("policy") as string },
  ]);
});

test("a policy that is known after apply is unknown", () => {
  const { buckets, unmodelled } = estate([
    bucket,
    { ...policy, values: { bucket: "acme", policy: UNKNOWN } },
  ]);
  expect(buckets[0]?.policy).toEqual({
    address: "aws_s3_bucket_policy.a",
    document: { Statement: [] },
    unknown: "is known only after apply",
  });
  expect(unmodelled).toEqual([]);
});

test("a policy of a bucket or key that is known after apply may be that of each without one", () => {
  const { buckets, keys, unmodelled } = estate([
    bucket,
    resource("aws_kms_key.a", {}),
    { ...policy, values: { bucket: UNKNOWN, policy: '{"Statement":[]}' } },
    resource("aws_kms_key_policy.a", { key_id: UNKNOWN, policy: '{"Statement":[]}' }),
  ]);
  expect(buckets[0]?.policy).toMatchObject({
    address: "aws_s3_bucket_policy.a",
    unknown: "may be aws_s3_bucket_policy.a, whose bucket is not known",
  });
  expect(keys[0]?.policy).toMatchObject({
    address: "aws_kms_key_policy.a",
    unknown: "may be aws_kms_key_policy.a, whose key is not known",
  });
  expect(unmodelled.map(({ address }) => address)).toEqual([
    "aws_kms_key_policy.a",
    "aws_s3_bucket_policy.a",
  ]);
});

test("a key policy that is known after apply is not the default one", () => {
  const { keys } = estate([resource("aws_kms_key.a", { policy: UNKNOWN })]);
  expect(keys[0]?.policy).toMatchObject({
    document: { Statement: [] },
    unknown: "is known only after apply",
  });
});

test("a name that is known after apply is unmodelled", () => {
  const { buckets, unmodelled } = estate([resource("aws_s3_bucket.a", { bucket: UNKNOWN })]);
  expect(buckets).toEqual([]);
  expect(unmodelled).toEqual([
    {
      address: "aws_s3_bucket.a",
      argument: "bucket",
      reason: "it is known only after apply; give the folder, or the state after apply",
      canAllow: true,
    },
  ]);
});

test("an existing role or user is there, though AWS was not asked for it", () => {
  const lost = { path: UNKNOWN, permissions_boundary: UNKNOWN };
  const arn = (name: string) => `arn:aws:iam::111111111111:${name}`;
  const { principals, unmodelled } = estate(
    [
      resource("data.aws_iam_role.etl", {
        name: "etl",
        arn: arn("role/etl"),
        assume_role_policy: UNKNOWN,
        ...lost,
      }),
      resource("data.aws_iam_user.bob", { user_name: "bob", arn: arn("user/jobs/bob"), ...lost }),
    ],
    "rehearsal",
  );
  expect(principals).toMatchObject([
    { kind: "role", path: "/", trustPolicy: { unknown: expect.any(String) as string } },
    { kind: "user", path: "/jobs/" },
  ]);
  expect(unmodelled).toEqual([]);
});

test("a name that Terraform generates has its prefix", () => {
  const { buckets } = estate([resource("aws_s3_bucket.a", { bucket_prefix: "acme-" })]);
  expect(buckets[0]?.name).toMatch(/^acme-\d{26}$/);
});

test("an argument that names something else is its attribute", () => {
  const key = resource("aws_kms_key.a", {});
  const encryption = resource(
    "aws_s3_bucket_server_side_encryption_configuration.a",
    {
      bucket: UNKNOWN,
      rule: [
        {
          apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms", kms_master_key_id: UNKNOWN }],
        },
      ],
    },
    {
      references: new Map([
        ["bucket", [{ address: "aws_s3_bucket.a", attribute: "id" }]],
        [
          "rule[0].apply_server_side_encryption_by_default[0].kms_master_key_id",
          [{ address: "aws_kms_key.a", attribute: "arn" }],
        ],
      ]),
    },
  );
  const { buckets, keys } = estate([bucket, key, encryption]);
  expect(buckets[0]?.encryption).toMatchObject({ algorithm: "aws:kms", keyArn: keys[0]?.arn });
});

test("a replication rule refers to its role and its bucket by ARN", () => {
  const rule = { id: "all", status: "Enabled", destination: [{ bucket: UNKNOWN, storage_class: "" }] };
  const { replicationRules } = estate([
    bucket,
    resource("aws_s3_bucket.b", { bucket: "there" }, { providerKey: "aws.dest" }),
    resource("aws_iam_role.r", { name: "R", assume_role_policy: allowAll }),
    resource(
      "aws_s3_bucket_replication_configuration.a",
      { bucket: "acme", role: UNKNOWN, rule: [rule] },
      {
        references: new Map([
          ["role", [{ address: "aws_iam_role.r" }]],
          ["rule[0].destination[0].bucket", [{ address: "aws_s3_bucket.b", attribute: "arn" }]],
        ]),
      },
    ),
  ]);
  expect(replicationRules).toMatchObject([
    {
      roleArn: "arn:aws:iam::111111111111:role/R",
      destination: { bucketArn: "arn:aws:s3:::there", account: "222222222222" },
    },
  ]);
});

const documentOf = (statement: Json, more: Partial<ResourceValues> = {}) => [
  bucket,
  resource("aws_iam_role.r", { name: "R", path: "/x/", assume_role_policy: allowAll }),
  resource("aws_kms_key.k", {}),
  resource("data.aws_iam_policy_document.d", { statement: [{ actions: ["s3:*"], ...statement }] }, more),
  resource(
    "aws_s3_bucket_policy.a",
    { bucket: "acme", policy: UNKNOWN },
    references("policy", { address: "data.aws_iam_policy_document.d", attribute: "json" }),
  ),
];

test("the principal of a statement is the role that it refers to", () => {
  const path = "statement[0].principals[0].identifiers";
  const principals = [{ type: "AWS", identifiers: [UNKNOWN] }];
  const statement = { resources: ["*"], principals };
  const [first] = estate(
    documentOf(statement, references(path, { address: "aws_iam_role.r", attribute: "arn" })),
  ).buckets;
  expect(first?.policy).toMatchObject({
    document: { Statement: [{ Principal: { AWS: "arn:aws:iam::111111111111:role/x/R" } }] },
  });
  expect(first?.policy).not.toHaveProperty("unknown");
});

test("the resource of a statement can have a path after the ARN of a bucket, and is unknown", () => {
  const to = (address: string) => references("statement[0].resources", { address, attribute: "arn" });
  const ofBucket = estate(documentOf({ resources: [UNKNOWN] }, to("aws_s3_bucket.a"))).buckets[0]?.policy;
  expect(ofBucket).toMatchObject({
    document: { Statement: [] },
    unknown: expect.stringContaining("resources") as string,
  });
  const ofKey = estate(documentOf({ resources: [UNKNOWN] }, to("aws_kms_key.k"))).buckets[0]?.policy;
  expect(ofKey?.document.Statement).toHaveLength(1);
});

test("the argument of one of several references is unknown", () => {
  const path = "statement[0].principals[0].identifiers";
  const both = references(
    path,
    { address: "aws_iam_role.r", attribute: "arn" },
    { address: "aws_s3_bucket.a", attribute: "id" },
  );
  const principals = [{ type: "AWS", identifiers: [UNKNOWN] }];
  expect(estate(documentOf({ resources: ["*"], principals }, both)).buckets[0]?.policy?.unknown).toMatch(
    /principals/,
  );
});

test("a document contains documents that are rendered too", () => {
  const inner = resource("data.aws_iam_policy_document.inner", {
    statement: [{ sid: "Inner", actions: ["s3:GetObject"], resources: ["*"] }],
  });
  const outer = documentOf({ resources: ["*"] }).map((each) =>
    each.type === "aws_iam_policy_document"
      ? {
          ...each,
          values: { ...each.values, source_policy_documents: [UNKNOWN] },
          ...references("source_policy_documents", { address: inner.address, attribute: "json" }),
        }
      : each,
  );
  const found = estate([...outer, inner]).buckets[0]?.policy;
  expect(found?.document.Statement.map(({ Sid }) => Sid)).toEqual(["Inner", undefined]);
  expect(found).not.toHaveProperty("unknown");
});

test("an incomplete plan is unmodelled", () => {
  const { unmodelled } = estateOfValues({
    from: "plan",
    providers,
    resources: [bucket],
    incomplete: "covers a part",
  });
  expect(unmodelled).toEqual([{ address: "the plan", reason: "covers a part", canAllow: true }]);
});

test("tags include those of the provider", () => {
  const values = { name: "R", assume_role_policy: allowAll, tags: { a: "1" }, tags_all: { a: "1", b: "" } };
  expect(estate([resource("aws_iam_role.r", values)]).principals[0]?.tags).toEqual({ a: "1", b: "" });
});

test("empty text in a state is an argument that is not set", () => {
  const values = { name: "R", assume_role_policy: allowAll, permissions_boundary: "", path: "" };
  const [role] = estate([resource("aws_iam_role.r", values)], "state").principals;
  expect(role).not.toHaveProperty("permissionsBoundary");
  expect(role?.path).toBe("/");
});

test("what several instances create before something is found by their common address", () => {
  const instances = ["x", "y"].map((key) =>
    resource(
      `aws_iam_role.r`,
      { name: key, assume_role_policy: allowAll },
      { address: `aws_iam_role.r["${key}"]` },
    ),
  );
  const { dependencies } = estate([...instances, { ...bucket, dependencies: ["aws_iam_role.r"] }]);
  expect(dependencies.get("aws_s3_bucket.a")).toEqual(["aws_iam_role.r"]);
  expect(dependencies.get("aws_iam_role.r")).toEqual(['aws_iam_role.r["x"]', 'aws_iam_role.r["y"]']);
});

test("an attached managed policy is unknown too", () => {
  const { principals } = estate([
    resource("aws_iam_role.r", { name: "R", assume_role_policy: allowAll }),
    resource("aws_iam_policy.p", { name_prefix: "acme-", policy: UNKNOWN }),
    resource(
      "aws_iam_role_policy_attachment.a",
      { role: "R", policy_arn: UNKNOWN },
      references("policy_arn", { address: "aws_iam_policy.p", attribute: "arn" }),
    ),
  ]);
  expect(principals[0]?.identityPolicies).toMatchObject([
    { kind: "managed", address: "aws_iam_policy.p", unknown: "is known only after apply" },
  ]);
});

test.each([
  ["aws_iam_role_policy_attachment.a", { role: "R", policy_arn: "" }, "has no policy_arn"],
  ["aws_iam_policy_attachment.a", { name: "a", roles: ["R"], policy_arn: "" }, "has no policy_arn"],
  [
    "aws_iam_role_policy_attachments_exclusive.a",
    { role_name: "R", policy_arns: [""] },
    "has an empty policy ARN",
  ],
])("an empty ARN in %s is a conflict, and leaves the other answers known", (address, values, message) => {
  const { principals, conflicts, unmodelled } = estate(
    [resource("aws_iam_role.r", { name: "R", assume_role_policy: allowAll }), resource(address, values)],
    "rehearsal",
  );
  expect(principals[0]?.identityPolicies).toEqual([]);
  expect(unmodelled).toEqual([]);
  expect(conflicts).toMatchObject([{ address, id: "refused", message: expect.stringContaining(message) }]);
});
