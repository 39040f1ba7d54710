import planFixture from "../../../test/fixtures/terraform-values/plan.json";
import type { Json } from "./json";
import { readPlan } from "./plan";
import { type ResourceValues, UNKNOWN } from "./terraform-values";

const provider_name = "registry.terraform.io/hashicorp/aws";

const values = readPlan(planFixture);

function resource(address: string, { resources } = values): ResourceValues | undefined {
  return resources.find((each) => each.address === address);
}

test("providers have their region and account, from constants and variables", () => {
  expect(values.providers).toEqual([
    { key: "aws", region: "us-east-1", allowedAccountIds: ["111111111111"] },
    { key: "aws.dest", region: "eu-west-1", assumedRoleArn: "arn:aws:iam::222222222222:role/*" },
  ]);
});

test("a resource in a module has the provider that the root module passes", () => {
  const bucket = 'module.dest["a"].aws_s3_bucket.this';
  expect(resource(bucket)).toMatchObject({ providerKey: "aws.dest", values: { bucket: "acme-dest-a" } });
});

test("a computed attribute that is not set is absent", () => {
  expect(resource("aws_kms_key.source")?.values).not.toHaveProperty("policy");
  expect(resource("aws_s3_bucket_versioning.source")?.values.versioning_configuration).toEqual([
    { status: "Enabled" },
  ]);
});

test("an argument that is known after apply is UNKNOWN, and refers to a resource", () => {
  const policy = resource('module.dest["a"].aws_s3_bucket_policy.this');
  expect(policy?.values).toEqual({ bucket: UNKNOWN, policy: UNKNOWN });
  expect(policy?.references).toEqual(
    new Map([
      ["bucket", [{ address: 'module.dest["a"].aws_s3_bucket.this', attribute: "id" }]],
      ["policy", [{ address: 'module.dest["a"].data.aws_iam_policy_document.this', attribute: "json" }]],
    ]),
  );
});

test("an element that is known after apply is UNKNOWN, and a variable of a module is followed", () => {
  const document = resource('module.dest["a"].data.aws_iam_policy_document.this');
  expect(document?.values.statement).toMatchObject([
    { actions: ["s3:GetObject"], resources: [UNKNOWN], principals: [{ identifiers: [UNKNOWN] }] },
  ]);
  expect(document?.references?.get("statement[0].principals[0].identifiers")).toEqual([
    { address: "aws_iam_role.etl", attribute: "arn" },
  ]);
});

test("dependencies are what expressions and depends_on refer to, also that of a module", () => {
  expect(resource('module.dest["a"].aws_s3_bucket_policy.this')?.dependencies).toEqual([
    "aws_s3_bucket_versioning.source",
    'module.dest["a"].aws_s3_bucket.this',
    'module.dest["a"].data.aws_iam_policy_document.this',
  ]);
});

function planOf(changes: readonly Json[], configuration: Json = {}, rest: Json = {}): Json {
  return { format_version: "1.2", resource_changes: changes, configuration, ...rest };
}

function change(
  address: string,
  actions: readonly string[],
  before: unknown,
  after: unknown,
  more: Json = {},
): Json {
  const [type, name] = address.split(".");
  return { address, mode: "managed", type, name, provider_name, change: { actions, before, after }, ...more };
}

test("what a plan deletes does not count, what it replaces, updates, leaves or forgets does", () => {
  const [old, fresh] = [{ bucket: "old" }, { bucket: "new" }];
  const { resources } = readPlan(
    planOf([
      change("aws_s3_bucket.deleted", ["delete"], old, null),
      change("aws_s3_bucket.deposed", ["delete"], old, null, { deposed: "ab12" }),
      change("aws_s3_bucket.forgotten", ["forget"], old, null),
      change("aws_s3_bucket.kept", ["no-op"], old, old),
      change("aws_s3_bucket.replaced", ["create", "delete"], old, fresh),
      change("aws_s3_bucket.updated", ["update"], old, fresh),
      {
        ...change("random_id.x", ["create"], null, {}),
        provider_name: "registry.terraform.io/hashicorp/random",
      },
    ]),
  );
  expect(resources.map(({ name, values }) => `${name}: ${String(values.bucket)}`)).toEqual([
    "forgotten: old",
    "kept: old",
    "replaced: new",
    "updated: new",
  ]);
});

