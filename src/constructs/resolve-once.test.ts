import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { Lazy, TerraformIterator, TerraformStack } from "cdktf";
import { newApp } from "../../test/fixtures/stack";
import { resolveOnce } from "./resolve-once";

class LateKey extends KmsKey {
  override get terraformMetaArguments() {
    return { ...super.terraformMetaArguments, dependsOn: ["aws_kms_key.other"] };
  }
}

test.each<[string, (stack: TerraformStack) => void]>([
  ["a plain resource", (stack) => new KmsKey(stack, "key", { description: "plain" })],
  ["dependencies", (stack) => new KmsKey(stack, "key", { dependsOn: [new KmsKey(stack, "other", {})] })],
  ["dependencies that its class finds late", (stack) => new LateKey(stack, "key", {})],
  ["prevent_destroy", (stack) => new KmsKey(stack, "key", { lifecycle: { preventDestroy: true } })],
  [
    "more of lifecycle",
    (stack) => new KmsKey(stack, "key", { lifecycle: { preventDestroy: true, ignoreChanges: ["tags"] } }),
  ],
  ["count", (stack) => new KmsKey(stack, "key", { count: 2 })],
  [
    "a provisioner",
    (stack) => new KmsKey(stack, "key", { provisioners: [{ type: "local-exec", command: "true" }] }),
  ],
  ["an override", (stack) => new KmsKey(stack, "key", {}).addOverride("deletion_window_in_days", 7)],
  [
    "a token",
    (stack) => new KmsKey(stack, "key", { description: Lazy.stringValue({ produce: () => "late" }) }),
  ],
  ["a reference", (stack) => new S3Bucket(stack, "bucket", { bucket: new KmsKey(stack, "key", {}).keyId })],
  ["an import", (stack) => new KmsKey(stack, "key", {}).importFrom("1234")],
  ["a move", (stack) => new KmsKey(stack, "key", {}).moveFromId("aws_kms_key.before")],
  [
    "a dynamic block",
    (stack) =>
      new S3BucketServerSideEncryptionConfigurationA(stack, "encryption", {
        bucket: "acme",
        rule: TerraformIterator.fromList(["a"]).dynamic({ bucket_key_enabled: true }),
      }),
  ],
])("a stack with %s is what CDKTF makes of it", (_, add) => {
  const stack = new TerraformStack(newApp(), "stack");
  add(stack);
  stack.prepareStack();
  const withoutUndefined = (terraform: object) => JSON.parse(JSON.stringify(terraform)) as unknown;
  expect(withoutUndefined(resolveOnce(stack))).toEqual(withoutUndefined(stack.toTerraform()));
});
