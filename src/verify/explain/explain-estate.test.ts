import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stackCase } from "../../../test/fixtures/stack-case";
import type { Estate } from "../../estate/estate";
import type { RawPolicyDocument, RawStatement } from "../../estate/policy-document";
import { readEstate } from "../../estate/read-estate";
import { withDocuments } from "../../estate/with-documents";
import { topologyTerraform } from "../../constructs/topology-terraform";
import { loadTopology } from "../../topology/load";
import { resolve } from "../../topology/resolve";
import { explainEstate } from "../../../test/support/explained";
import { isAllowed, verdictOf } from "./explanation";
import type { Repair } from "../../prove/check/repair";

const AWS = [
  { alias: "a", allowed_account_ids: ["111111111111"], region: "us-east-1" },
  { alias: "b", allowed_account_ids: ["222222222222"], region: "us-east-1" },
];
const [a, b] = [{ provider: "aws.a" }, { provider: "aws.b" }];
const ROOT = "arn:aws:iam::222222222222:root";
const ETL = "arn:aws:iam::222222222222:role/etl";
const TRUST = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } };
const json = (...Statement: unknown[]) => JSON.stringify({ Version: "2012-10-17", Statement });

/** A bucket of one account and a role of another, with these statements. */
function estate({
  identity = [],
  bucket = [],
  key = [],
  masterKey = "${aws_kms_key.data.arn}",
  role = {},
}: Partial<Record<"identity" | "bucket" | "key", unknown[]>> & {
  masterKey?: string | undefined;
  role?: object;
}): Estate {
  return readEstate({
    provider: { aws: AWS },
    resource: {
      aws_s3_bucket: { data: { ...a, bucket: "acme" } },
      aws_kms_key: { data: { ...a, ...(key.length > 0 && { policy: json(...key) }) } },
      aws_s3_bucket_server_side_encryption_configuration: {
        data: {
          ...a,
          bucket: "acme",
          rule: {
            apply_server_side_encryption_by_default: {
              sse_algorithm: "aws:kms",
              ...(masterKey !== "" && { kms_master_key_id: masterKey }),
            },
          },
        },
      },
      aws_kms_alias: { data: { ...a, name: "alias/data", target_key_id: "${aws_kms_key.data.key_id}" } },
      ...(bucket.length > 0 && {
        aws_s3_bucket_policy: { data: { ...a, bucket: "acme", policy: json(...bucket) } },
      }),
      aws_iam_role: { etl: { ...b, name: "etl", assume_role_policy: json(TRUST), ...role } },
      ...(identity.length > 0 && {
        aws_iam_role_policy: { etl: { ...b, name: "etl", role: "etl", policy: json(...identity) } },
      }),
    },
  });
}

function repairs(found: Estate, what: string, on = "s3://acme/in/a.csv"): Repair | undefined {
  return explainEstate({ as: ETL, do: what, on }, { name: "infra/", estate: found, keysAreMadeUp: false })
    .repair;
}

