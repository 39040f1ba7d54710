import { flawsOf, problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { defaultEncryption } from "./default-encryption";

const encryption = (byDefault: object) => ({
  terraform: ({ resource }: Terraform) => {
    const source = resource.aws_s3_bucket_server_side_encryption_configuration?.source;
    Object.assign(source ?? {}, { rule: { apply_server_side_encryption_by_default: byDefault } });
  },
});
const kms = (key?: string) =>
  encryption({ sse_algorithm: "aws:kms", ...(key !== undefined && { kms_master_key_id: key }) });
const writer = [
  {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::222222222222:root" },
    Action: "s3:Put*",
    Resource: "arn:aws:s3:::acme-source/*",
  },
];
const START = "the default encryption of acme-source: ";

test.each([undefined, "alias/aws/s3", "arn:aws:kms:us-east-1:111111111111:alias/aws/s3"])(
  "another account never uses aws/s3: %s",
  (key) => {
    expect(problemsOf(defaultEncryption, kms(key))).toEqual([
      `${START}its key is aws/s3, which no other account can use, but the bucket policy gives account 222222222222 access`,
    ]);
  },
);

test("a key is in the bucket's region", () => {
  const [flaw] = flawsOf(defaultEncryption, kms("arn:aws:kms:us-west-2:111111111111:key/x"));
  expect(flaw?.problem).toBe(
    `${START}arn:aws:kms:us-west-2:111111111111:key/x is in us-west-2, but the bucket is in us-east-1; a bucket can only use keys in its own region`,
  );
  expect(flaw?.addresses).toEqual(["aws_s3_bucket_server_side_encryption_configuration.source"]);
});

test.each(["alias/acme", "5d6e0000-1111-4222-8333-444455556666"])(
  "what another account writes needs the key's ARN: %s",
  (key) => {
    expect(problemsOf(defaultEncryption, { ...kms(key), bucket: writer })).toEqual([
      `${START}S3 looks up ${key} in the caller's account: callers in account 222222222222 find no key there, or another one`,
    ]);
  },
);

test("an alias of another account is no key's", () => {
  const alias = "arn:aws:kms:us-east-1:222222222222:alias/acme";
  expect(problemsOf(defaultEncryption, kms(alias))).toEqual([
    `${START}${alias} is not the ARN of a key, which a key in another account requires`,
  ]);
});

test("a key goes with SSE-KMS", () => {
  const both = { sse_algorithm: "AES256", kms_master_key_id: "${aws_kms_key.source.arn}" };
  expect(problemsOf(defaultEncryption, encryption(both))).toEqual([
    `${START}it has a key, which S3 rejects with AES256`,
  ]);
});

test.each([
  ["an alias or an id where the account itself writes", kms("alias/acme")],
  [
    "the ARN of an alias of the account",
    { ...kms("arn:aws:kms:us-east-1:111111111111:alias/acme"), bucket: writer },
  ],
  ["SSE-S3", encryption({ sse_algorithm: "AES256" })],
  [
    "the ARN of a key of another account",
    { ...kms("arn:aws:kms:us-east-1:222222222222:key/x"), bucket: writer },
  ],
  [
    "aws/s3 where nobody else is let in",
    {
      terraform: (all: Terraform) => {
        kms().terraform(all);
        delete all.resource.aws_s3_bucket_policy;
      },
    },
  ],
])("%s", (_, additions) => {
  expect(problemsOf(defaultEncryption, additions)).toEqual([]);
});

test.each<[object, string]>([
  [{ is_enabled: false }, "is disabled, so nobody can read or write its objects"],
  [
    { key_usage: "GENERATE_VERIFY_MAC" },
    "is not a symmetric key for encryption, so nobody can write objects",
  ],
  [
    { customer_master_key_spec: "RSA_4096" },
    "is not a symmetric key for encryption, so nobody can write objects",
  ],
])("a key with %j", (settings, expected) => {
  const terraform = ({ resource }: Terraform) =>
    void Object.assign(resource.aws_kms_key?.source ?? {}, settings);
  expect(problemsOf(defaultEncryption, { terraform })).toEqual([
    `the default encryption of acme-source: its key aws_kms_key.source ${expected}`,
  ]);
});
