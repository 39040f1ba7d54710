import { type Additions, problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { objectOwners } from "./object-owners";

const ROOT = { AWS: "arn:aws:iam::222222222222:root" };
const OBJECTS = "arn:aws:s3:::acme-source/*";
const upload = { Effect: "Allow", Principal: ROOT, Action: "s3:PutObject", Resource: OBJECTS };
const forOwner = { "s3:x-amz-acl": "bucket-owner-full-control" };
const deny = (Condition: object) => ({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:PutObject",
  Resource: OBJECTS,
  Condition,
});

function owned(object_ownership: string | undefined, ...bucket: NonNullable<Additions["bucket"]>): string[] {
  const terraform = ({ resource }: Terraform) => {
    if (object_ownership === undefined) return;
    resource.aws_s3_bucket_ownership_controls = {
      source: { provider: "aws.a", bucket: "acme-source", rule: { object_ownership } },
    };
  };
  return problemsOf(objectOwners, { bucket, terraform });
}

const WRITER =
  "statement number 2 of the bucket policy of acme-source: objects that account 222222222222 uploads to acme-source belong to that account, because its object ownership is ObjectWriter";
const PREFERRED =
  "statement number 2 of the bucket policy of acme-source: objects that account 222222222222 uploads to acme-source without the ACL bucket-owner-full-control belong to that account, because its object ownership is BucketOwnerPreferred";

test.each<[string | undefined, object[], string[]]>([
  ["ObjectWriter", [upload], [WRITER]],
  ["ObjectWriter", [{ ...upload, Action: "s3:*" }], [WRITER]],
  ["ObjectWriter", [{ ...upload, Condition: { StringEquals: forOwner } }], [WRITER]],
  ["BucketOwnerPreferred", [upload], [PREFERRED]],
  ["BucketOwnerPreferred", [{ ...upload, Condition: { StringEquals: forOwner } }], []],
  ["BucketOwnerPreferred", [upload, deny({ StringNotEquals: forOwner })], []],
  [
    "BucketOwnerPreferred",
    [upload, deny({ StringNotEquals: forOwner, Null: { "s3:x-amz-acl": "false" } })],
    [PREFERRED],
  ],
  ["ObjectWriter", [{ ...upload, Action: "s3:GetObject" }], []],
  ["ObjectWriter", [{ ...upload, Principal: { AWS: "arn:aws:iam::111111111111:root" } }], []],
  ["BucketOwnerEnforced", [upload], []],
  [undefined, [upload], []],
])("%s with %j", (ownership, statements, expected) => {
  expect(owned(ownership, ...(statements as NonNullable<Additions["bucket"]>))).toEqual(expected);
});
