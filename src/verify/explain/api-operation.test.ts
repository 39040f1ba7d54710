import { actionsOfOperation, withoutService } from "./api-operation";

test.each<[string, string[]]>([
  ["GetBucketPolicy", ["s3:GetBucketPolicy"]],
  ["getbucketpolicy", ["s3:GetBucketPolicy"]],
  ["PutBucketLifecycleConfiguration", ["s3:PutLifecycleConfiguration"]],
  ["DeleteBucketEncryption", ["s3:PutEncryptionConfiguration"]],
  ["ListBucketInventoryConfigurations", ["s3:GetInventoryConfiguration"]],
  ["GetPublicAccessBlock", ["s3:GetBucketPublicAccessBlock"]],
  ["ListBuckets", ["s3:ListAllMyBuckets"]],
  ["GetObjectAttributes", ["s3:GetObject", "s3:GetObjectAttributes"]],
  ["RestoreObject", ["s3:RestoreObject"]],
  ["GenerateDataKey", ["kms:GenerateDataKey"]],
  ["Decrypt", ["kms:Decrypt"]],
  ["AssumeRole", ["sts:AssumeRole"]],
])("%s needs %j", (name, actions) => {
  expect(actionsOfOperation(name)).toEqual(actions);
});

test.each(["PutObject", "CopyObject", "UploadPart", "DeleteObjects"])(
  "the catalogue says what %s needs",
  (name) => {
    expect(actionsOfOperation(name)).toBeUndefined();
  },
);

test.each(["Get*", "PutObjekt", "reading tags", ""])("%j is no operation", (name) => {
  expect(actionsOfOperation(name)).toBeUndefined();
});

test.each([
  ["s3:ListObjectsV2", "ListObjectsV2"],
  ["s3:UploadPart", "UploadPart"],
  ["s3:GetBucketEncryption", "GetBucketEncryption"],
  ["s3:GetObject", "s3:GetObject"],
  ["s3:GetObjekt", "s3:GetObjekt"],
  ["aws s3 ls", "aws s3 ls"],
])("%s is asked as %s", (text, asked) => {
  expect(withoutService(text)).toBe(asked);
});
