import { ACCOUNTS, AwsValues } from "../../test/fixtures/aws-values";
import type { Unmodelled } from "./estate";
import { readKeys } from "./keys";
import { readEstate } from "./read-estate";

const ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const ARN = `arn:aws:kms:us-east-1:111111111111:key/${ID}`;
const KEY = { id: ID, key_id: ID, arn: ARN, enable_key_rotation: true };
const address = "aws_kms_key.k";
const allowing = (...actions: string[]) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: actions, Resource: "*" }] });

function read(values: Readonly<Record<string, Readonly<Record<string, unknown>>>>, isRefreshed = false) {
  const aws = new AwsValues(values, isRefreshed);
  const unmodelled: Unmodelled[] = [];
  const keys = readKeys(aws, unmodelled);
  return { keys, key: keys[0], unmodelled, conflicts: aws.conflicts };
}

describe("aws_kms_key_policy", () => {
  const separate = "aws_kms_key_policy.p";
  const policy = allowing("kms:Decrypt");

  test.each([[ID], [ARN]])("replaces AWS's default of the key %s", (key_id) => {
    const { key, conflicts } = read({ [address]: KEY, [separate]: { key_id, policy } });
    expect(key?.policy).toEqual({ address: separate, document: JSON.parse(policy) as object });
    expect(conflicts).toEqual([]);
  });

  test("is what the key says too", () => {
    const own = '{"Statement":{"Resource":"*","Action":"kms:Decrypt","Principal":"*","Effect":"Allow"}}';
    const { key, conflicts } = read({
      [address]: { ...KEY, policy: own },
      [separate]: { key_id: ID, policy },
    });
    expect(key?.policy.address).toBe(separate);
    expect(conflicts).toEqual([]);
  });

  test("that differs from the key's is a conflict, unless AWS has one of them", () => {
    const both = {
      [address]: { ...KEY, policy: allowing("kms:Encrypt") },
      [separate]: { key_id: ID, policy },
    };
    expect(read(both).conflicts).toEqual([
      "aws_kms_key_policy.p: policy: differs from the policy of aws_kms_key.k, and they would overwrite each other; remove one",
    ]);
    expect(read(both, true)).toMatchObject({ key: { policy: { address: separate } }, conflicts: [] });
  });

  test("twice is a conflict", () => {
    const twice = { [separate]: { key_id: ID, policy }, "aws_kms_key_policy.q": { key_id: ARN, policy } };
    expect(read({ [address]: KEY, ...twice }).conflicts).toHaveLength(1);
  });
});

describe("a multi-Region key", () => {
  const mrk = "mrk-1234abcd12ab34cd56ef1234567890ab";
  const arn = (region: string) => `arn:aws:kms:${region}:111111111111:key/${mrk}`;
  const primary = { id: mrk, arn: arn("us-east-1"), enable_key_rotation: true, multi_region: true };
  const replica = {
    arn: arn("eu-west-1"),
    region: "eu-west-1",
    primary_key_arn: arn("us-east-1"),
    policy: allowing("kms:Decrypt"),
  };

  test("has replicas with policies of their own, which rotate with it", () => {
    const { keys } = read({
      [address]: primary,
      "aws_kms_replica_key.r": replica,
      "aws_kms_replica_external_key.e": { ...replica, arn: arn("eu-west-2"), region: "eu-west-2" },
    });
    expect(keys).toMatchObject([
      { address, multiRegion: true, rotation: true, region: "us-east-1" },
      { address: "aws_kms_replica_external_key.e", imported: true, region: "eu-west-2" },
      {
        address: "aws_kms_replica_key.r",
        arn: arn("eu-west-1"),
        region: "eu-west-1",
        multiRegion: true,
        primaryArn: arn("us-east-1"),
        rotation: true,
        policy: { document: JSON.parse(replica.policy) as object },
      },
    ]);
    expect(keys[0]).not.toHaveProperty("primaryArn");
  });

  test("and its replica have the same id in a configuration", () => {
    const { keys } = readEstate({
      provider: {
        aws: [
          { alias: "a", allowed_account_ids: ["111111111111"], region: "us-east-1" },
          { alias: "w", allowed_account_ids: ["111111111111"], region: "eu-west-1" },
        ],
      },
      resource: {
        aws_kms_key: { k: { provider: "aws.a", multi_region: true } },
        aws_kms_replica_key: { r: { provider: "aws.w", primary_key_arn: "${aws_kms_key.k.arn}" } },
        aws_kms_alias: {
          r: { provider: "aws.w", name: "alias/r", target_key_id: "${aws_kms_replica_key.r.key_id}" },
        },
      },
    });
    expect(keys.map(({ arn, aliases }) => [arn.split(":")[3], aliases.length])).toEqual([
      ["us-east-1", 0],
      ["eu-west-1", 1],
    ]);
    expect(new Set(keys.map(({ arn }) => arn.split("/")[1])).size).toBe(1);
  });
});