const IDENTITY_GET = { Sid: "Get", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*" };
const FOR_ETL = { Principal: { AWS: ROOT }, Condition: { ArnEquals: { "aws:PrincipalArn": ETL } } };

test("what the policies allow needs no repair", () => {
  const found = estate({
    identity: [IDENTITY_GET],
    bucket: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*", ...FOR_ETL }],
  });
  expect(repairs(found, "s3:GetObject")).toBeUndefined();
});

const GETS = {
  identity: [IDENTITY_GET],
  bucket: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*", ...FOR_ETL }],
};

test.each([
  ["an alias", "alias/data", "aws_kms_key.data"],
  ["the ARN of an alias", "arn:aws:kms:us-east-1:111111111111:alias/data", "aws_kms_key.data"],
  ["an alias of AWS", "alias/aws/s3", "aws/s3"],
  ["none, which means aws/s3", "", "aws/s3"],
])("KMS is asked when the default key is %s", (_, masterKey, name) => {
  const ask = { as: ETL, do: "GetObject", on: "s3://acme/in/a.csv" };
  const input = { name: "infra/", estate: estate({ ...GETS, masterKey }), keysAreMadeUp: false };
  const explanation = explainEstate(ask, input);
  expect(verdictOf(explanation)).toBe("refused");
  const refused = explanation.answers.filter(({ decision }) => decision?.allowed === false);
  expect(refused.map(({ authorization, resource }) => `${authorization.action} ${resource}`)).toContain(
    `kms:Decrypt ${name}`,
  );
});

test.each([
  ["arn:aws:sts::222222222222:assumed-role/etl/nightly", "allowed"],
  ["arn:aws:sts::222222222222:assumed-role/etl/other", "refused"],
  [ETL, "unknown"],
])("what a policy allows one session of a role: %s", (as, verdict) => {
  const Principal = { AWS: "arn:aws:sts::222222222222:assumed-role/etl/nightly" };
  const bucket = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*", Principal }];
  const input = { name: "infra/", estate: estate({ ...GETS, bucket }), keysAreMadeUp: false };
  const explanation = explainEstate({ as, do: "s3:GetObject", on: "s3://acme/in/a.csv" }, input);
  expect(verdictOf(explanation)).toBe(verdict);
});

test("nobody can add a statement to a policy that AWS manages", () => {
  const ofAws = repairs(estate({ ...GETS, masterKey: "alias/aws/s3" }), "GetObject");
  expect(ofAws?.changes).toEqual([]);
  expect(ofAws?.obstacles.join()).toContain("encrypt the bucket with a customer managed key");
  const role = { managed_policy_arns: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"] };
  const attached = repairs(estate({ bucket: GETS.bucket, role }), "GetObject");
  expect(attached?.changes.map(({ document: { name } }) => name)).toEqual([
    "key policy of aws_kms_key.data",
    "policies of role etl",
  ]);
});

test.each<[string, string, string]>([
  ["s3:GetObject", "s3://acme-2/a", '--on "s3://acme-2/a" is not in infra/; name acme'],
  ["aws s3 cp s3://acme-2/a .", "acme", "--do names s3://acme-2/a, which is not in infra/; name acme"],
  [
    "kms:Decrypt",
    "arn:aws:kms:us-east-1:111111111111:key/1",
    "is not in infra/; name acme, aws_kms_key.data",
  ],
])("what is not there: %s on %s", (what, on, message) => {
  expect(() => repairs(estate({}), what, on)).toThrow(message);
});

test("a principal from elsewhere", () => {
  const ask = { as: "arn:aws:iam::222222222222:role/other", do: "s3:GetObject", on: "s3://acme/a" };
  const { assumed } = explainEstate(ask, { name: "infra/", estate: estate({}), keysAreMadeUp: false });
  expect(assumed).toContain("no policies of other that are not in infra/ could allow it");
});

test("a side that says nothing gets a statement, in its account", () => {
  expect(repairs(estate({ identity: [IDENTITY_GET] }), "s3:GetObject")).toEqual({
    changes: [
      {
        document: { name: "bucket policy of acme", account: "111111111111", address: "aws_s3_bucket.data" },
        statement: {
          Effect: "Allow",
          Principal: { AWS: ROOT },
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::acme/in/*",
          Condition: { ArnEquals: { "aws:PrincipalArn": ETL } },
        },
      },
    ],
    obstacles: [],
  });
});

test("both sides of both resources, each in one statement", () => {
  const { changes = [] } = repairs(estate({}), "aws s3 cp s3://acme/in/a.csv .") ?? {};
  expect(
    changes.map(({ document: { name, account }, statement: { Action } }) => [name, account, Action]),
  ).toEqual([
    ["bucket policy of acme", "111111111111", "s3:GetObject"],
    ["identity policy of role etl", "222222222222", "s3:GetObject"],
    ["identity policy of role etl", "222222222222", "kms:Decrypt"],
    ["key policy of aws_kms_key.data", "111111111111", "kms:Decrypt"],
  ]);
});

test("S3 uses a key with its own conditions", () => {
  const { changes = [] } = repairs(estate({ identity: [IDENTITY_GET] }), "kms:Decrypt") ?? {};
  const ofKey = changes.find(({ document: { name } }) => name.startsWith("key policy"));
  expect(ofKey?.statement).toEqual({
    Effect: "Allow",
    Principal: { AWS: ROOT },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: {
      ArnEquals: { "aws:PrincipalArn": ETL },
      StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
      StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme", "arn:aws:s3:::acme/*"] },
    },
  });
});

test("a key whose id only AWS knows is referred to", () => {
  const ask = { as: ETL, do: "kms:Decrypt", on: "s3://acme/in/a.csv" };
  const { repair } = explainEstate(ask, { name: "infra/", estate: estate({}), keysAreMadeUp: true });
  const resources = repair?.changes.map(({ statement: { Resource } }) => Resource);
  expect(resources).toContain("${aws_kms_key.data.arn}");
});

test("a statement about the same gets another action", () => {
  const found = estate({
    identity: [IDENTITY_GET],
    bucket: [
      { Sid: "Etl", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*", ...FOR_ETL },
    ],
  });
  expect(repairs(found, "s3:GetObjectTagging")?.changes).toMatchObject([
    { replaces: "Etl", statement: { Action: ["s3:GetObject", "s3:GetObjectTagging"], ...FOR_ETL } },
    { replaces: "Get", statement: { Action: ["s3:GetObject", "s3:GetObjectTagging"] } },
  ]);
});

test.each<[string, object]>([
  ["names several principals", { Principal: { AWS: [ETL, "arn:aws:iam::222222222222:role/other"] } }],
  ["names the whole account", { Principal: { AWS: ROOT } }],
  ["is about another bucket too", { ...FOR_ETL, Resource: ["arn:aws:s3:::acme/*", "arn:aws:s3:::acme-2/*"] }],
])("a statement that %s stays as it is", (_, changed) => {
  const found = estate({
    identity: [IDENTITY_GET],
    bucket: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::acme/*", ...changed }],
  });
  expect(repairs(found, "s3:GetObject")?.changes.map(({ replaces }) => replaces)).toEqual([undefined]);
});

test("no statement helps against a Deny", () => {
  const found = estate({
    identity: [IDENTITY_GET],
    bucket: [
      { Sid: "Keep", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::acme/*" },
    ],
  });
  expect(repairs(found, "s3:GetObject")).toEqual({
    changes: [],
    obstacles: [
      "statement Keep of the bucket policy of acme in account 111111111111 denies it, and a Deny overrides every Allow",
    ],
  });
});

test.each([
  "copy-with-role",
  "copy-with-user",
  "replication",
  "shared-with-account",
  "shared-with-principals",
])("of %s, what any statement allowed is allowed again by the changes", (stack) => {
  const { estate: whole, model } = stackCase(stack);
  const asked = questionsOf(stack);
  expect(asked.length).toBeGreaterThan(0);
  let repaired = 0;
  for (const without of statementsOf(whole)) {
    const broken = withoutStatement(whole, without);
    for (const ask of asked) {
      const before = explainEstate(ask, { name: "infra/", estate: broken, keysAreMadeUp: false });
      if (verdictOf(before) !== "refused") continue;
      const { changes = [], obstacles } = before.repair ?? {};
      expect({ without, ask, obstacles, changes: changes.length > 0 }).toMatchObject({
        obstacles: [],
        changes: true,
      });
      repaired++;
    }
  }
  expect({ model: model.buckets.length > 0, repaired: repaired > 0 }).toEqual({
    model: true,
    repaired: true,
  });
});

/** Everything that a principal of the stack can do with a bucket, by name. */
function questionsOf(stack: string) {
  const { estate: found } = stackCase(stack);
  return found.principals.flatMap(({ arn }) =>
    found.buckets.flatMap(({ name }) =>
      ["GetObject", "PutObject", "ListObjectsV2", "aws s3 cp, uploading"]
        .map((what) => ({ as: arn, do: what, on: `s3://${name}/in/a.csv` }))
        .filter((ask) =>
          isAllowed(explainEstate(ask, { name: "infra/", estate: found, keysAreMadeUp: false })),
        ),
    ),
  );
}

function statementsOf(found: Estate): RawStatement[] {
  const all: RawStatement[] = [];
  withDocuments(found, (document) => {
    all.push(...document.Statement.filter(({ Effect }) => Effect === "Allow"));
    return document;
  });
  return all;
}

function withoutStatement(found: Estate, statement: RawStatement): Estate {
  return withDocuments(found, (document): RawPolicyDocument => ({
    ...document,
    Statement: document.Statement.filter((each) => each !== statement),
  }));
}

describe("a replication rule with a key of its own", () => {
  const topology = loadTopology(`accounts:
  data: { id: "111111111111", region: eu-west-1 }
  backup: { id: "222222222222", region: eu-central-1 }
keys:
  archive: { account: backup }
buckets:
  orders: { account: data, name: acme-orders }
  replica: { account: backup, name: acme-replica, other_keys: [archive] }
replication:
  - { from: orders, to: replica, key: archive, prefix: in/ }
`);
  const { terraform } = topologyTerraform("archive", resolve(topology));
  const keysAsked = (text: string) => {
    const found = readEstate(JSON.parse(text));
    const input = { name: "infra/", estate: found, keysAreMadeUp: false };
    const [{ roleArn = "" } = {}] = found.replicationRules;
    const explanation = explainEstate({ as: roleArn, do: "replication", on: "s3://acme-orders/in/a" }, input);
    const asked = explanation.answers.filter(({ authorization: { action } }) => action === "kms:Encrypt");
    return { verdict: verdictOf(explanation), keys: new Set(asked.map(({ resource }) => resource)) };
  };

  test("encrypts replicas with that key, not with the default key of the destination", () => {
    expect(keysAsked(JSON.stringify(terraform))).toEqual({
      verdict: "allowed",
      keys: new Set(["aws_kms_key.archive"]),
    });
  });

  test("fails if its role may not use that key", () => {
    const elsewhere = "arn:aws:kms:eu-central-1:222222222222:key/11111111-2222-3333-4444-555555555555";
    const text = JSON.stringify(terraform).replace(
      '"replica_kms_key_id":"${aws_kms_key.archive.arn}"',
      `"replica_kms_key_id":"${elsewhere}"`,
    );
    const { verdict, keys } = keysAsked(text);
    expect([verdict, keys.has(elsewhere)]).toEqual(["refused", true]);
  });
});

describe("a task of DataSync that somebody else wrote", () => {
  const golden = readFileSync(join(__dirname, "../../../test/golden/datasync.tf.json"), "utf8");
  const ask = (text: string, bucket: string) => {
    const input = { name: "infra/", estate: readEstate(JSON.parse(text)), keysAreMadeUp: false };
    const as = "arn:aws:iam::222222222222:role/acme-datasync";
    return explainEstate({ as, do: "DataSync", on: bucket }, input);
  };

  test("reads its source and writes its destination", () => {
    for (const [bucket, title] of [
      ["acme-datasync-source", "DataSync, reading"],
      ["acme-datasync-destination", "DataSync, writing"],
    ] as const) {
      const explanation = ask(golden, bucket);
      expect([verdictOf(explanation), explanation.what]).toEqual(["allowed", title]);
    }
  });

  test("is refused if its role may not, and needs no more than its tasks", () => {
    const without = (action: string, options = {}) => {
      const terraform = JSON.parse(golden.replaceAll(`"${action}"`, '"s3:GetObjectAttributes"')) as {
        resource: { aws_datasync_task: { nightly: { options: object } } };
      };
      Object.assign(terraform.resource.aws_datasync_task.nightly.options, options);
      return verdictOf(ask(JSON.stringify(terraform), "acme-datasync-destination"));
    };
    expect(without("s3:PutObject")).toBe("refused");
    expect(without("s3:PutObjectTagging")).toBe("refused");
    expect(without("s3:PutObjectTagging", { object_tags: "NONE" })).toBe("allowed");
    expect(without("s3:DeleteObject")).toBe("allowed");
    expect(without("s3:DeleteObject", { preserve_deleted_files: "REMOVE" })).toBe("refused");
  });
});

describe("an answer that is unknown", () => {
  const IP = { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
  const explained = (found: Estate, as = ETL) =>
    explainEstate(
      { as, do: "s3:GetObject", on: "s3://acme/in/a.csv" },
      { name: "infra/", estate: found, keysAreMadeUp: false },
    );
  const forEtl = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*", ...FOR_ETL };

  test("for want of a value says which, and what decides it", () => {
    const found = estate({
      identity: [IDENTITY_GET],
      bucket: [{ ...forEtl, Condition: { ...FOR_ETL.Condition, ...IP } }],
    });
    const explanation = explained(found);
    expect(verdictOf(explanation)).toBe("unknown");
    expect(explanation.toKnow).toEqual(["give the value of the request: --context aws:SourceIp=<value>"]);
    expect(explanation.repair?.changes.map(({ document: { name } }) => name)).toEqual([
      "bucket policy of acme",
    ]);
  });

  test("because a Deny may apply cannot be decided by an Allow", () => {
    const deny = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "arn:aws:s3:::acme/*",
      Condition: IP,
    };
    const explanation = explained(estate({ identity: [IDENTITY_GET], bucket: [forEtl, deny] }));
    expect(explanation.toKnow).toEqual(["give the value of the request: --context aws:SourceIp=<value>"]);
    expect(explanation.repair).toBeUndefined();
  });

  test("for want of a boundary names its option", () => {
    const found = estate({ identity: [IDENTITY_GET], bucket: [forEtl] });
    const limit = "arn:aws:iam::222222222222:policy/Limit";
    const principals = found.principals.map((each) => ({ ...each, permissionsBoundary: limit }));
    expect(explained({ ...found, principals }).toKnow).toEqual([
      `give the permissions boundary: --boundary ${limit}=<file>`,
    ]);
  });

  test("for want of a policy says which, and the statement that would decide it", () => {
    const found = estate({ identity: [IDENTITY_GET], bucket: [forEtl] });
    const principals = found.principals.map((each) => {
      const { address: _, ...rest } = each;
      return { ...rest, identityPolicies: [] };
    });
    const explanation = explained({ ...found, principals });
    expect(explanation.toKnow).toEqual([
      "look for s3:GetObject in the identity policies of role etl in account 222222222222",
    ]);
    expect(
      explanation.repair?.changes.map(({ document: { name }, statement }) => [name, statement.Action]),
    ).toEqual([[expect.stringContaining("etl"), "s3:GetObject"]]);
  });
});
