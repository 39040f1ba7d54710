/** Common mistakes in policies for people who use a permission set of IAM Identity Center. */
import type { RawStatement } from "../../src/estate/policy-document";
import { type ChangeableTerraform, flawsOfChanged, statementOf } from "../fixtures/changed-stack";

const ROLES =
  "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analyst_";
const LOCALS = [
  ["reports_bucket_policy", "ListForAnalysts"],
  ["reports_bucket_policy", "GetForAnalysts"],
  ["reports_bucket_policy", "PutForAnalysts"],
  ["reports_key_policy", "EncryptAndDecryptReportsForAnalysts"],
] as const;

/** The flaws if the policies of the bucket and the key name the roles in another way. */
function flawsOfRoles(arn: string, operator = "ArnLike"): string[] {
  return flawsOfStatements((statement) => {
    const { ArnLike: _, ...others } = statement.Condition ?? {};
    statement.Condition = { ...others, [operator]: { "aws:PrincipalArn": arn } };
  });
}

function flawsOfStatements(
  change: (statement: { -readonly [K in keyof RawStatement]: RawStatement[K] }) => void,
) {
  const found = flawsOfChanged("identity-center", (terraform: ChangeableTerraform) => {
    for (const [local, sid] of LOCALS) change(statementOf(terraform, local, sid));
  });
  return found.map(({ part, problem }) => `${part}: ${problem}`);
}

test("the stack as it is has no flaws", () => {
  expect(flawsOfRoles(`${ROLES}????????????????`)).toEqual([]);
});

test("with a star, people of a permission set whose name begins the same get in", () => {
  expect(flawsOfRoles(`${ROLES}*`)).toContainEqual(
    expect.stringMatching(
      /AWSReservedSSO_Analyst_s3porter-proof_0123456789abcdef can do GET on .*, which must be refused/,
    ),
  );
});

test.each([
  ["another region", ROLES.replace("eu-west-1", "us-west-2")],
  ["no path", ROLES.replace("aws-reserved/sso.amazonaws.com/eu-west-1/", "")],
  ["the path of us-east-1", ROLES.replace("/eu-west-1/", "/")],
  ["another permission set", ROLES.replace("_Analyst_", "_Analysts_")],
  ["another account", ROLES.replace("222222222222", "333333333333")],
])("with %s, nobody of the permission set gets in", (_, roles) => {
  expect(flawsOfRoles(`${roles}????????????????`)).toContainEqual(
    expect.stringMatching(/^complete: permission set Analyst lacks permission/),
  );
});

test("with an operator that compares text literally, nobody gets in", () => {
  expect(flawsOfRoles(`${ROLES}????????????????`, "StringEquals")).toContainEqual(
    expect.stringMatching(/^complete: permission set Analyst lacks permission/),
  );
});

test("AWS takes no pattern for a principal", () => {
  const found = flawsOfStatements((statement) => {
    const { ArnLike: _, ...others } = statement.Condition ?? {};
    statement.Principal = { AWS: `${ROLES}????????????????` };
    statement.Condition = others;
  });
  expect(found).toContainEqual(
    expect.stringMatching(/has a wildcard, which (AWS rejects in a principal|a principal cannot have)/),
  );
});

test("a policy in the permission set alone is not enough across accounts", () => {
  const found = flawsOfChanged("identity-center", ({ locals }) => {
    const policy = locals.reports_bucket_policy;
    if (policy) policy.Statement = policy.Statement.filter(({ Sid }) => Sid !== "GetForAnalysts");
  });
  expect(found.map(({ problem }) => problem)).toContainEqual(
    expect.stringMatching(/^permission set Analyst lacks permission for .*s3:GetObject/),
  );
});