test("a key with imported material", () => {
  const { key } = read({ "aws_kms_external_key.k": { arn: ARN, id: ID, enabled: true } });
  expect(key).toMatchObject({ arn: ARN, imported: true, rotation: false });
  expect(key?.policy.document.Id).toBe("key-default-1");
});

describe("a grant", () => {
  const grantee_principal = "arn:aws:iam::222222222222:role/Reader";
  const operations = ["Decrypt", "DescribeKey"];
  const encryption_context_subset = { "aws:s3:arn": "arn:aws:s3:::acme" };
  const reason = "a grant allows requests to a key without any policy";

  test.each<[string, object, object]>([
    ["without constraints", {}, {}],
    ["with none", { constraints: [] }, {}],
    [
      "for a part of the context",
      { constraints: [{ encryption_context_subset, encryption_context_equals: null }] },
      { contextSubset: encryption_context_subset },
    ],
    [
      "for a whole context",
      { constraints: [{ encryption_context_equals: { a: "b" }, encryption_context_subset: {} }] },
      { contextEquals: { a: "b" } },
    ],
  ])("%s", (_, constraints, expected) => {
    const grant = { key_id: ID, grantee_principal, operations, ...constraints };
    const { key, unmodelled } = read({ [address]: KEY, "aws_kms_grant.g": grant });
    expect(key?.grants).toEqual([
      { address: "aws_kms_grant.g", grantee: grantee_principal, operations, ...expected },
    ]);
    expect(unmodelled).toEqual([{ address: "aws_kms_grant.g", reason, canAllow: true, isData: true }]);
  });

  test("for a key outside this Terraform is not read", () => {
    const grant = { key_id: "other", grantee_principal, operations };
    const { key, unmodelled } = read({ [address]: KEY, "aws_kms_grant.g": grant });
    expect(key).not.toHaveProperty("grants");
    expect(unmodelled).toEqual([{ address: "aws_kms_grant.g", reason, canAllow: true }]);
  });
});

describe("an existing key", () => {
  const unknown = "is not in this Terraform";

  test("of a data source has aliases and grants of this Terraform, and an unknown policy", () => {
    const { key } = read({
      "data.aws_kms_key.shared": { provider: "b", key_id: "alias/shared", arn: ARN, key_manager: "CUSTOMER" },
      "aws_kms_alias.again": { name: "alias/again", target_key_id: ARN },
    });
    expect(key).toMatchObject({
      address: "data.aws_kms_key.shared",
      existing: true,
      arn: ARN,
      account: { ...ACCOUNTS.b, id: "111111111111" },
      aliases: [{ name: "alias/again" }],
      policy: { unknown },
    });
    expect(key).not.toHaveProperty("awsManaged");
  });

  test.each([
    ["alias/shared", false],
    ["alias/aws/s3", true],
  ])("of the alias %s", (name, isOfAws) => {
    const { keys } = read({
      "data.aws_kms_alias.it": { name, target_key_arn: ARN },
      "data.aws_kms_key.it": { key_id: name, arn: ARN },
    });
    expect(keys).toMatchObject([{ existing: true, arn: ARN, aliases: [{ name }], policy: { unknown } }]);
    expect(keys[0]?.awsManaged).toBe(isOfAws || undefined);
  });

  test("that this Terraform also creates is not existing", () => {
    const { keys } = read({ [address]: KEY, "data.aws_kms_key.k": { arn: ARN } });
    expect(keys).toHaveLength(1);
    expect(keys[0]).not.toHaveProperty("existing");
  });
});
