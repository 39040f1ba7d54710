import { terraformOf, TwoAccounts } from "../../test/fixtures/stack";
import { AccessAccount } from "./access-account";
import { AccessRole } from "./access-role";
import { AccessUser } from "./access-user";
import { Outputs } from "./outputs";

test("a bucket tells its name, its ARN and its key's, after the resources exist", () => {
  const stack = new TwoAccounts();
  new Outputs(stack, "outputs", { buckets: [stack.bucket("source")] });
  expect(terraformOf(stack).output).toMatchObject({
    source_bucket_name: { value: "${aws_s3_bucket.source.id}", description: "Name of the source bucket" },
    source_bucket_arn: { value: "${aws_s3_bucket.source.arn}", description: "ARN of the source bucket" },
    source_key_arn: {
      value: "${aws_kms_key.source.arn}",
      description: "ARN of the KMS key that encrypts the source bucket",
    },
  });
});

test("a bucket without a key tells of none", () => {
  const stack = new TwoAccounts();
  new Outputs(stack, "outputs", { buckets: [stack.bucket("source", { encryption: "AES256" })] });
  expect(Object.keys(terraformOf(stack).output)).toEqual([
    "source_bucket_name",
    "source_bucket_arn",
    "runbook",
  ]);
});

test("principals tell their ARNs, as references where they are created here", () => {
  const stack = new TwoAccounts();
  const { b: account } = stack;
  new Outputs(stack, "outputs", {
    buckets: [],
    principals: [
      stack.role("porter"),
      AccessRole.fromRoleName(stack, "analyst", { account, roleName: "Analyst", path: "/team/" }),
      new AccessUser(stack, "sync", { account, userName: "sync_user" }),
      AccessUser.fromUserName(stack, "ann", { account, userName: "Ann" }),
    ],
  });
  expect(terraformOf(stack).output).toMatchObject({
    porter_role_arn: { value: "${aws_iam_role.porter.arn}", description: "ARN of the porter role" },
    analyst_role_arn: { value: "arn:aws:iam::222222222222:role/team/Analyst" },
    sync_user_arn: { value: "${aws_iam_user.sync.arn}", description: "ARN of the sync user" },
    ann_user_arn: { value: "arn:aws:iam::222222222222:user/Ann" },
  });
});

test("a role for EC2 instances tells its instance profile", () => {
  const stack = new TwoAccounts();
  const principals = [stack.role("app", { assumedBy: ["ec2.amazonaws.com"] })];
  new Outputs(stack, "outputs", { buckets: [], principals });
  expect(terraformOf(stack).output.app_instance_profile_name).toEqual({
    value: "${aws_iam_instance_profile.app.name}",
    description: "Name of the instance profile that gives EC2 instances the app role",
  });
});

test("outputs tell about what is granted after them too", () => {
  const outputOf = (isFirst: boolean) => {
    const stack = new TwoAccounts();
    const partner = new AccessAccount(stack, "partner", { account: stack.b });
    const porter = stack.role("porter");
    const source = stack.bucket("source");
    const create = () => new Outputs(stack, "outputs", { buckets: [source], principals: [partner, porter] });
    if (isFirst) create();
    source.grantRead(partner);
    source.grantRead(porter);
    if (!isFirst) create();
    return terraformOf(stack).output;
  };
  const output = outputOf(true);
  expect(output).toEqual(outputOf(false));
  expect(output).toMatchObject({
    partner_policy: { value: "${jsonencode(local.partner_identity_policy)}" },
    runbook: { value: expect.stringContaining("aws s3 ls") },
  });
});

test("a whole account tells the policy for its administrators, if it is granted anything", () => {
  const stack = new TwoAccounts();
  const partner = new AccessAccount(stack, "partner", { account: stack.b });
  const stranger = new AccessAccount(stack, "stranger", { account: stack.b });
  stack.bucket("source").grantRead(partner);
  new Outputs(stack, "outputs", { buckets: [], principals: [partner, stranger] });
  const { output } = terraformOf(stack);
  expect(Object.keys(output)).toEqual(["partner_policy", "runbook"]);
  expect(output.partner_policy).toEqual({
    value: "${jsonencode(local.partner_identity_policy)}",
    description: "Policy that administrators of partner attach to their roles and users",
  });
});

test("a stack has one set of outputs", () => {
  const stack = new TwoAccounts();
  new Outputs(stack, "one", { buckets: [] });
  expect(() => new Outputs(stack, "two", { buckets: [] })).toThrow(
    new Error(
      "test/two/runbook: the Terraform address output.runbook is taken by test/one/runbook; the id of a construct becomes its Terraform name, so give one of the two another id",
    ),
  );
});
