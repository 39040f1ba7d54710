import { problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { encryptionContext } from "./encryption-context";

const BUCKET = "arn:aws:s3:::acme-source";
const KEY = "kms:EncryptionContext:aws:s3:arn";
const partner = (...contexts: readonly string[]) => ({
  Effect: "Allow",
  Principal: { AWS: "333333333333" },
  Action: "kms:Decrypt",
  Resource: "*",
  Condition: { StringLike: { [KEY]: contexts } },
});
const withBucketKey = ({ resource }: Terraform) => {
  const source = resource.aws_s3_bucket_server_side_encryption_configuration?.source;
  Object.assign(source?.rule ?? {}, { bucket_key_enabled: true });
};
const statement = "statement number 3 of the key policy of aws_kms_key.source";

test("the context of objects alone, with a Bucket Key", () => {
  expect(problemsOf(encryptionContext, { key: [partner(`${BUCKET}/*`)], terraform: withBucketKey })).toEqual([
    `${statement}: acme-source has a Bucket Key, so the encryption context is ${BUCKET}, but ${KEY} must be ${BUCKET}/*`,
  ]);
});

test("the context of the bucket alone, without a Bucket Key", () => {
  expect(problemsOf(encryptionContext, { key: [partner(BUCKET)] })).toEqual([
    `${statement}: acme-source has no Bucket Key, so the encryption context is the ARN of the object, but ${KEY} must be ${BUCKET}`,
  ]);
});

test.each([
  ["of objects", [partner(`${BUCKET}/*`)]],
  ["of one folder", [partner(`${BUCKET}/reports/*`)]],
  ["of both", [partner(BUCKET, `${BUCKET}/*`)]],
  ["of both in two statements", [partner(BUCKET), partner(`${BUCKET}/*`)]],
  ["of any bucket", [partner("arn:aws:s3:::*")]],
  ["of another bucket", [partner("arn:aws:s3:::elsewhere")]],
])("without a Bucket Key, the context %s is right", (_, key) => {
  expect(problemsOf(encryptionContext, { key })).toEqual([]);
});

test("an identity policy is checked for the keys that it names", () => {
  const identity = (key: string) => [
    {
      Effect: "Allow",
      Action: "kms:GenerateDataKey",
      Resource: `\${aws_kms_key.${key}.arn}`,
      Condition: { StringEquals: { [KEY]: BUCKET } },
    },
  ];
  expect(problemsOf(encryptionContext, { identity: identity("source") })).toHaveLength(1);
  expect(problemsOf(encryptionContext, { identity: identity("destination") })).toEqual([]);
});

describe("what a statement refuses", () => {
  const refusing = (effect: "Allow" | "Deny", operator: string, context: string) => ({
    ...partner(),
    Effect: effect,
    Condition: { [operator]: { [KEY]: context } },
  });
  const SECRET = `${BUCKET}/secret/*`;

  test.each<["Allow" | "Deny", string, string]>([
    ["Deny", "StringLike", `and refusing ${KEY} ${SECRET} refuses nothing`],
    ["Allow", "StringNotLike", `and refusing ${KEY} ${SECRET} refuses nothing`],
    ["Deny", "StringNotLike", `but ${KEY} is denied unless it is ${SECRET}`],
  ])("by objects, with a Bucket Key: %s with %s", (effect, operator, problem) => {
    const key = [refusing(effect, operator, SECRET)];
    expect(problemsOf(encryptionContext, { key, terraform: withBucketKey })).toEqual([
      `${statement}: acme-source has a Bucket Key, so the encryption context is ${BUCKET}, ${problem}`,
    ]);
    expect(problemsOf(encryptionContext, { key })).toEqual([]);
  });

  test("by the bucket, without a Bucket Key", () => {
    const key = [refusing("Deny", "StringEquals", BUCKET)];
    expect(problemsOf(encryptionContext, { key })).toEqual([
      `${statement}: acme-source has no Bucket Key, so the encryption context is the ARN of the object, and refusing ${KEY} ${BUCKET} refuses nothing`,
    ]);
    expect(problemsOf(encryptionContext, { key, terraform: withBucketKey })).toEqual([]);
  });
});
