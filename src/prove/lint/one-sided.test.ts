import {
  type Additions,
  flawsOf,
  PORTER,
  problemsOf,
  type Terraform,
} from "../../../test/fixtures/lint-estate";
import { oneSidedGrants } from "./one-sided";

const OBJECTS = "arn:aws:s3:::acme-source/*";
const allow = (Action: unknown, Resource: unknown = OBJECTS) => ({ Effect: "Allow", Action, Resource });
const forPorter = (Action: unknown, Resource: unknown = OBJECTS) => ({
  ...allow(Action, Resource),
  Principal: { AWS: "arn:aws:iam::222222222222:root" },
  Condition: { ArnEquals: { "aws:PrincipalArn": PORTER } },
});
const IDENTITY = "statement number 3 of the identity policy copy of role Porter";
const BUCKET = "statement number 2 of the bucket policy of acme-source";

test("what only the identity side allows", () => {
  expect(problemsOf(oneSidedGrants, { identity: [allow(["s3:GetObject", "s3:PutObject"])] })).toEqual([
    `${IDENTITY}: s3:PutObject on arn:aws:s3:::acme-source has no effect: the bucket policy of acme-source in account 111111111111 does not allow it for role Porter of account 222222222222`,
  ]);
  const [flaw] = flawsOf(oneSidedGrants, { identity: [allow("kms:Encrypt", "${aws_kms_key.source.arn}")] });
  expect(flaw?.problem).toMatch(
    /: kms:Encrypt on arn:aws:kms:us-east-1:111111111111:key\/\S+ has no effect: the key policy of aws_kms_key.source /,
  );
  expect(flaw?.addresses).toEqual(["aws_iam_role_policy.porter", "aws_kms_key.source"]);
});

test("what only the resource side allows", () => {
  expect(
    problemsOf(oneSidedGrants, { bucket: [forPorter("s3:PutObject")], key: [forPorter("kms:Encrypt", "*")] }),
  ).toEqual([
    `${BUCKET}: s3:PutObject has no effect for role Porter: no policy of role Porter in account 222222222222 allows it`,
    "statement number 3 of the key policy of aws_kms_key.source: kms:Encrypt has no effect for role Porter: no policy of role Porter in account 222222222222 allows it",
  ]);
  const named = { ...allow("s3:PutObject"), Principal: { AWS: PORTER } };
  expect(problemsOf(oneSidedGrants, { bucket: [named] })).toHaveLength(1);
});

test.each<[string, Additions]>([
  ["both sides", { identity: [allow("s3:PutObject")], bucket: [forPorter("s3:PutObject")] }],
  ["a wildcard on either side", { identity: [allow("s3:*")], bucket: [forPorter("s3:Put*")] }],
  ["any resource", { identity: [allow("s3:PutObject", "*")], bucket: [forPorter("s3:PutObject")] }],
  [
    "a pattern of buckets",
    { identity: [allow("s3:PutObject", "arn:aws:s3:::acme-*/*")], bucket: [forPorter("s3:PutObject")] },
  ],
  [
    "to a session of the role",
    {
      bucket: [
        {
          ...allow("s3:PutObject"),
          Principal: { AWS: "arn:aws:sts::222222222222:assumed-role/Porter/nightly" },
        },
      ],
      identity: [allow("s3:PutObject")],
    },
  ],
  [
    "to an account by its canonical user id",
    {
      bucket: [{ ...allow("s3:PutObject"), Principal: { CanonicalUser: "79a59df900b949e5" } }],
      identity: [allow("s3:PutObject")],
    },
  ],
  ["to the whole account", { bucket: [{ ...allow("s3:PutObject"), Principal: { AWS: "222222222222" } }] }],
  [
    "to the whole account, on both sides",
    {
      bucket: [{ ...allow("s3:PutObject"), Principal: { AWS: "222222222222" } }],
      identity: [allow("s3:PutObject")],
    },
  ],
  [
    "to everybody of an organization",
    {
      bucket: [
        {
          ...allow("s3:PutObject"),
          Principal: "*",
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-acme" } },
        },
      ],
      identity: [allow("s3:PutObject")],
    },
  ],
  [
    "to a pattern of roles",
    {
      bucket: [
        {
          ...forPorter("s3:PutObject"),
          Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/*" } },
        },
      ],
      identity: [allow("s3:PutObject")],
    },
  ],
  [
    "to somebody who is not known",
    { bucket: [{ ...allow("s3:PutObject"), Principal: { AWS: "arn:aws:iam::333333333333:role/X" } }] },
  ],
  [
    "in the own account",
    { identity: [allow(["s3:PutObject", "s3:GetObject"], "arn:aws:s3:::acme-destination/*")] },
  ],
  [
    "a Deny",
    {
      identity: [{ ...allow("s3:PutObject"), Effect: "Deny" }],
      bucket: [{ ...forPorter("s3:PutObject"), Effect: "Deny" }],
    },
  ],
  [
    "to a role that has other policies",
    {
      bucket: [forPorter("s3:PutObject")],
      terraform: ({ resource }: Terraform) => {
        resource.aws_iam_role_policy_attachment = {
          p: { provider: "aws.b", role: "Porter", policy_arn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" },
        };
      },
    },
  ],
])("%s", (_, additions) => {
  expect(problemsOf(oneSidedGrants, additions)).toEqual([]);
});

test("a pattern that is another's", () => {
  const other = { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/other/*" } };
  const bucket = [{ ...forPorter("s3:PutObject"), Condition: other }];
  expect(problemsOf(oneSidedGrants, { bucket, identity: [allow("s3:PutObject")] })).toHaveLength(1);
});

test("a role that is assumed from another account", () => {
  const terraform = ({ resource }: Terraform) => {
    const document = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });
    Object.assign(resource.aws_iam_role ?? {}, {
      hub: {
        provider: "aws.a",
        name: "Hub",
        assume_role_policy: document({
          Effect: "Allow",
          Principal: { Service: "ec2.amazonaws.com" },
          Action: "sts:AssumeRole",
        }),
      },
    });
  };
  const identity = [allow("sts:AssumeRole", "arn:aws:iam::111111111111:role/Hub")];
  expect(problemsOf(oneSidedGrants, { identity, terraform })).toEqual([
    `${IDENTITY}: sts:AssumeRole on arn:aws:iam::111111111111:role/Hub has no effect: the trust policy of role Hub in account 111111111111 does not allow it for role Porter of account 222222222222`,
  ]);
});
