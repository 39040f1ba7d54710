import { type Additions, problemsOf } from "../../../test/fixtures/lint-estate";
import { conditionKeysApply, describeKeyViaS3, servicePrincipals, setOperators } from "./condition-keys";

const KEY = "${aws_kms_key.source.arn}";
const CONTEXT = "kms:EncryptionContext:aws:s3:arn";
const statement = (Action: unknown, Condition: object, rest: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource: "*",
  Condition,
  ...rest,
});
const IDENTITY = "statement number 3 of the identity policy copy of role Porter";

test.each<[object, string]>([
  [
    statement(["kms:Decrypt", "kms:DescribeKey"], {
      StringLike: { [CONTEXT]: "arn:aws:s3:::acme-source/*" },
    }),
    `requests for kms:DescribeKey never have ${CONTEXT}, so the statement never allows it`,
  ],
  [
    statement(["s3:ListBucket", "s3:GetObject", "s3:PutObject"], { StringLike: { "s3:prefix": "in/*" } }),
    "requests for s3:GetObject, s3:PutObject never have s3:prefix, so the statement never allows them",
  ],
  [
    statement("s3:GetObject*", { StringEquals: { "s3:prefix": "in/" } }, { Effect: "Deny" }),
    "requests for s3:GetObject* never have s3:prefix, so the statement never denies it",
  ],
  [
    statement(
      ["s3:PutObject", "s3:PutObjectTagging"],
      { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
      { Effect: "Deny" },
    ),
    "requests for s3:PutObjectTagging never have s3:x-amz-server-side-encryption, so the condition always holds",
  ],
  [
    statement("s3:GetObject", { Null: { "s3:prefix": "true" } }),
    "requests for s3:GetObject never have s3:prefix, so the condition always holds",
  ],
  [
    statement("s3:GetObject", { StringEquals: { "s3:prefixes": "in/" } }),
    "requests for s3:GetObject never have s3:prefixes, so the statement never allows it",
  ],
  [
    statement("s3:GetObject", { StringEquals: { "aws:PrincipalARNs": "x" } }),
    "unknown condition key aws:PrincipalARNs",
  ],
])("%j", (identity, problem) => {
  expect(problemsOf(conditionKeysApply, { identity: [identity as Additions] as never })).toEqual([
    `${IDENTITY}: ${problem}`,
  ]);
});

test.each([
  statement(["s3:ListBucket", "s3:GetObject"], { StringLikeIfExists: { "s3:prefix": "in/*" } }),
  statement(["s3:PutObject", "s3:GetObject"], {
    "ForAllValues:StringLike": { "s3:RequestObjectTagKeys": "x" },
  }),
  statement("s3:*", { StringLike: { "s3:prefix": "in/*" } }),
  statement("s3:GetObject", { StringEquals: { "aws:PrincipalTag/team": "x", "aws:ResourceTag/team": "x" } }),
  statement("s3:GetObject", {
    StringEquals: { "s3:ExistingObjectTag/team": "x", "s3:ResourceAccount": "1" },
  }),
  statement(["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"], {
    Bool: { "kms:GrantIsForAWSResource": "true" },
  }),
  statement(["kms:Decrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"], { StringEquals: { [CONTEXT]: "x" } }),
  statement("iam:PassRole", { StringEquals: { "iam:PassedToService": "s3.amazonaws.com" } }),
  statement(["s3:GetObject", "ec2:DescribeInstances"], { StringEquals: { "ec2:Region": "x" } }),
])("%j is right", (identity) => {
  expect(problemsOf(conditionKeysApply, { identity: [identity] })).toEqual([]);
});

test("what goes with sts:AssumeRole carries what that does", () => {
  const trust = {
    Effect: "Allow",
    Principal: { AWS: "222222222222" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: { StringEquals: { "sts:ExternalId": "acme-42" } },
  };
  expect(problemsOf(conditionKeysApply, { trust: [trust] })).toEqual([]);
  expect(problemsOf(conditionKeysApply, { trust: [{ ...trust, Action: "sts:TagSession" }] })).toHaveLength(1);
});

test("S3 describes no key", () => {
  const via = { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } };
  const described = statement(["kms:Decrypt", "kms:DescribeKey"], via, { Resource: KEY });
  expect(problemsOf(describeKeyViaS3, { identity: [described] })).toEqual([
    `${IDENTITY}: kms:DescribeKey has no effect: its condition requires that S3 makes the call, but S3 never does`,
  ]);
  const others = [
    statement("kms:DescribeKey", {}),
    statement("kms:Describe*", via),
    statement("kms:DescribeKey", { StringEquals: { "kms:ViaService": "ec2.us-east-1.amazonaws.com" } }),
  ];
  expect(problemsOf(describeKeyViaS3, { identity: others })).toEqual([]);
});

test("an encryption context has one value of each key", () => {
  const values = { [CONTEXT]: ["arn:aws:s3:::acme-source", "arn:aws:s3:::acme-source/*"] };
  const identity = [
    statement("kms:Decrypt", { "ForAnyValue:StringLike": values }),
    statement("kms:Decrypt", { "ForAllValues:StringLike": values }),
    statement("kms:Decrypt", {
      StringLike: values,
      "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": "x" },
    }),
  ];
  expect(problemsOf(setOperators, { identity })).toEqual([
    `${IDENTITY}: ForAnyValue:StringLike compares sets, but ${CONTEXT} has a single value`,
    `statement number 4 of the identity policy copy of role Porter: ForAllValues:StringLike compares sets, but ${CONTEXT} has a single value; KMS rejects it, because it also holds without a value`,
  ]);
});

test("a service is in no organization", () => {
  const bucket = (Principal: object, key: string) =>
    statement(
      "s3:PutObject",
      { StringEquals: { [key]: "o-acme" } },
      { Principal, Resource: "arn:aws:s3:::acme-source/*" },
    );
  const service = { Service: "logging.s3.amazonaws.com" };
  expect(
    problemsOf(servicePrincipals, {
      bucket: [
        bucket(service, "aws:PrincipalOrgID"),
        bucket(service, "aws:SourceOrgID"),
        bucket({ AWS: "222222222222" }, "aws:PrincipalOrgID"),
      ],
    }),
  ).toEqual([
    "statement number 2 of the bucket policy of acme-source: requests by services never have aws:PrincipalOrgID, so the statement allows nothing",
  ]);
});
