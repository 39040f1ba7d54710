import fc from "fast-check";
import { join } from "node:path";
import { arbitraryTopology } from "../../test/fixtures/arbitrary-topology";
import { REPOSITORY } from "../../test/support/repository";
import { runs } from "../../test/support/runs";
import { readTopologies } from "../topology/folder";
import { loadTopology } from "../topology/load";
import { resolve } from "../topology/resolve";
import { type Module, moduleOf } from "./module";

const topologies = readTopologies(join(REPOSITORY, "stacks"));
const moduleNamed = (name: string): Module => {
  const named = topologies.find((each) => each.name === name);
  if (!named) throw new Error(`no stack ${name}`);
  return moduleOf(named.name, resolve(named.topology));
};

function resourceOf(module: Module, address: string) {
  const all = module.accounts.flatMap(({ resources }) => resources);
  return all.find(({ type, name }) => `${type}.${name}` === address);
}

test("what the topology says of one place is a variable, with what it says for an example", () => {
  const { variables } = moduleNamed("copy-with-role");
  expect(
    variables.map(({ name, type, default: fallback, example }) => [name, type, fallback, example]),
  ).toEqual([
    ["source_bucket_name", "string", undefined, "acme-source"],
    ["destination_bucket_name", "string", undefined, "acme-destination"],
    ["porter_role_name", "string", undefined, "S3Porter"],
    ["porter_assumed_by", "list(string)", undefined, ["arn:aws:iam::222222222222:user/destination-admin"]],
    ["deletion_window_in_days", "number", 30, 30],
    ["force_destroy", "bool", false, false],
    ["tags", "map(string)", {}, {}],
  ]);
});

test("which account and region it is follows from the providers", () => {
  const [source, destination] = moduleNamed("copy-with-role").accounts;
  expect(source?.dataSources).toEqual(["aws_partition", "aws_caller_identity", "aws_region"]);
  expect(Object.fromEntries(destination?.locals ?? [])).toEqual({
    destination_account_id: "data.aws_caller_identity.destination.account_id",
    destination_region: "data.aws_region.destination.id",
  });
});

test("ARNs that no resource has yet are stated once", () => {
  expect([...moduleNamed("replication").arns]).toEqual([
    [
      "source_replication_role_arn",
      "arn:${local.partition}:iam::${local.source_account_id}:role/${var.source_replication_role_name}",
    ],
    ["destination_bucket_arn", "arn:${local.partition}:s3:::${var.destination_bucket_name}"],
    ["source_bucket_arn", "arn:${local.partition}:s3:::${var.source_bucket_name}"],
  ]);
});

test("what nothing uses is not declared", () => {
  const topology = loadTopology(`accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
buckets:
  one: { account: a, name: acme-one, force_destroy: false, key: { deletion_window_in_days: 7 } }
  two: { account: b, name: acme-two, force_destroy: true, encryption: AES256, tags: { See: local.b_region } }
`);
  const { accounts, variables } = moduleOf("stack", resolve(topology));
  expect(variables.map(({ name }) => name)).toEqual(["one_bucket_name", "two_bucket_name", "tags"]);
  expect(accounts.map(({ locals }) => [...locals.keys()])).toEqual([
    ["partition", "a_account_id"],
    ["b_account_id"],
  ]);
});

test("what nothing refers to is not looked up", () => {
  const [, b] = moduleNamed("shared-with-account").accounts;
  expect(b?.dataSources).toEqual(["aws_caller_identity"]);
});

test("each resource is in the file of its account, in the order in which things are created", () => {
  const [source] = moduleNamed("replication").accounts;
  expect(source?.resources.map(({ type, name }) => `${type}.${name}`)).toEqual([
    "aws_kms_key.source",
    "aws_kms_alias.source",
    "aws_s3_bucket.source",
    "aws_s3_bucket_public_access_block.source",
    "aws_s3_bucket_ownership_controls.source",
    "aws_s3_bucket_server_side_encryption_configuration.source",
    "aws_s3_bucket_versioning.source",
    "aws_s3_bucket_policy.source",
    "aws_iam_role.source_replication",
    "aws_iam_role_policy.source_replication",
    "aws_s3_bucket_replication_configuration.source",
  ]);
});

