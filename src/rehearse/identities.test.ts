import { identityOf, isGuess } from "./identities";

const PLACE = { account: "111111111111", region: "cn-north-1" };

function identity(mode: "managed" | "data", type: string, values: Readonly<Record<string, unknown>> = {}) {
  return identityOf({ address: `${type}.x`, mode, type, get: (name) => values[name] }, PLACE);
}

test.each<["managed" | "data", string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>]>(
  [
    [
      "managed",
      "aws_s3_bucket",
      { bucket: "acme" },
      { id: "acme", arn: "arn:aws-cn:s3:::acme", region: "cn-north-1" },
    ],
    ["managed", "aws_s3_bucket_policy", { bucket: "acme" }, { id: "acme" }],
    [
      "managed",
      "aws_iam_role",
      { name: "x", path: "/team/" },
      { id: "x", arn: "arn:aws-cn:iam::111111111111:role/team/x" },
    ],
    [
      "managed",
      "aws_iam_policy",
      { name: "x" },
      { id: "arn:aws-cn:iam::111111111111:policy/x", arn: "arn:aws-cn:iam::111111111111:policy/x" },
    ],
    [
      "managed",
      "aws_kms_alias",
      { name: "alias/x", target_key_id: "k" },
      {
        arn: "arn:aws-cn:kms:cn-north-1:111111111111:alias/x",
        target_key_arn: "arn:aws-cn:kms:cn-north-1:111111111111:key/k",
      },
    ],
    [
      "managed",
      "aws_kms_replica_key",
      { primary_key_arn: "arn:aws-cn:kms:cn-northwest-1:111111111111:key/mrk-1" },
      { key_id: "mrk-1", arn: "arn:aws-cn:kms:cn-north-1:111111111111:key/mrk-1" },
    ],
    ["managed", "aws_sqs_queue", { name: "q" }, { arn: "arn:aws-cn:sqs:cn-north-1:111111111111:q" }],
    ["managed", "aws_glue_job", { name: "j" }, { arn: "arn:aws-cn:glue:cn-north-1:111111111111:job/j" }],
    ["managed", "terraform_data", { input: { name: "acme" } }, { output: { name: "acme" } }],
    ["data", "aws_caller_identity", {}, { account_id: "111111111111" }],
    [
      "data",
      "aws_kms_key",
      { key_id: "k" },
      { id: "k", arn: "arn:aws-cn:kms:cn-north-1:111111111111:key/k" },
    ],
    ["data", "aws_iam_policy", { arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }, { name: "ReadOnlyAccess" }],
    [
      "data",
      "aws_iam_session_context",
      { arn: "arn:aws-cn:sts::111111111111:assumed-role/deployer/x" },
      { issuer_arn: "arn:aws-cn:iam::111111111111:role/deployer", issuer_name: "deployer" },
    ],
  ],
)("%s %s %j", (mode, type, values, expected) => {
  expect(identity(mode, type, values)).toMatchObject(expected);
});

test("never gives an argument that the configuration gives", () => {
  expect(identity("managed", "aws_s3_bucket", { bucket: "acme" })).not.toHaveProperty("bucket");
  expect(identity("managed", "aws_iam_role", { name: "x" })).not.toHaveProperty("name");
});

test("names what has no name after its address, with the prefix of the configuration", () => {
  expect(identity("managed", "aws_s3_bucket", { bucket_prefix: "logs-" }).bucket).toMatch(
    /^logs-[a-z]+-[0-9a-f]{6}$/,
  );
  expect(identity("managed", "aws_iam_role").name).toMatch(/^terraform-[a-z]+-[0-9a-f]{6}$/);
  expect(identity("managed", "aws_iam_role")).toEqual(identity("managed", "aws_iam_role"));
});

test("a multi-Region key looks like one", () => {
  expect(identity("managed", "aws_kms_key", { multi_region: true }).key_id).toMatch(/^mrk-/);
  expect(identity("managed", "aws_kms_key").key_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-/);
});

test("random providers give what a name can contain", () => {
  expect(identity("managed", "random_id", { byte_length: 4, prefix: "p-" })).toMatchObject({
    hex: expect.stringMatching(/^p-[0-9a-f]{8}$/),
    dec: expect.stringMatching(/^p-\d+$/),
  });
  expect(identity("managed", "random_string", { length: 100 }).result).toMatch(/^[0-9a-f]{100}$/);
  expect(identity("managed", "random_pet", { prefix: "a", separator: "_" }).id).toMatch(
    /^a_pet_[0-9a-f]{6}$/,
  );
});

test("who runs Terraform is a guess, its account is not", () => {
  expect(isGuess("aws_caller_identity", "data", "arn")).toBe(true);
  expect(isGuess("aws_caller_identity", "data", "account_id")).toBe(false);
  expect(isGuess("aws_kms_key", "managed", "arn")).toBe(false);
});
