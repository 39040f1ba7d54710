import { statement, summary, terraformOf, TwoAccounts } from "../../test/fixtures/stack";
import { AccessPermissionSet } from "./access-permission-set";

function analysts(stack: TwoAccounts, region?: string) {
  return new AccessPermissionSet(stack, "analysts", {
    account: stack.b,
    permissionSetName: "Analyst",
    region,
  });
}

test("the policies of another account name the roles by their pattern", () => {
  const stack = new TwoAccounts();
  stack.bucket("source").grantRead(analysts(stack, "eu-west-1"));
  const { locals } = terraformOf(stack);
  for (const [local, sid] of [
    ["source_bucket_policy", "GetForAnalysts"],
    ["source_key_policy", "DecryptSourceForAnalysts"],
  ] as const)
    expect(statement(locals[local], sid)).toMatchObject({
      Principal: { AWS: "arn:aws:iam::222222222222:root" },
      Condition: {
        ArnLike: {
          "aws:PrincipalArn":
            "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analyst_????????????????",
        },
      },
    });
});

test("in the account of the bucket, what is in the permission set is enough", () => {
  const stack = new TwoAccounts();
  const people = new AccessPermissionSet(stack, "people", { account: stack.a, permissionSetName: "Viewer" });
  stack.bucket("source").grantRead(people);
  const { locals } = terraformOf(stack);
  expect(summary(locals.source_bucket_policy)).toEqual(["DenyInsecureTransport: s3:*"]);
  expect(summary(locals.people_identity_policy)).toEqual([
    "ListSource: s3:ListBucket",
    "GetSource: s3:GetObject s3:GetObjectTagging",
    "DecryptSource: kms:Decrypt",
  ]);
});

test("nothing is written to its roles, even in an account that the stack deploys to", () => {
  const stack = new TwoAccounts();
  stack.bucket("source").grantRead(analysts(stack));
  const { resource, output } = terraformOf(stack);
  expect(Object.keys(resource).filter((type) => type.startsWith("aws_iam"))).toEqual([]);
  expect(output.handover_b?.value).toMatchObject({
    account_id: "222222222222",
    policies: [
      {
        principal: "analysts",
        principal_arn:
          "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_Analyst_????????????????",
        policy_type: "inline",
        policy: "${jsonencode(local.analysts_identity_policy)}",
        commands: [
          "aws sso-admin put-inline-policy-to-permission-set --instance-arn INSTANCE_ARN --permission-set-arn PERMISSION_SET_ARN --inline-policy file://b/analysts.json",
          "aws sso-admin provision-permission-set --instance-arn INSTANCE_ARN --permission-set-arn PERMISSION_SET_ARN --target-type AWS_ACCOUNT --target-id 222222222222",
        ],
      },
    ],
  });
});

test("a person signs in to it", () => {
  const lines = analysts(new TwoAccounts(), "eu-west-1").credentials();
  expect(lines.slice(2)).toEqual([
    "# Analyst: add this profile to ~/.aws/config with the URL of your access portal, and sign in",
    "[profile analysts]",
    "sso_start_url = https://PORTAL.awsapps.com/start",
    "sso_region = eu-west-1",
    "sso_account_id = 222222222222",
    "sso_role_name = Analyst",
    "aws sso login --profile analysts",
  ]);
});

test("a role cannot trust it", () => {
  const stack = new TwoAccounts();
  expect(() => stack.role("porter").grantAssumeRole(analysts(stack))).toThrow(
    "test/porter cannot trust test/analysts: a trust policy names principals",
  );
});

test("its name is not a pattern", () => {
  const stack = new TwoAccounts();
  const props = { account: stack.b, permissionSetName: "Analyst*" };
  expect(() => new AccessPermissionSet(stack, "analysts", props)).toThrow(
    'test/analysts: permissionSetName "Analyst*" can contain only letters, digits and _+=,.@-, found "*": it is the name of one permission set, not a pattern',
  );
});
