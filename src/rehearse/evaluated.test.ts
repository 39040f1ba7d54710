import { hasPlace, isEvaluated } from "./evaluated";

test.each([
  ["aws_iam_policy_document", "data", true, false],
  ["aws_cloudfront_log_delivery_canonical_user_id", "data", true, false],
  ["aws_region", "data", true, true],
  ["aws_caller_identity", "data", false, true],
  ["aws_s3_bucket", "managed", false, true],
] as const)("%s", (type, mode, evaluated, place) => {
  expect(isEvaluated({ mode, type })).toBe(evaluated);
  expect(hasPlace({ mode, type })).toBe(place);
});

test("a resource of the same name is created, so Terraform may not evaluate it", () => {
  expect(isEvaluated({ mode: "managed", type: "local_file" })).toBe(false);
});
