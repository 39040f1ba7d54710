import { estateWith, flawsOf, PORTER, problemsOf } from "../../../test/fixtures/lint-estate";
import { principalPaths, principalsExist, servicesExist } from "./principals";

const allow = (AWS: unknown, Condition?: object) => ({
  Effect: "Allow",
  Principal: { AWS },
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::acme-source/*",
  ...(Condition && { Condition }),
});
const BUCKET = "statement number 2 of the bucket policy of acme-source";

test.each([
  ["AROAEXAMPLEEXAMPLE1", "is the id of a deleted role or user, and matches nobody"],
  ["arn:aws:iam::222222222222:role/*", "has a wildcard, which AWS rejects in a principal"],
  ["arn:aws:iam::222222222222:group/Porters", "is a group, which cannot be a principal"],
  ["arn:aws:iam::2222:role/Porter", "is not an account, role, user or role session"],
  ["s3.amazonaws.com", "is not an account, role, user or role session"],
  ["2222", "is not an account, role, user or role session"],
])("%s is no principal", (principal, problem) => {
  expect(problemsOf(principalsExist, { bucket: [allow(["222222222222", principal])] })).toEqual([
    `${BUCKET}: its principal ${principal} ${problem}`,
  ]);
});

test.each([
  "*",
  "222222222222",
  "arn:aws:iam::222222222222:root",
  PORTER,
  "arn:aws:iam::222222222222:user/a/b",
  "arn:aws:sts::222222222222:assumed-role/Porter/session",
  "arn:aws:sts::222222222222:federated-user/Bob",
  "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE",
])("%s is a principal", (principal) => {
  expect(problemsOf(principalsExist, { bucket: [allow(principal)] })).toEqual([]);
});

test("the path is part of the ARN, in a principal and in a condition", () => {
  const wrong = "arn:aws:iam::222222222222:role/Porter";
  const byCondition = allow("arn:aws:iam::222222222222:root", { ArnEquals: { "aws:PrincipalArn": wrong } });
  const problem = `${wrong} does not exist: the ARN of this role is ${PORTER}`;
  const flaws = flawsOf(principalPaths, { bucket: [allow(wrong), byCondition] });
  expect(flaws.map((flaw) => flaw.problem)).toEqual([
    `${BUCKET}: ${problem}`,
    `statement number 3 of the bucket policy of acme-source: ${problem}`,
  ]);
  expect(flaws[0]?.addresses).toEqual(["aws_s3_bucket_policy.source", "aws_iam_role.porter"]);
});

test.each([
  ["arn:aws:iam::222222222222:role/team/porter", "the case of a name counts"],
  ["arn:aws-cn:iam::222222222222:role/team/Porter", "its account is in another partition"],
])("%s differs in another way", (wrong, why) => {
  expect(flawsOf(principalPaths, { bucket: [allow(wrong)] }).map(({ repair }) => repair)).toEqual([
    `use ${PORTER}: ${why}`,
  ]);
});

test("a pattern, another account, a user with the name of a role and a session are different principals", () => {
  const others = [
    allow("arn:aws:iam::333333333333:role/Porter"),
    allow("arn:aws:iam::222222222222:user/Porter"),
    allow("arn:aws:sts::222222222222:assumed-role/Porter/session"),
    allow("222222222222", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/*/Porter" } }),
  ];
  expect(problemsOf(principalPaths, { bucket: others })).toEqual([]);
});

test("aws:PrincipalArn is never a session", () => {
  const session = "arn:aws:sts::222222222222:assumed-role/Porter/session";
  const statement = allow("222222222222", { ArnEquals: { "aws:PrincipalArn": session } });
  expect(problemsOf(principalPaths, { bucket: [statement] })).toEqual([
    `${BUCKET}: aws:PrincipalArn is never ${session}: for a role session, it is the ARN of the role`,
  ]);
});

const trusting = (Service: string) => ({ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" });

test("a service with a typo does not exist", () => {
  expect(flawsOf(servicesExist, { trust: [trusting("lamda.amazonaws.com")] })).toMatchObject([
    {
      problem:
        "statement number 2 of the trust policy of role Porter: unknown service lamda.amazonaws.com: AWS rejects the policy",
      repair: "use lambda.amazonaws.com",
      addresses: ["aws_iam_role.porter"],
    },
  ]);
});

test("a service of China does not exist elsewhere", () => {
  expect(flawsOf(servicesExist, { trust: [trusting("ec2.amazonaws.com.cn")] })).toMatchObject([
    { repair: "use ec2.amazonaws.com" },
  ]);
});

test.each(["lambda.amazonaws.com", "logs.eu-west-1.amazonaws.com", "quantum-storage.amazonaws.com"])(
  "%s can exist",
  (service) => {
    expect(problemsOf(servicesExist, { trust: [trusting(service)] })).toEqual([]);
  },
);

test("a service that is not known is noted", () => {
  const { unmodelled } = estateWith({ trust: [trusting("quantum-storage.amazonaws.com")] });
  expect(unmodelled).toEqual([
    {
      address: "aws_iam_role.porter",
      reason:
        "names quantum-storage.amazonaws.com, which is not a known service; AWS rejects the policy unless it is a new one",
      canAllow: false,
    },
  ]);
});
