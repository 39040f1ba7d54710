import { renderOutput } from "./output";

test("an output, in the order of Terraform's style guide", () => {
  expect(
    renderOutput("bucket_arn", {
      value: "${aws_s3_bucket.source.arn}",
      sensitive: false,
      description: "The bucket's ARN",
      depends_on: ["aws_s3_bucket_policy.source"],
    }),
  ).toBe(`output "bucket_arn" {
  description = "The bucket's ARN"
  value       = aws_s3_bucket.source.arn
  sensitive   = false
  depends_on  = [aws_s3_bucket_policy.source]
}`);
});
