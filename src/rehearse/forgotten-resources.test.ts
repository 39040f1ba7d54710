import { temporaryFolder } from "../../test/support/temporary-folder";
import { Configuration } from "./configuration";
import { forgottenResources } from "./forgotten-resources";
import { readModules } from "./modules";

const removed = (from: string, lifecycle = "  lifecycle {\n    destroy = false\n  }\n") =>
  `removed {\n  from = ${from}\n${lifecycle}}\n`;

test("what Terraform forgets is taken to be gone", () => {
  const { path, remove } = temporaryFolder({
    "main.tf": [
      removed("aws_s3_bucket_policy.lake"),
      removed("module.old.aws_kms_key.lake"),
      removed("module.old"),
      removed("aws_instance.web"),
      removed("aws_s3_bucket_policy.destroyed", "  lifecycle {\n    destroy = true\n  }\n"),
      removed("aws_s3_bucket_policy.said", ""),
    ].join(""),
  });
  const configuration = new Configuration("infra", readModules(path));
  remove();
  const gone = "is no longer in AWS, although Terraform only forgets it";
  expect(forgottenResources(configuration)).toEqual([
    `aws_s3_bucket_policy.lake ${gone}`,
    `module.old.aws_kms_key.lake ${gone}`,
    `module.old ${gone}`,
  ]);
});