test("replication waits for versioning at both ends, and for the policies", () => {
  const configuration = resourceOf(
    moduleNamed("replication"),
    "aws_s3_bucket_replication_configuration.source",
  );
  expect(configuration?.dependsOn).toEqual(
    expect.arrayContaining([
      "aws_s3_bucket_versioning.source",
      "aws_s3_bucket_versioning.destination",
      "aws_s3_bucket_policy.destination",
      "aws_iam_role_policy.source_replication",
    ]),
  );
});

const EARLIER = new Set(["TlsOnly", "Auditors"]);

test("each statement has its reason and its page", () => {
  for (const { policies } of topologies.map(({ name, topology }) => moduleOf(name, resolve(topology))))
    for (const { document, reasons } of policies) {
      const sids = (document.Statement as { Sid: string }[]).map(({ Sid }) => Sid);
      // Statements that were there before come first, and nobody says why they are there.
      expect([...reasons.keys()]).toEqual(sids.slice(-reasons.size));
      expect(sids.slice(0, -reasons.size).every((sid) => EARLIER.has(sid))).toBe(true);
      for (const { because, source } of reasons.values()) {
        expect(because).toMatch(/^[A-Z`].*\.$/);
        expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
      }
    }
});

test("tags that the topology states win over those of the caller", () => {
  expect(resourceOf(moduleNamed("shared-with-account"), "aws_kms_key.shared")?.arguments.tags).toBe(
    '${merge(var.tags, { Purpose = "AWS-KMS-Key" })}',
  );
  expect(resourceOf(moduleNamed("replication"), "aws_kms_key.source")?.arguments.tags).toBe("${var.tags}");
});

test("a prefix, an external id and a boundary are variables too", () => {
  const topology = loadTopology(`accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
buckets:
  source_bucket: { account: a, name: acme-source }
principals:
  vendor:
    account: b
    role: Vendor
    assumed_by: ["arn:aws:iam::333333333333:root", ec2.amazonaws.com]
    external_id: acme-42
    permissions_boundary: "arn:aws:iam::222222222222:policy/Cap"
access:
  - { principal: vendor, bucket: source_bucket, allow: read, prefix: in/ }
`);
  const { variables, policies } = moduleOf("vendor", resolve(topology));
  expect(variables.map(({ name }) => name)).toEqual([
    "source_bucket_name",
    "vendor_role_name",
    "vendor_assumed_by",
    "vendor_external_id",
    "vendor_permissions_boundary",
    "vendor_source_bucket_prefix",
    "deletion_window_in_days",
    "force_destroy",
    "tags",
  ]);
  const identity = JSON.stringify(policies.find(({ name }) => name === "vendor_identity_policy")?.document);
  expect(identity).toContain("${local.source_bucket_arn}/${var.vendor_source_bucket_prefix}*");
  const trust = policies.find(({ name }) => name === "vendor_trust_policy")?.document.Statement;
  expect(trust).toMatchObject([
    {
      Principal: { AWS: "${var.vendor_assumed_by}" },
      Condition: { StringEquals: { "sts:ExternalId": "${var.vendor_external_id}" } },
    },
    { Principal: { Service: "ec2.amazonaws.com" } },
  ]);
});

test("roles of a module can assume each other, whatever their names are", () => {
  const topology = loadTopology(`
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
buckets:
  source: { account: a, name: acme-source }
principals:
  reader: { account: a, role: Reader, assumed_by: [app, "arn:aws:iam::111111111111:role/Reader"] }
  app: { account: b, role: App, assumed_by: [ec2.amazonaws.com] }
access:
  - { principal: reader, bucket: source, allow: read }
`);
  const { variables, policies, outputs } = moduleOf("chain", resolve(topology));
  expect(variables.map(({ name }) => name)).not.toContain("reader_assumed_by");
  const statementsOf = (name: string) => policies.find((policy) => policy.name === name)?.document.Statement;
  expect(statementsOf("reader_trust_policy")).toMatchObject([
    {
      Sid: "AssumeRoleByPrincipals",
      Condition: { ArnEquals: { "aws:PrincipalArn": ["${local.app_role_arn}", "${local.reader_role_arn}"] } },
    },
  ]);
  expect(statementsOf("app_identity_policy")).toMatchObject([
    { Action: "sts:AssumeRole", Resource: "${local.reader_role_arn}" },
  ]);
  expect(outputs.map(({ name }) => name)).toContain("app_instance_profile_name");
});

test("nothing that a topology says of one place is in its module", () => {
  // Policies that others wrote are carried over as they are.
  const ownPolicies = arbitraryTopology.filter(
    (topology) => !/"(merge|trust_statements)"/.test(JSON.stringify(topology)),
  );
  fc.assert(
    fc.property(ownPolicies, (topology) => {
      const { accounts, policies, outputs } = moduleOf("stack", resolve(topology));
      // AWS's own example is in the runbook of a role that takes MFA.
      const text = JSON.stringify([accounts, policies, outputs]).replaceAll(
        "arn:aws:iam::111122223333:mfa/ann",
        "",
      );
      expect(text).not.toMatch(/acme-\d|\d{12}|arn:aws:|Role-\d|User-\d/);
      expect(text).not.toMatch(/us-(east|west)-\d/);
    }),
    { numRuns: runs(100) },
  );
});

describe("prefixes in the same statements", () => {
  const prefixesOf = (...prefixes: string[]) => {
    const access = prefixes.map(
      (prefix, index) =>
        `  - { principal: ann, bucket: logs, allow: ${["get", "put", "list"][index]}, prefix: ${prefix} }`,
    );
    const topology = loadTopology(
      [
        "accounts:",
        '  a: { id: "111111111111", region: us-east-1 }',
        "buckets:",
        "  logs: { account: a, name: acme-logs }",
        "principals:",
        "  ann: { account: a, user: ann }",
        "access:",
        ...access,
      ].join("\n"),
    );
    const { variables } = moduleOf("logs", resolve(topology));
    return variables.flatMap(({ name, default: value }) => (name.includes("prefix") ? [[name, value]] : []));
  };

  test("are variables, each by itself", () => {
    expect(prefixesOf("in/", "out/")).toEqual([
      ["ann_logs_prefix", "in/"],
      ["ann_logs_prefix_2", "out/"],
    ]);
  });

  test("are part of the module where one would cover the reference to another", () => {
    expect(prefixesOf("$", "in/", "in/2024/")).toEqual([["ann_logs_prefix", "$"]]);
    expect(prefixesOf("$", "$a", "out/")).toEqual([]);
  });

  test("are part of the module where one covers another", () => {
    expect(prefixesOf("in/", "in/2024/", "out/")).toEqual([["ann_logs_prefix", "out/"]]);
  });
});

describe("a bucket in the namespace of its account", () => {
  const module = moduleOf(
    "namespaces",
    resolve(
      loadTopology(`accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: eu-west-1 }
buckets:
  one: { account: a, name: acme-111111111111-us-east-1-an }
  two: { account: b, name: acme-two }
replication:
  - { from: one, to: two }
`),
    ),
  );
  const conditionsOf = (variable: string) =>
    module.variables
      .find(({ name }) => name === variable)
      ?.validations.map(({ condition }) => condition)
      .slice(1);

  test("states the namespace, and the others do not", () => {
    expect(resourceOf(module, "aws_s3_bucket.one")?.arguments).toHaveProperty(
      "bucket_namespace",
      "account-regional",
    );
    expect(resourceOf(module, "aws_s3_bucket.two")?.arguments).not.toHaveProperty("bucket_namespace");
  });

  test("needs a provider that knows namespaces", () => {
    expect(module.versions.required_providers.aws.version).toBe(">= 6.40.0, < 7.0.0");
    expect(moduleNamed("replication").versions.required_providers.aws.version).toMatch(
      /^>= 5\.100\.0, != 6\.22\.0, /,
    );
  });

  test("has the name of its account and region", () => {
    expect(conditionsOf("one_bucket_name")).toContain(
      'can(regex(".-[0-9]{12}-[a-z-]+-[0-9]-an$", var.one_bucket_name))',
    );
    expect(conditionsOf("two_bucket_name")).toEqual(['!endswith(var.two_bucket_name, "-an")']);
    expect(resourceOf(module, "aws_s3_bucket.one")?.preconditions).toContainEqual({
      condition: 'endswith(var.one_bucket_name, "-${local.a_account_id}-${local.a_region}-an")',
      message:
        "The name of the one bucket must end with -${local.a_account_id}-${local.a_region}-an: only this account can create it, and only in this region.",
    });
    expect(resourceOf(module, "aws_s3_bucket.two")?.preconditions).toEqual([]);
  });

  test("has a name that leaves room for the name of its replication role", () => {
    expect(conditionsOf("one_bucket_name")).toContain("length(var.one_bucket_name) <= 52");
    expect(moduleNamed("replication").variables[0]?.validations).toHaveLength(2);
  });
});
