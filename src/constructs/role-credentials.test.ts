import { TwoAccounts } from "../../test/fixtures/stack";
import { AccessUser } from "./access-user";
import { Account } from "./account";

test.each([
  ["ec2.amazonaws.com", "on an EC2 instance with the instance profile app"],
  ["lambda.amazonaws.com", "in a Lambda function with the execution role arn:aws:iam::222222222222:role/app"],
  ["ecs-tasks.amazonaws.com", "in an ECS task with the task role arn:aws:iam::222222222222:role/app"],
  [
    "pods.eks.amazonaws.com",
    "in a pod whose service account has a Pod Identity association with arn:aws:iam::222222222222:role/app",
  ],
  [
    "rolesanywhere.amazonaws.com",
    "with a certificate and a profile of IAM Roles Anywhere for arn:aws:iam::222222222222:role/app",
  ],
  ["glue.amazonaws.com", "where glue.amazonaws.com uses the role arn:aws:iam::222222222222:role/app"],
])("nobody is told to assume a role that only %s can assume", (service, where) => {
  const role = new TwoAccounts().role("app", { assumedBy: [service] });
  expect(role.credentials()).toEqual([`# app: run these commands ${where}`]);
  expect(role.profile).toBeUndefined();
});

test("a role for people and instances has a profile, which instances leave out", () => {
  const stack = new TwoAccounts();
  const account = new Account(stack, "c", {
    accountId: "033333333333",
    region: "us-east-1",
    profile: "c-admin",
  });
  const role = stack.role("app", { assumedBy: ["arn:aws:iam::033333333333:user/ann", "ec2.amazonaws.com"] });
  expect(account.model.profile).toBe("c-admin");
  expect(role.credentials()).toEqual([
    "# app: add this profile to ~/.aws/config, and name a source profile that can assume the role",
    "# or run the commands without --profile on an EC2 instance with the instance profile app",
    "[profile app]",
    "role_arn = arn:aws:iam::222222222222:role/app",
    "source_profile = c-admin",
    "region = us-east-1",
  ]);
});

test("a person reaches the role with a profile of their own", () => {
  expect(new TwoAccounts().role("porter", { externalId: "acme-42" }).credentials()).toEqual([
    "# porter: add this profile to ~/.aws/config, and name a source profile that can assume the role",
    "[profile porter]",
    "role_arn = arn:aws:iam::222222222222:role/porter",
    "source_profile = default",
    "region = us-east-1",
    "external_id = acme-42",
  ]);
});

test("a role begins with the profile of a user who can assume it", () => {
  const stack = new TwoAccounts();
  const ann = AccessUser.fromUserName(stack, "ann", { account: stack.a, userName: "Ann" });
  const role = stack.role("reader", { assumedBy: [ann] });
  expect(role.credentials()).toContain("source_profile = ann");
});

test("the shortest chain of profiles wins, and roles that assume each other do not loop", () => {
  const stack = new TwoAccounts();
  const ann = AccessUser.fromUserName(stack, "ann", { account: stack.a, userName: "Ann" });
  const first = stack.role("first", { assumedBy: [ann] });
  const second = stack.role("second", { assumedBy: [first] });
  first.grantAssumeRole(second);
  const last = stack.role("last", { assumedBy: [second, first] });
  expect(first.credentials()).toContain("source_profile = ann");
  expect(second.credentials()).toContain("source_profile = first");
  expect(last.credentials()).toContain("source_profile = first");
});

test("a profile can begin with the credentials of an EC2 instance", () => {
  const stack = new TwoAccounts();
  const app = stack.role("app", { assumedBy: ["ec2.amazonaws.com"] });
  expect(stack.role("reader", { assumedBy: [app] }).credentials()).toEqual([
    "# reader: add this profile to ~/.aws/config on an EC2 instance with the instance profile app",
    "[profile reader]",
    "role_arn = arn:aws:iam::222222222222:role/reader",
    "credential_source = Ec2InstanceMetadata",
    "region = us-east-1",
  ]);
});

test("without a profile, the role is assumed where a service provides the credentials", () => {
  const stack = new TwoAccounts();
  const app = stack.role("app", { assumedBy: ["lambda.amazonaws.com"] });
  expect(stack.role("reader", { assumedBy: [app] }).credentials()).toEqual([
    "# reader: assume the role in a Lambda function with the execution role arn:aws:iam::222222222222:role/app, and run these commands with the credentials that are printed",
    "aws sts assume-role --role-arn arn:aws:iam::222222222222:role/reader --role-session-name s3porter",
  ]);
});
