import { flawsOf, problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
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

test.each<[object, string[]]>([
  [{ Bool: { "aws:SecureTransport": "true" } }, ["aws:SecureTransport does not identify callers"]],
  [{ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-acme" } }, []],
  [{ StringNotEquals: { "aws:PrincipalOrgID": "o-acme" } }, []],
  [{ "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-acme/r-x/" } }, []],
  [{ StringLike: { "aws:PrincipalOrgID": "o-*" } }, ['aws:PrincipalOrgID has the pattern "o-*"']],
  [{ StringLike: { "aws:SourceVpc": "vpc-*" } }, ['aws:SourceVpc has the pattern "vpc-*"']],
  [{ StringLike: { "aws:userid": "AROAEXAMPLE:*" } }, ['aws:userid has the pattern "AROAEXAMPLE:*"']],
  [
    { StringEquals: { "aws:PrincipalAccount": "$${aws:PrincipalTag/account}" } },
    ['aws:PrincipalAccount has the pattern "${aws:PrincipalTag/account}"'],
  ],
  [
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/*" } },
    ['aws:PrincipalArn has the pattern "arn:aws:iam::222222222222:role/team/*"'],
  ],
  [
    { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-acme/*" } },
    ['aws:PrincipalOrgPaths has the pattern "o-acme/*"'],
  ],
  [
    { ArnLike: { "s3:DataAccessPointArn": "arn:aws:s3:us-east-1:*:accesspoint/logs" } },
    ['s3:DataAccessPointArn has the pattern "arn:aws:s3:us-east-1:*:accesspoint/logs"'],
  ],
  [
    { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
    ['aws:SourceIp has "0.0.0.0/0", which is broader than /8'],
  ],
  [
    { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "128.0.0.0/7"] } },
    ['aws:SourceIp has "128.0.0.0/7", which is broader than /8'],
  ],
  [
    { IpAddress: { "aws:SourceIp": "2001::/31" } },
    ['aws:SourceIp has "2001::/31", which is broader than /32'],
  ],
  [{ StringLike: { "aws:SourceIp": "192.*" } }, ['aws:SourceIp has the pattern "192.*"']],
  ...["aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths", "aws:SourceVpcArn"].map(notListed),
  ...["aws:SourceOrgID", "aws:SourceOrgPaths", "kms:CallerAccount"].map(notListed),
])("%j leaves a bucket policy public", (condition, reasons) => {
  const flaws = flawsOf(publicPolicies, { bucket: [allow(condition)] });
  expect(flaws.map(({ problem }) => problem)).toEqual([
    `${BUCKET}: it allows everyone, including strangers, and no condition limits it`,
  ]);
  expect(flaws[0]?.because.slice(1)).toEqual([...reasons, OTHERS_KEPT_OUT]);
});

const OTHERS_KEPT_OUT =
  "because of restrict_public_buckets, S3 then refuses all requests of other accounts, also those that other statements allow";

function notListed(key: string): [object, string[]] {
  return [{ StringEquals: { [key]: "o-acme" } }, [`${key} does not identify callers`]];
}

test.each([
  { StringEquals: { "aws:PrincipalOrgID": "o-acme" } },
  { StringEquals: { "aws:PrincipalAccount": ["222222222222", "333333333333"] } },
  { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
  { "ForAnyValue:StringEquals": { "aws:PrincipalOrgPaths": "o-acme/r-x/" } },
  { StringEquals: { "aws:SourceVpce": "vpce-1" } },
  { StringEquals: { "aws:SourceVpc": "vpc-91237329" } },
  { ArnEquals: { "aws:SourceArn": "arn:aws:cloudtrail:us-east-1:222222222222:trail/all" } },
  { StringEquals: { "aws:SourceAccount": "222222222222" } },
  { StringEquals: { "aws:SourceOwner": "222222222222" } },
  { StringEquals: { "aws:userid": "AIDAEXAMPLE" } },
  { StringEquals: { "s3:DataAccessPointAccount": "222222222222" } },
  { ArnLike: { "s3:DataAccessPointArn": "arn:aws:s3:us-west-2:222222222222:accesspoint/*" } },
  { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "192.0.2.1"] } },
  { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"] } },
  { Bool: { "aws:SecureTransport": "true" }, StringEquals: { "aws:PrincipalOrgID": "o-acme" } },
])("%j keeps a bucket policy from being public", (condition) => {
  expect(problemsOf(publicPolicies, { bucket: [allow(condition)] })).toEqual([]);
});

/** S3 alone has a list. */
test.each([
  { StringEquals: { "kms:CallerAccount": "222222222222" } },
  { StringEquals: { "aws:VpceOrgID": "o-acme" } },
  { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/*" } },
  { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-acme/*" } },
])("%j says whom a key policy allows", (condition) => {
  const key = { ...allow(condition), Action: "kms:Decrypt", Resource: "*" };
  expect(problemsOf(publicPolicies, { key: [key] })).toEqual([]);
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
    "the public access block of acme-source disables block_public_policy",
  ]);
});
