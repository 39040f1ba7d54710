import { stackCase } from "../../../test/fixtures/stack-case";
import { findResource, type Resource } from "./resource";

/** In a few words. */
function shown(resource: Resource): string {
  switch (resource.kind) {
    case "bucket":
      return `bucket ${resource.bucket.name}`;
    case "object":
      return `object ${resource.key} of ${resource.bucket.name}`;
    case "key":
      return `key ${resource.key.address}`;
    case "role":
      return `role ${resource.role.name}`;
  }
}

test.each<[string, string]>([
  ["source", "bucket acme-source"],
  ["acme-source", "bucket acme-source"],
  ["arn:aws:s3:::acme-source", "bucket acme-source"],
  ["s3://acme-source/", "bucket acme-source"],
  ["arn:aws:s3:::acme-source/in/a b.txt", "object in/a b.txt of acme-source"],
  ["s3://acme-source/in/", "object in/ of acme-source"],
  ["acme-source/in/a.txt", "object in/a.txt of acme-source"],
  ["source/in/a.txt", "object in/a.txt of acme-source"],
  ["aws_kms_key.source", "key aws_kms_key.source"],
  ["alias/acme-source", "key aws_kms_key.source"],
  ["porter", "role S3Porter"],
  ["S3Porter", "role S3Porter"],
  ["arn:aws:iam::222222222222:role/S3Porter", "role S3Porter"],
])("%s is the %s", (text, expected) => {
  const { model, estate } = stackCase("copy-with-role");
  const resource = findResource(text, model, estate);
  expect(shown(resource)).toBe(expected);
  expect(resource.assumed).toEqual([]);
});

test("a key that belongs to no bucket has a name too", () => {
  const { model, estate } = stackCase("copy-with-user");
  expect(shown(findResource("archive", model, estate))).toBe("key aws_kms_key.archive");
});

test.each<[string, string, string]>([
  [
    "copy-with-role",
    "arn:aws:kms:us-east-1:111111111111:key/real",
    "the ARN of a key is not in the Terraform, because AWS chooses its id at creation; if this is a key in the stack, name aws_kms_key.source, or a bucket",
  ],
  [
    "copy-with-user",
    "arn:aws:kms:us-east-1:111111111111:key/real",
    "if this is a key in the stack, name aws_kms_key.archive, aws_kms_key.source, or a bucket",
  ],
  [
    "copy-with-role",
    "arn:aws:kms:eu-west-1:111111111111:key/real",
    "there is no key of that account and region in the stack; name one of its keys, or a bucket or object that they encrypt",
  ],
  ["copy-with-role", "arn:aws:s3:::acme-sorce/a", 'did you mean "arn:aws:s3:::acme-source"?'],
  ["copy-with-role", "arn:aws:iam::222222222222:role/Other", "is not in the stack"],
  ["copy-with-role", "s3://source/in/a.txt", "is not in the stack"],
  [
    "shared-with-account",
    "ann",
    "name shared, aws_kms_key.shared, or the ARN of one of its buckets, objects or roles",
  ],
])("of %s, %s is nothing to ask about", (stack, text, message) => {
  const { model, estate } = stackCase(stack);
  expect(() => findResource(text, model, estate)).toThrow(message);
});
