import { problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { publicAccessBlocks, publicPolicies } from "./public-access";

const allow = (Condition?: object) => ({
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::acme-source/*",
  ...(Condition && { Condition }),
});
const BUCKET = "statement number 2 of the bucket policy of acme-source";

test("an Allow to everybody", () => {
  expect(problemsOf(publicPolicies, { bucket: [allow()] })).toEqual([
    `${BUCKET}: it allows everyone, including strangers`,
  ]);
});

test.each([
  { Bool: { "aws:SecureTransport": "true" } },
  { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-acme" } },
  { StringNotEquals: { "aws:PrincipalOrgID": "o-acme" } },
  { StringLike: { "aws:PrincipalOrgID": "o-*" } },
  { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/Porter" } },
  { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
  { "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-acme/r-x/" } },
])("%j says not whom", (condition) => {
  expect(problemsOf(publicPolicies, { bucket: [allow(condition)] })).toEqual([
    `${BUCKET}: it allows everyone, including strangers, and no condition limits it`,
  ]);
});

test.each([
  { StringEquals: { "aws:PrincipalOrgID": "o-acme" } },
  { StringEquals: { "aws:SourceVpce": "vpce-1" } },
  { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/*" } },
  { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } },
  { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-acme/*" } },
])("%j says whom", (condition) => {
  expect(problemsOf(publicPolicies, { bucket: [allow(condition)] })).toEqual([]);
});

test("a Deny can apply to everyone; keys and roles are not public either", () => {
  const { Resource: _, ...trust } = { ...allow(), Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
  const key = { ...allow(), Action: "kms:Decrypt" };
  expect(
    problemsOf(publicPolicies, { bucket: [{ ...allow(), Effect: "Deny" }], key: [key], trust: [trust] }),
  ).toEqual([
    "statement number 3 of the key policy of aws_kms_key.source: it allows everyone, including strangers",
    "statement number 2 of the trust policy of role Porter: it allows everyone, including strangers",
  ]);
});

test("what a public access block leaves out is off", () => {
  const block = (args: object) => ({
    terraform: ({ resource }: Terraform) => {
      resource.aws_s3_bucket_public_access_block = {
        s: { provider: "aws.a", bucket: "acme-source", ...args },
      };
    },
  });
  const on = { block_public_acls: true, ignore_public_acls: true, restrict_public_buckets: true };
  expect(problemsOf(publicAccessBlocks, block({ ...on, block_public_policy: true }))).toEqual([]);
  expect(problemsOf(publicAccessBlocks, block(on))).toEqual([
    "the public access block of acme-source is disabled: block_public_policy",
  ]);
});