test("data sources that Terraform has read are in the prior state", () => {
  const data = {
    address: "data.aws_caller_identity.me",
    mode: "data",
    type: "aws_caller_identity",
    name: "me",
    provider_name,
    values: { account_id: "111111111111" },
  };
  const gone = { ...data, address: "aws_s3_bucket.gone", mode: "managed", type: "aws_s3_bucket" };
  const prior_state = { values: { root_module: { resources: [data, gone] } } };
  expect(readPlan(planOf([], {}, { prior_state })).resources).toMatchObject([
    { address: "data.aws_caller_identity.me", mode: "data", values: { account_id: "111111111111" } },
  ]);
});

test("an instance refers to the instance with the same index", () => {
  const configured = (type: string, expressions: Json) => ({
    address: `${type}.this`,
    mode: "managed",
    type,
    name: "this",
    provider_config_key: "aws",
    expressions,
  });
  const root_module = {
    resources: [
      configured("aws_s3_bucket", { bucket: { references: ["each.key"] } }),
      configured("aws_s3_bucket_policy", { bucket: { references: ["aws_s3_bucket.this", "each.key"] } }),
    ],
  };
  const changes = ["a", "b"].flatMap((key) => [
    {
      ...change("aws_s3_bucket.this", ["create"], null, { bucket: key }),
      address: `aws_s3_bucket.this["${key}"]`,
    },
    {
      ...change("aws_s3_bucket_policy.this", ["create"], null, {}),
      address: `aws_s3_bucket_policy.this["${key}"]`,
      change: { actions: ["create"], after: {}, after_unknown: { bucket: true } },
    },
  ]);
  const policy = resource('aws_s3_bucket_policy.this["b"]', readPlan(planOf(changes, { root_module })));
  expect(policy?.references?.get("bucket")).toEqual([{ address: 'aws_s3_bucket.this["b"]' }]);
  expect(policy?.dependencies).toEqual(['aws_s3_bucket.this["b"]']);
});

test("a local can hold anything, so it is not followed", () => {
  const root_module = {
    resources: [
      {
        address: "aws_s3_bucket_policy.a",
        expressions: { bucket: { references: ["local.name", "aws_s3_bucket.a.id", "aws_s3_bucket.a"] } },
      },
    ],
  };
  const policy = {
    ...change("aws_s3_bucket_policy.a", ["create"], null, {}),
    change: { actions: ["create"], after: {}, after_unknown: { bucket: true } },
  };
  const bucket = change("aws_s3_bucket.a", ["create"], null, { bucket: "a" });
  const read = readPlan(planOf([policy, bucket], { root_module }));
  expect(resource("aws_s3_bucket_policy.a", read)).not.toHaveProperty("references");
});

test("a plan with -target says that it is incomplete", () => {
  expect(readPlan(planOf([], {}, { complete: false })).incomplete).toMatch(/-target/);
  expect(readPlan(planOf([], {}, { complete: true }))).not.toHaveProperty("incomplete");
});

test("dynamic blocks are not in the configuration, so blocks beside them are not matched with it", () => {
  const root_module = {
    resources: [
      {
        address: "data.aws_iam_policy_document.d",
        expressions: { statement: [{ resources: { references: ["aws_kms_key.k.arn", "aws_kms_key.k"] } }] },
      },
    ],
  };
  const statement = (resources: unknown) => ({ actions: ["s3:GetObject"], resources });
  const document = {
    ...change("aws_iam_policy_document.d", ["read"], null, null),
    address: "data.aws_iam_policy_document.d",
    mode: "data",
    change: {
      actions: ["read"],
      after: { statement: [statement([null]), statement([null])] },
      after_unknown: { statement: [{ resources: [true] }, { resources: [true] }] },
    },
  };
  const key = change("aws_kms_key.k", ["create"], null, {});
  const read = resource("data.aws_iam_policy_document.d", readPlan(planOf([document, key], { root_module })));
  expect(read?.values.statement).toEqual([statement([UNKNOWN]), statement([UNKNOWN])]);
  expect(read).not.toHaveProperty("references");
});

