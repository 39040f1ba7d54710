import { readDependencies } from "./dependencies";
import { Problems } from "./problem";
import { readConfiguration } from "./terraform/configuration";

function dependencies(json: Record<string, unknown>) {
  return Object.fromEntries(readDependencies(readConfiguration([json], new Problems())));
}

const OTHERS = { aws_iam_role: { r: { name: "R" } }, aws_kms_key: { k: {} }, aws_s3_bucket: { b: {} } };

test.each<[string, Record<string, unknown>, string[]]>([
  ["an attribute", { bucket: "${aws_s3_bucket.b.id}" }, ["aws_s3_bucket.b"]],
  ["inside text and blocks", { rule: [{ a: { b: "x-${aws_kms_key.k.arn}/*" } }] }, ["aws_kms_key.k"]],
  ["arguments of a function", { policy: "${jsonencode({ a = [aws_iam_role.r.arn] })}" }, ["aws_iam_role.r"]],
  ["a template in quotes", { policy: '${jsonencode("${aws_iam_role.r.arn}:*")}' }, ["aws_iam_role.r"]],
  [
    "a local that uses another",
    { policy: "${jsonencode(local.policy)}" },
    ["aws_iam_role.r", "aws_kms_key.k"],
  ],
  ["depends_on", { depends_on: ["aws_iam_role.r", "${aws_kms_key.k}"] }, ["aws_iam_role.r", "aws_kms_key.k"]],
  ["a policy variable", { policy: "$${aws_iam_role.r.arn}" }, []],
  ["a comment and the provider", { "//": "${aws_iam_role.r.arn}", provider: "aws.a" }, []],
  ["what is not in this Terraform", { a: "${aws_iam_user.u.arn}${var.x}${data.aws_region.r.name}" }, []],
  ["a local in a circle", { a: "${local.circle}" }, ["aws_kms_key.k"]],
])("%s", (_, args, expected) => {
  const found = dependencies({
    resource: { ...OTHERS, aws_s3_bucket_policy: { p: args } },
    locals: {
      policy: { Statement: [{ Resource: "${local.key}", Principal: { AWS: "${aws_iam_role.r.arn}" } }] },
      key: "${aws_kms_key.k.arn}",
      circle: "${local.circle}${aws_kms_key.k.arn}",
    },
  });
  expect(found["aws_s3_bucket_policy.p"] ?? []).toEqual(expected);
});
