import { summary, terraformOf, TwoAccounts } from "../../test/fixtures/stack";
import { AccessAccount } from "./access-account";

test("a whole account gets no resource, but the policy that its administrators may attach", () => {
  const stack = new TwoAccounts();
  const partner = new AccessAccount(stack, "partner", { account: stack.b });
  expect(partner.policyJson).toBeUndefined();
  stack.bucket("source").grantRead(partner);
  expect(partner.policyJson).toBe("${jsonencode(local.partner_identity_policy)}");
  const { locals, resource } = terraformOf(stack);
  expect(summary(locals.partner_identity_policy)).toEqual([
    "ListSource: s3:ListBucket",
    "GetSource: s3:GetObject s3:GetObjectTagging",
    "DecryptSource: kms:Decrypt",
  ]);
  expect(Object.keys(resource).filter((type) => type.startsWith("aws_iam"))).toEqual([]);
});

test("a whole account is named by its root", () => {
  const stack = new TwoAccounts();
  const partner = new AccessAccount(stack, "partner", { account: stack.b });
  expect(partner.principalArn).toBe("arn:aws:iam::222222222222:root");
});

test("its administrators are told where the policy is", () => {
  const stack = new TwoAccounts();
  expect(new AccessAccount(stack, "partner", { account: stack.b }).credentials()).toEqual([
    "# account 222222222222: its administrators attach the policy of the output partner_policy",
    "# to the roles and users that need access",
  ]);
});