test("each.value of a resource is the instance with the same key", () => {
  const policy = {
    ...change("aws_s3_bucket_policy.b", ["create"], null, null),
    address: 'aws_s3_bucket_policy.b["x"]',
    change: { actions: ["create"], after: {}, after_unknown: { bucket: true } },
  };
  const bucket = {
    ...change("aws_s3_bucket.b", ["create"], null, { bucket: "x" }),
    address: 'aws_s3_bucket.b["x"]',
  };
  const root_module = {
    resources: [
      {
        address: "aws_s3_bucket_policy.b",
        for_each_expression: { references: ["aws_s3_bucket.b"] },
        expressions: { bucket: { references: ["each.value.id", "each.value"] } },
      },
    ],
  };
  const read = resource('aws_s3_bucket_policy.b["x"]', readPlan(planOf([policy, bucket], { root_module })));
  expect(read?.references?.get("bucket")).toEqual([{ address: 'aws_s3_bucket.b["x"]', attribute: "id" }]);
});

test("the output of a module is followed, and so is a variable through two modules", () => {
  const policyExpressions = { bucket: { references: ["var.name"] } };
  const inner = { resources: [{ address: "aws_s3_bucket_policy.p", expressions: policyExpressions }] };
  const call = { expressions: { name: { references: ["var.name"] } }, module: inner };
  const root_module = {
    module_calls: {
      maker: {
        module: {
          outputs: { name: { expression: { references: ["aws_s3_bucket.b.id", "aws_s3_bucket.b"] } } },
        },
      },
      user: {
        expressions: { name: { references: ["module.maker.name", "module.maker"] } },
        module: { module_calls: { inner: call } },
      },
    },
  };
  const bucket = {
    ...change("aws_s3_bucket.b", ["create"], null, { bucket: "b" }),
    address: "module.maker.aws_s3_bucket.b",
  };
  const policy = {
    ...change("aws_s3_bucket_policy.p", ["create"], null, null),
    address: "module.user.module.inner.aws_s3_bucket_policy.p",
    change: { actions: ["create"], after: {}, after_unknown: { bucket: true } },
  };
  const read = resource(policy.address, readPlan(planOf([bucket, policy], { root_module })));
  expect(read?.references?.get("bucket")).toEqual([
    { address: "module.maker.aws_s3_bucket.b", attribute: "id" },
  ]);
  expect(read?.dependencies).toEqual(["module.maker.aws_s3_bucket.b"]);
});

test("a provider that an old version of Terraform names by the module that inherits it", () => {
  const bucket = {
    ...change("aws_s3_bucket.b", ["create"], null, { bucket: "b" }),
    address: "module.m.aws_s3_bucket.b",
  };
  const keyOf = (key: string, provider_config: Json) => {
    const inner = { resources: [{ address: "aws_s3_bucket.b", provider_config_key: key, expressions: {} }] };
    const configuration = { provider_config, root_module: { module_calls: { m: { module: inner } } } };
    return resource(bucket.address, readPlan(planOf([bucket], configuration)))?.providerKey;
  };
  expect(keyOf("m:aws", { aws: { name: "aws" } })).toBe("aws");
  expect(keyOf("module.m:aws", { "module.m:aws": { name: "aws" } })).toBe("module.m:aws");
  expect(keyOf("m:aws.there", { "aws.dest": { name: "aws", alias: "dest" } })).toBeUndefined();
});
