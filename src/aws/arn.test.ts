import { policyArnProblem, roleArnProblem, trustedPrincipalProblem } from "./arn";

test.each([
  "arn:aws:iam::111122223333:root",
  "arn:aws:iam::111122223333:user/admin",
  "arn:aws-us-gov:iam::111122223333:role/service-role/Porter",
  "ec2.amazonaws.com",
  "batchoperations.s3.amazonaws.com",
])("%s may be trusted", (principal) => {
  expect(trustedPrincipalProblem(principal)).toBeUndefined();
});

test.each([
  "",
  "*",
  "111122223333",
  "arn:aws:iam::111122223333:group/admins",
  "arn:aws:iam::111122223333:user/*",
  "arn:aws:iam::111122223333:user/",
  "arn:aws:iam::111122223333:role/service-role/",
  "arn:aws:iam::*:root",
  "arn:aws:iam::1111222233:root",
  "arn:aws:sts::111122223333:assumed-role/Porter/session",
  "ec2",
  "ec2.example.com",
])("%j may not be trusted", (principal) => {
  expect(trustedPrincipalProblem(principal)).toBe(
    'must be the ARN of a role, a user or an account root, such as "arn:aws:iam::111122223333:role/Admin", or a service, such as "ec2.amazonaws.com"',
  );
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
  ["arn:aws:iam::111122223333:user/Deployer", ROLE],
  ["arn:aws:iam::111122223333:root", ROLE],
  ["arn:aws:iam::111122223333:role/path/", ROLE],
])("the role ARN %j", (arn, problem) => {
  expect(roleArnProblem(arn)).toBe(problem);
});
