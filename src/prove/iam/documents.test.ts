import { estateWith } from "../../../test/fixtures/lint-estate";
import { conditionsOf, documentsOf, identityPoliciesOf, isIdentity, resourcePoliciesOf } from "./documents";

const MANAGED = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
});

/** With a managed policy that a role and a user have. */
const estate = estateWith({
  terraform: ({ resource }) => {
    const b = { provider: "aws.b" };
    const arn = "${aws_iam_policy.read.arn}";
    resource.aws_iam_policy = { read: { ...b, name: "read", policy: MANAGED } };
    resource.aws_iam_user = { ann: { ...b, name: "Ann" } };
    resource.aws_iam_role_policy_attachment = { porter: { ...b, role: "Porter", policy_arn: arn } };
    resource.aws_iam_user_policy_attachment = { ann: { ...b, user: "Ann", policy_arn: arn } };
  },
});

test("every document of an estate is listed once, with its title and account", () => {
  expect(documentsOf(estate).map(({ title, address, account }) => [title, address, account?.id])).toEqual([
    ["bucket policy of acme-source", "aws_s3_bucket_policy.source", "111111111111"],
    ["key policy of aws_kms_key.destination", "aws_kms_key.destination", "222222222222"],
    ["key policy of aws_kms_key.source", "aws_kms_key.source", "111111111111"],
    ["managed policy read", "aws_iam_policy.read", "222222222222"],
    ["trust policy of role Porter", "aws_iam_role.porter", "222222222222"],
    ["identity policy copy of role Porter", "aws_iam_role_policy.porter", "222222222222"],
  ]);
});

test("titles of managed policies name their principal", () => {
  expect(
    estate.principals.map((principal) => identityPoliciesOf(principal).map(({ title }) => title)),
  ).toEqual([
    ["identity policy copy of role Porter", "identity policy read of role Porter"],
    ["identity policy read of user Ann"],
  ]);
});

test("buckets, keys and roles are there without a policy too, with the place to write one", () => {
  expect(
    resourcePoliciesOf(estate).map(({ title, address, document }) => [
      title,
      address,
      document !== undefined,
    ]),
  ).toEqual([
    ["bucket policy of acme-destination", "aws_s3_bucket.destination", false],
    ["bucket policy of acme-source", "aws_s3_bucket_policy.source", true],
    ["key policy of aws_kms_key.destination", "aws_kms_key.destination", true],
    ["key policy of aws_kms_key.source", "aws_kms_key.source", true],
    ["trust policy of role Porter", "aws_iam_role.porter", true],
  ]);
});

test("a statement knows its document, and is called by its Sid or its number", () => {
  const [bucket] = documentsOf(estate);
  expect(bucket?.statements.map(({ document, label }) => [document === bucket, label])).toEqual([
    [true, "number 1"],
  ]);
});

test("conditions are found by their key in lower case", () => {
  expect(
    conditionsOf(estate)
      .get("aws:principalarn")
      .map(({ statement }) => statement.document.kind),
  ).toEqual(["bucket", "key"]);
});

test("only those of roles and users say what these can do", () => {
  expect(
    documentsOf(estate)
      .filter(isIdentity)
      .map(({ kind }) => kind),
  ).toEqual(["managed", "inline"]);
});
