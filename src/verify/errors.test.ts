import * as errors from "./errors";

test.each<[Error, string]>([
  [
    errors.noSuchPrincipal("portr", ["porter", "Ann"]),
    '--as "portr" is an unknown principal; name porter, Ann, or the ARN of a role, a user or an account root, or a service such as s3.amazonaws.com; did you mean "porter"?',
  ],
  [
    errors.noSuchPrincipal("x", []),
    '--as "x" is an unknown principal; name the ARN of a role, a user or an account root, or a service such as s3.amazonaws.com',
  ],
  [
    errors.noSuchAction("s3:GetObjet", ["s3:GetObject"]),
    '--do "s3:GetObjet" is not an action of S3, KMS or STS; name one such as s3:GetObject, without wildcards; did you mean "s3:GetObject"?',
  ],
  [
    new errors.NoSuchOperation("fly", "Porter", "acme", ["aws s3 ls", "HEAD"]),
    '--do "fly" is an unknown operation for Porter on acme; name an action such as s3:GetObject, or one of\n  aws s3 ls\n  HEAD',
  ],
  [
    new errors.NoSuchOperation("fly", "Porter", "acme", []),
    '--do "fly" is an unknown operation for Porter on acme; name an action such as s3:GetObject',
  ],
  [
    errors.severalOperations("cp", ["aws s3 cp", "aws s3 cp --recursive"]),
    '--do "cp" matches several operations; name one of\n  aws s3 cp\n  aws s3 cp --recursive',
  ],
  [
    errors.noSuchResource("arn:aws:s3:::acm", "infra/", ["acme"], ["arn:aws:s3:::acme"]),
    '--on "arn:aws:s3:::acm" is not in infra/; name acme, or the ARN of one of its buckets, objects or roles; did you mean "arn:aws:s3:::acme"?',
  ],
  [
    errors.keyByItsArn("arn:aws:kms:…", "the stack", ["aws_kms_key.a", "aws_kms_key.b"]),
    `--on "arn:aws:kms:…": the ARN of a key is not in the Terraform, because AWS chooses its id at creation; if this is a key in the stack, name aws_kms_key.a, aws_kms_key.b, or a bucket or object that it encrypts`,
  ],
  [
    errors.otherKindOfResource("kms:Decrypt", ["key", "bucket", "object"], "porter", "role"),
    'kms:Decrypt applies to a key, bucket or object, but --on "porter" is a role; name a key, bucket or object',
  ],
  [
    errors.otherService("s3:GetAccessGrant", ["accessgrant"]),
    "s3:GetAccessGrant applies to accessgrant resources, but s3porter knows only buckets, objects, keys and roles; use the IAM policy simulator",
  ],
])("%s", (error, message) => {
  expect(error.message).toBe(message);
  expect(error.name).toBe("UsageError");
});
