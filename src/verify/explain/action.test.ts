import { stackCase } from "../../../test/fixtures/stack-case";
import { askAction, looksLikeAction } from "./action";
import { findPrincipal } from "./principal";
import { findResource } from "./resource";

function ask(stack: string, as: string, action: string, on: string) {
  const { model, estate, scene } = stackCase(stack);
  const { actor } = findPrincipal(as, model, scene);
  const { authorizations, assumed } = askAction(action, actor, findResource(on, model, estate), scene, on);
  const address = (arn: string) => estate.keys.find((key) => key.arn === arn)?.address ?? arn;
  return {
    asked: authorizations.map(({ action: name, resource, context }) => {
      const { "aws:SecureTransport": tls, "aws:ResourceAccount": _, ...rest } = context;
      expect(tls).toBe("true");
      return [`${name} on ${address(resource)}`, ...Object.values(rest)].join(" ");
    }),
    assumed,
  };
}

test.each([
  ["s3:GetObject", true],
  ["S3:getobject", true],
  ["iam:PassRole", true],
  ["aws s3 cp", false],
  ["aws s3 cp s3://a/b s3://c/d", false],
  ["GET", false],
])("%s looks like an action: %p", (text, expected) => {
  expect(looksLikeAction(text)).toBe(expected);
});

const BY_S3 = "the answer is for requests through S3, with and without a Bucket Key";
const BY_ITSELF = "the answer is for a direct request to KMS, not through S3";
const S3 = "s3.us-east-1.amazonaws.com";

test.each<[string, string, string, string, string[], string[]]>([
  [
    "copy-with-role",
    "porter",
    "s3:getobject",
    "arn:aws:s3:::acme-source/x",
    ["s3:GetObject on arn:aws:s3:::acme-source/x"],
    [],
  ],
  [
    "copy-with-role",
    "porter",
    "s3:GetObject",
    "source",
    ["s3:GetObject on arn:aws:s3:::acme-source/a/b"],
    ["s3:GetObject applies to objects; the answer is for a/b"],
  ],
  ["copy-with-role", "porter", "s3:ListBucket", "source", ["s3:ListBucket on arn:aws:s3:::acme-source "], []],
  [
    "copy-with-role",
    "porter",
    "s3:ListBucket",
    "s3://acme-source/in/",
    ["s3:ListBucket on arn:aws:s3:::acme-source in/"],
    ["the answer is for listing the prefix in/"],
  ],
  [
    "copy-with-role",
    "porter",
    "s3:GetBucketPolicy",
    "s3://acme-source/in/",
    ["s3:GetBucketPolicy on arn:aws:s3:::acme-source"],
    ["s3:GetBucketPolicy applies to buckets; the answer is for acme-source"],
  ],
  [
    "copy-with-role",
    "porter",
    "kms:Decrypt",
    "arn:aws:s3:::acme-source/x",
    [
      `kms:Decrypt on aws_kms_key.source ${S3} arn:aws:s3:::acme-source/x`,
      `kms:Decrypt on aws_kms_key.source ${S3} arn:aws:s3:::acme-source`,
    ],
    [BY_S3],
  ],
  [
    "copy-with-user",
    "sync",
    "kms:Decrypt",
    "source",
    [
      `kms:Decrypt on aws_kms_key.source ${S3} arn:aws:s3:::acme-sync-source/a/b`,
      `kms:Decrypt on aws_kms_key.source ${S3} arn:aws:s3:::acme-sync-source`,
      `kms:Decrypt on aws_kms_key.archive ${S3} arn:aws:s3:::acme-sync-source/a/b`,
      `kms:Decrypt on aws_kms_key.archive ${S3} arn:aws:s3:::acme-sync-source`,
    ],
    [BY_S3],
  ],
  [
    "copy-with-user",
    "sync",
    "kms:GenerateDataKey",
    "aws_kms_key.source",
    [
      `kms:GenerateDataKey on aws_kms_key.source ${S3} arn:aws:s3:::acme-sync-destination/a/b`,
      `kms:GenerateDataKey on aws_kms_key.source ${S3} arn:aws:s3:::acme-sync-destination`,
      `kms:GenerateDataKey on aws_kms_key.source ${S3} arn:aws:s3:::acme-sync-source/a/b`,
      `kms:GenerateDataKey on aws_kms_key.source ${S3} arn:aws:s3:::acme-sync-source`,
    ],
    [BY_S3],
  ],
  [
    "copy-with-user",
    "sync",
    "kms:PutKeyPolicy",
    "source",
    ["kms:PutKeyPolicy on aws_kms_key.source", "kms:PutKeyPolicy on aws_kms_key.archive"],
    [BY_ITSELF],
  ],
  [
    "copy-with-role",
    "porter",
    "kms:DescribeKey",
    "alias/acme-source",
    ["kms:DescribeKey on aws_kms_key.source"],
    [BY_ITSELF],
  ],
  [
    "copy-with-role",
    "arn:aws:iam::222222222222:user/destination-admin",
    "sts:AssumeRole",
    "porter",
    ["sts:AssumeRole on arn:aws:iam::222222222222:role/S3Porter"],
    [],
  ],
  [
    "copy-with-role",
    "porter",
    "s3:ListAllMyBuckets",
    "source",
    ["s3:ListAllMyBuckets on *"],
    ["s3:ListAllMyBuckets applies to no resource with a policy, so --on has no effect"],
  ],
])("of %s, as %s, %s on %s", (stack, as, action, on, asked, assumed) => {
  expect(ask(stack, as, action, on)).toEqual({ asked, assumed });
});

test("an external id is stated where the role asks for one, but by no service", () => {
  const { model, estate, intents, scene } = stackCase("copy-with-role");
  const trusts = intents.trusts.map((trust) => ({ ...trust, externalId: "secret" }));
  const strict = Object.assign(Object.create(scene), { intents: { ...intents, trusts } });
  const asking = (as: string) => {
    const { actor } = findPrincipal(as, model, scene);
    const { authorizations, assumed } = askAction(
      "sts:AssumeRole",
      actor,
      findResource("porter", model, estate),
      strict,
      "porter",
    );
    return [authorizations[0]?.context["sts:ExternalId"], assumed];
  };
  expect(asking("arn:aws:iam::222222222222:user/destination-admin")).toEqual([
    "secret",
    ["the answer is for the external id secret"],
  ]);
  expect(asking("ec2.amazonaws.com")).toEqual([undefined, []]);
});

test.each<[string, string, string]>([
  ["s3:GetObjct", "source", 'did you mean "s3:GetObject"?'],
  [
    "s3:Get*",
    "source",
    '--do "s3:Get*" is not an action of S3, KMS or STS; name one such as s3:GetObject, without wildcards',
  ],
  ["iam:PassRole", "source", '--do "iam:PassRole" is not an action of S3, KMS or STS'],
  ["s3:GetObject", "porter", 's3:GetObject applies to a bucket or object, but --on "porter" is a role'],
  [
    "s3:ListBucket",
    "aws_kms_key.source",
    's3:ListBucket applies to a bucket, but --on "aws_kms_key.source" is a key',
  ],
  ["kms:Decrypt", "porter", 'kms:Decrypt applies to a key, bucket or object, but --on "porter" is a role'],
  ["sts:AssumeRole", "source", 'sts:AssumeRole applies to a role, but --on "source" is a bucket'],
  ["s3:GetAccessGrant", "source", "s3:GetAccessGrant applies to accessgrant resources, but s3porter knows"],
])("%s on %s is nothing to ask", (action, on, message) => {
  expect(() => ask("copy-with-role", "porter", action, on)).toThrow(message);
});
