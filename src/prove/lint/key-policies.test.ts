import { flawsOf, problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { foreignAdministration, keyOfOwnRoot } from "./key-policies";

const policyOf = (...Statement: object[]) => ({
  terraform: ({ resource }: Terraform) => {
    Object.assign(resource.aws_kms_key?.source ?? {}, {
      policy: JSON.stringify({ Version: "2012-10-17", Statement }),
    });
  },
});
const ROOT = { AWS: "arn:aws:iam::111111111111:root" };
const allow = (Action: unknown, Principal: unknown = ROOT, rest: object = {}) => ({
  Effect: "Allow",
  Action,
  Principal,
  Resource: "*",
  ...rest,
});

test.each([
  ["nobody else's root", policyOf(allow("kms:*", { AWS: "arn:aws:iam::222222222222:root" }))],
  ["not a role", policyOf(allow("kms:*", { AWS: "arn:aws:iam::111111111111:role/Admin" }))],
  [
    "not under a condition",
    policyOf(allow("kms:*", ROOT, { Condition: { Bool: { "aws:SecureTransport": "true" } } })),
  ],
  ["not without changing the policy", policyOf(allow(["kms:Decrypt", "kms:Describe*"]))],
  ["not by a Deny", policyOf(allow("kms:*", ROOT, { Effect: "Deny" }))],
])("its account's root keeps the key: %s", (_, additions) => {
  expect(problemsOf(keyOfOwnRoot, additions)).toEqual([
    "the key policy of aws_kms_key.source: it does not give its own account 111111111111 control of the key: identity policies there have no effect, and the key can become unmanageable",
  ]);
});

test.each([
  policyOf(allow("kms:*")),
  policyOf(allow("*", { AWS: ["222222222222", "111111111111"] })),
  policyOf(allow(["kms:Put*", "kms:Decrypt"])),
  { terraform: ({ resource }: Terraform) => void delete resource.aws_kms_key?.source?.policy },
])("its account's root keeps the key", (additions) => {
  expect(problemsOf(keyOfOwnRoot, additions)).toEqual([]);
});

const PARTNER = { AWS: "arn:aws:iam::222222222222:root" };

test.each([
  [
    "kms:*",
    "account 222222222222 kms:*, but AWS reserves CancelKeyDeletion, ConnectCustomKeyStore, CreateAlias … for the owner's account",
  ],
  [
    "kms:ScheduleKeyDeletion",
    "account 222222222222 kms:ScheduleKeyDeletion, but AWS reserves ScheduleKeyDeletion for the owner's account",
  ],
])("another account does not administer a key: %s", (action, problem) => {
  expect(problemsOf(foreignAdministration, { key: [allow(["kms:Decrypt", action], PARTNER)] })).toEqual([
    `statement number 3 of the key policy of aws_kms_key.source: it allows ${problem}`,
  ]);
});

test("nor a bucket policy", () => {
  const [flaw] = flawsOf(foreignAdministration, { bucket: [allow("s3:PutBucketPolicy", PARTNER)] });
  expect(flaw?.problem).toBe(
    "statement number 2 of the bucket policy of acme-source: it allows account 222222222222 s3:PutBucketPolicy, but AWS reserves PutBucketPolicy for the owner's account",
  );
});

test.each([
  {
    key: [
      allow(
        ["kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        PARTNER,
      ),
    ],
  },
  { key: [allow("kms:*", { AWS: "arn:aws:iam::111111111111:role/Admin" })] },
  {
    key: [
      allow("kms:*", "*", {
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/Admin" } },
      }),
    ],
  },
  { bucket: [allow("s3:GetBucket*", PARTNER)] },
])("%j is right", (additions) => {
  expect(problemsOf(foreignAdministration, additions)).toEqual([]);
});
