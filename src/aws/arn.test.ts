import {
  accountOf,
  isAccountRoot,
  isKeyArn,
  nameOf,
  parseArn,
  policyArnProblem,
  roleArnProblem,
  trustedPrincipalProblem,
} from "./arn";

test.each([
  "arn:aws:iam::111122223333:root",
  "arn:aws:iam::111122223333:user/admin",
  "arn:aws-us-gov:iam::111122223333:role/service-role/Porter",
  "arn:aws:iam::111122223333:user/(a):b/admin",
  "ec2.amazonaws.com",
  "batchoperations.s3.amazonaws.com",
])("%s may be trusted", (principal) => {
  expect(trustedPrincipalProblem(principal)).toBeUndefined();
});

test.each([
  "",
  "*",
  "arn:aws:iam::111122223333:group/admins",
  "arn:aws:iam::111122223333:user/",
  "arn:aws:iam::111122223333:role/service-role/",
  "arn:aws:iam::1111222233:root",
  "arn:aws:sts::111122223333:assumed-role/Porter/session",
  "ec2",
  "ec2.example.com",
])("%j may not be trusted", (principal) => {
  expect(trustedPrincipalProblem(principal)).toBe(
    'must be the ARN of a role, a user or an account root, such as "arn:aws:iam::111122223333:role/Admin", or a service, such as "ec2.amazonaws.com"',
  );
});

test("a service with a typo may not be trusted", () => {
  expect(trustedPrincipalProblem("lamda.amazonaws.com")).toBe(
    'is an unknown service; did you mean "lambda.amazonaws.com"?',
  );
});

const PATTERN =
  'must not contain "*": IAM has no patterns in the principals of a trust policy; name each role or user, or the account root';

test.each([
  ["111122223333", 'is an account id; write "arn:aws:iam::111122223333:root"'],
  ["role/Admin", 'is not a complete ARN; write "arn:aws:iam::<account id>:role/Admin"'],
  ["111122223333:user/a/ann", 'is not a complete ARN; write "arn:aws:iam::111122223333:user/a/ann"'],
  ["arn:aws:iam:role/Admin", 'is not a complete ARN; write "arn:aws:iam::<account id>:role/Admin"'],
  ["arn:aws:iam::111122223333:user/*", PATTERN],
  ["arn:aws:iam::*:root", PATTERN],
  ["Lambda.amazonaws.com", 'is not a service; did you mean "lambda.amazonaws.com"?'],
  ["ec2.amazon.com", 'is not a service; did you mean "ec2.amazonaws.com"?'],
  ["cognito-identity.amazonaws.com", "is an identity provider, not a service"],
])("%j has an answer of its own", (principal, problem) => {
  expect(trustedPrincipalProblem(principal)).toBe(problem);
});

const POLICY = 'must be the ARN of a policy, such as "arn:aws:iam::111122223333:policy/Boundary"';

test.each([
  ["arn:aws:iam::aws:policy/ReadOnlyAccess", undefined],
  ["arn:aws-cn:iam::111122223333:policy/path/Boundary", undefined],
  ["arn:aws:iam::111122223333:role/Boundary", POLICY],
  ["arn:aws:iam::111122223333:policy/*", POLICY],
  ["arn:aws:iam::111122223333:policy/path/", POLICY],
  ["Boundary", POLICY],
])("the policy ARN %j", (arn, problem) => {
  expect(policyArnProblem(arn)).toBe(problem);
});

const ROLE = 'must be the ARN of a role, such as "arn:aws:iam::111122223333:role/Deployer"';

test.each([
  ["arn:aws:iam::111122223333:role/Deployer", undefined],
  ["arn:aws:iam::111122223333:role/path/Deployer", undefined],
  ["arn:aws:iam::111122223333:role/arn:aws:/$!~/Deployer", undefined],
  ["arn:aws:iam::111122223333:role/${aws:username}/Deployer", ROLE],
  ["arn:aws:iam::111122223333:role/a b/Deployer", ROLE],
  ["arn:aws:iam::111122223333:role/*/Deployer", ROLE],
  ["arn:aws:iam::111122223333:role/path/De:ployer", ROLE],
  ["arn:aws:iam::111122223333:user/Deployer", ROLE],
  ["arn:aws:iam::111122223333:root", ROLE],
  ["arn:aws:iam::111122223333:role/path/", ROLE],
])("the role ARN %j", (arn, problem) => {
  expect(roleArnProblem(arn)).toBe(problem);
});

test.each([
  ["arn:aws:s3:::acme", "bucket", "acme"],
  ["arn:aws:s3:::acme/*", "object", "acme"],
  ["arn:aws:s3:::*/in/*", "object", "*"],
  ["arn:aws:s3:::acme*", undefined, "acme*"],
  ["arn:aws:s3:::*", undefined, "*"],
  ["arn:aws:s3:us-east-1:111111111111:accesspoint/acme", undefined, undefined],
  ["arn:aws:kms:us-east-1:111111111111:key/x", "key", undefined],
  ["arn:aws:kms:us-east-1:111111111111:alias/x", "alias", undefined],
  ["arn:aws:kms:us-east-1:111111111111:*", undefined, undefined],
  ["arn:aws:iam::111111111111:role/path/Name", "role", undefined],
  ["arn:aws:iam::111111111111:root", undefined, undefined],
])("%s is a %s", (text, type, bucket) => {
  expect(parseArn(text)).toMatchObject({ type, bucket });
});

test("an ARN has six parts, and the last can contain colons", () => {
  expect(parseArn("arn:aws-cn:kms:cn-north-1:111122223333:key/a:b")).toMatchObject({
    partition: "aws-cn",
    service: "kms",
    region: "cn-north-1",
    account: "111122223333",
    resource: "key/a:b",
  });
});

test.each(["acme", "*", "arn:aws:s3", "arn:aws:s3::", "alias/acme", "x:aws:s3:::acme"])(
  "%s is no ARN",
  (text) => {
    expect(parseArn(text)).toBeUndefined();
  },
);

test.each([
  ["arn:aws:iam::111122223333:role/path/Name", "111122223333"],
  ["arn:aws:iam::*:role/Name", undefined],
  ["arn:aws:s3:::acme", undefined],
  ["111122223333", undefined],
])("the account of %s is %s", (text, account) => {
  expect(accountOf(text)).toBe(account);
});

test.each([
  ["arn:aws:iam::111122223333:root", true],
  ["arn:aws:sts::111122223333:root", false],
  ["arn:aws:iam::111122223333:role/root", false],
  ["arn:aws:iam::111122223333:role/a:root", false],
  ["root", false],
])("whether %s is a whole account: %s", (text, expected) => {
  expect(isAccountRoot(text)).toBe(expected);
});

test.each([
  ["arn:aws:kms:us-east-1:111111111111:key/x", true],
  ["arn:aws:kms:us-east-1:111111111111:key/*", false],
  ["arn:aws:kms:us-east-1:111111111111:alias/x", false],
  ["x", false],
])("whether %s is a key's: %s", (text, expected) => {
  expect(isKeyArn(text)).toBe(expected);
});

test("the name of a role comes after its path", () => {
  expect(nameOf("arn:aws:iam::111122223333:role/path/Name")).toBe("Name");
});
