import { estateOfPolicies } from "../read-estate";
import type { BarePolicies } from "./bare-policies";

const role = "arn:aws:iam::222222222222:role/jobs/etl";
const key = "arn:aws:kms:eu-west-1:111111111111:key/11111111-1111-1111-1111-111111111111";
const file = (name: string, ...statements: object[]) => ({
  name,
  content: { Version: "2012-10-17", Statement: statements.map((each) => ({ Effect: "Allow", ...each })) },
});
const fromRole = { Principal: { AWS: role } };
const toRole = {
  ...file(
    "role.json",
    { Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*" },
    { Action: "kms:Decrypt", Resource: key },
  ),
};

const all: BarePolicies = {
  bucketPolicy: file("bucket.json", {
    ...fromRole,
    Action: "s3:GetObject",
    Resource: ["arn:aws:s3:::acme", "arn:aws:s3:::acme/*"],
  }),
  keyPolicy: file("key.json", { ...fromRole, Action: "kms:Decrypt", Resource: "*" }),
  identityPolicies: [toRole],
  bucketAccount: "111111111111",
};

test("the policies name the bucket, the key, the role and their accounts", () => {
  const { accounts, buckets, keys, principals, conflicts, unmodelled } = estateOfPolicies(all);
  expect(accounts.map(({ address, region }) => [address, region])).toEqual([
    ["account 111111111111", "eu-west-1"],
    ["account 222222222222", "eu-west-1"],
  ]);
  expect(buckets).toMatchObject([
    {
      name: "acme",
      account: { id: "111111111111" },
      encryption: { algorithm: "aws:kms", keyArn: key, bucketKeyEnabled: false },
      policy: { address: "bucket.json", document: { Statement: [{ Action: "s3:GetObject" }] } },
    },
  ]);
  expect(keys).toMatchObject([
    { address: "key.json", arn: key, account: { id: "111111111111" }, region: "eu-west-1" },
  ]);
  expect(principals).toMatchObject([
    { kind: "role", arn: role, path: "/jobs/", identityPolicies: [{ address: "role.json", kind: "inline" }] },
  ]);
  expect([...conflicts, ...unmodelled]).toEqual([]);
});

test("what they do not say is assumed", () => {
  expect(
    estateOfPolicies(all).assumptions?.map(({ address, assumption }) => `${address}: ${assumption}`),
  ).toEqual([
    "acme: its public access block and its object ownership are AWS's defaults",
    `acme: its default encryption is SSE-KMS with ${key}, without a Bucket Key`,
    `${key}: it has no grants`,
    `${role}: it has no identity policies besides those given`,
  ]);
});

test("a policy that is not given is unknown", () => {
  const { bucketPolicy: _, keyPolicy: __, ...rest } = all;
  const { buckets, keys, principals } = estateOfPolicies({ ...rest, principal: role });
  expect(buckets[0]?.policy?.unknown).toBe("was not given");
  expect(keys[0]?.policy.unknown).toBe("was not given");
  expect(principals[0]?.trustPolicy?.unknown).toBe("was not given");
});

test("aws iam get-role names the role", () => {
  const trustPolicy = {
    name: "get-role.json",
    content: {
      Role: {
        RoleName: "etl",
        Arn: "arn:aws:iam::333333333333:role/etl",
        AssumeRolePolicyDocument: toRole.content,
      },
    },
  };
  const { principals } = estateOfPolicies({ ...all, trustPolicy });
  expect(principals).toMatchObject([{ address: "get-role.json", arn: "arn:aws:iam::333333333333:role/etl" }]);
});

test("of several roles in the policies, it is the one that aws iam get-role-policy names", () => {
  const bucketPolicy = file("bucket.json", {
    Principal: { AWS: [role, "arn:aws:iam::222222222222:role/other"] },
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::acme/*",
  });
  const named = {
    name: "role.json",
    content: { RoleName: "etl", PolicyName: "p", PolicyDocument: toRole.content },
  };
  expect(() => estateOfPolicies({ ...all, bucketPolicy })).toThrow(
    `the policies name more than one role or user, arn:aws:iam::222222222222:role/jobs/etl and arn:aws:iam::222222222222:role/other; add --principal <arn>`,
  );
  const { principals } = estateOfPolicies({ ...all, bucketPolicy, identityPolicies: [named] });
  expect(principals).toMatchObject([{ arn: role, identityPolicies: [{ name: "p" }] }]);
});

test("without a key, the bucket has S3's own encryption", () => {
  const identityPolicies = [file("role.json", { Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*" })];
  const { bucketPolicy } = all;
  const { buckets, keys, assumptions } = estateOfPolicies({
    identityPolicies,
    bucketAccount: "111111111111",
    ...(bucketPolicy && { bucketPolicy }),
  });
  expect(buckets[0]?.encryption.algorithm).toBe("AES256");
  expect(keys).toEqual([]);
  expect(assumptions?.map(({ remedy }) => remedy)).toEqual([
    "add --region <region>",
    "check the Terraform or the state instead of single policies",
    "add --key <arn>",
    "add --identity-policy <file>",
  ]);
});

test.each<[string, BarePolicies, RegExp]>([
  ["no policy", {}, /^there is no policy; give --bucket-policy/],
  [
    "no account of the bucket",
    { ...all, bucketAccount: "" },
    /in which account the bucket acme is; add --bucket-account/,
  ],
  [
    "no bucket",
    { ...all, bucketPolicy: file("b", { ...fromRole, Action: "s3:*", Resource: "*" }) },
    /do not name the bucket; add --bucket/,
  ],
  ["no key", { ...all, identityPolicies: [] }, /do not name the key; add --key <arn>/],
  ["no ARN of a key", { ...all, key: "alias/x" }, /--key alias\/x must be the ARN of a key/],
  [
    "no role",
    {
      ...all,
      bucketPolicy: file("b", { Action: "s3:*", Resource: "arn:aws:s3:::acme" }),
      keyPolicy: file("k", { Action: "kms:*", Resource: "*" }),
    },
    /do not name the role or user; add --principal/,
  ],
  ["no ARN of a role", { ...all, principal: "etl" }, /--principal etl must be the ARN of a role or a user/],
])("%s", (_, policies, message) => {
  expect(() => estateOfPolicies(policies)).toThrow(message);
});
