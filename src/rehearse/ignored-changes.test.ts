import { temporaryFolder } from "../../test/support/temporary-folder";
import { Configuration } from "./configuration";
import { ignoredChanges } from "./ignored-changes";
import { readModules } from "./modules";

const bucketPolicy = (name: string, ignored: string) =>
  `resource "aws_s3_bucket_policy" "${name}" {
  lifecycle {
    ignore_changes = ${ignored}
  }
}
`;

test("what can differ in AWS is assumed to be as it is written", () => {
  const { path, remove } = temporaryFolder({
    "main.tf": [
      bucketPolicy("one", "[policy, bucket]"),
      bucketPolicy("every", "all"),
      bucketPolicy("tags", '[tags["team"]]'),
      'resource "aws_s3_bucket_policy" "none" {\n}\n',
      'resource "aws_instance" "x" {\n  lifecycle {\n    ignore_changes = all\n  }\n}\n',
    ].join(""),
  });
  const configuration = new Configuration("infra", readModules(path));
  remove();
  expect(ignoredChanges(configuration)).toEqual([
    "aws_s3_bucket_policy.one is in AWS as it is written here, although Terraform ignores changes of policy, bucket after the first apply",
    "aws_s3_bucket_policy.every is in AWS as it is written here, although Terraform ignores all changes after the first apply",
  ]);
});
