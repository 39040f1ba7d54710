import { flawsOf, problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { aclRefused, aclsOff } from "./acls";

const allow = (Action: unknown, Resource: unknown = "arn:aws:s3:::acme-source/*") => ({
  Effect: "Allow",
  Action,
  Resource,
});
const IDENTITY = "statement number 3 of the identity policy copy of role Porter";

test.each([
  [
    "s3:PutObjectAcl",
    "s3:PutObjectAcl has no effect: ACLs are disabled, because the object ownership of acme-source is BucketOwnerEnforced",
  ],
  [
    ["s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
    "s3:PutObjectAcl, s3:PutObjectVersionAcl have no effect: ACLs are disabled, because the object ownership of acme-source is BucketOwnerEnforced",
  ],
  [
    "s3:ObjectOwnerOverrideToBucketOwner",
    "s3:ObjectOwnerOverrideToBucketOwner has no effect: replicas already belong to the bucket's owner, because the object ownership of acme-source is BucketOwnerEnforced",
  ],
])("%j where ACLs are off", (action, problem) => {
  const [flaw] = flawsOf(aclsOff, { identity: [allow(action)] });
  expect(flaw?.problem).toBe(`${IDENTITY}: ${problem}`);
  expect(flaw?.addresses).toEqual(["aws_iam_role_policy.porter", "aws_s3_bucket.source"]);
});

test("reading them, wildcards, a Deny and other buckets", () => {
  const identity = [
    allow("s3:GetObjectAcl"),
    allow("s3:Put*"),
    { ...allow("s3:PutObjectAcl"), Effect: "Deny" },
    allow("s3:PutObjectAcl", "arn:aws:s3:::elsewhere/*"),
    allow("s3:PutObjectAcl", ["arn:aws:s3:::acme-source/*", "arn:aws:s3:::elsewhere/*"]),
  ];
  expect(problemsOf(aclsOff, { identity })).toEqual([]);
});

test("where ACLs are on", () => {
  const terraform = ({ resource }: Terraform) => {
    const rule = { object_ownership: "BucketOwnerPreferred" };
    resource.aws_s3_bucket_ownership_controls = { s: { provider: "aws.a", bucket: "acme-source", rule } };
  };
  expect(problemsOf(aclsOff, { identity: [allow("s3:PutObjectAcl")], terraform })).toEqual([]);
});

describe("the ACL of a new bucket", () => {
  const created = (values: object) => (terraform: Terraform) => {
    Object.assign(terraform.resource.aws_s3_bucket?.source ?? {}, values);
  };

  test.each([
    { acl: "log-delivery-write" },
    {
      grant: [
        { type: "Group", permissions: ["READ"], uri: "http://acs.amazonaws.com/groups/global/AllUsers" },
      ],
    },
  ])("that allows others something, is refused: %j", (values) => {
    expect(problemsOf(aclRefused, { terraform: created(values) })).toEqual([
      "S3 refuses to create acme-source with its ACL: the object ownership of new buckets is BucketOwnerEnforced, so ACLs are disabled",
    ]);
  });

  test("is refused whatever the ownership is later", () => {
    const terraform = (changed: Terraform) => {
      created({ acl: "public-read" })(changed);
      const rule = { object_ownership: "ObjectWriter" };
      changed.resource.aws_s3_bucket_ownership_controls = {
        s: { provider: "aws.a", bucket: "acme-source", rule },
      };
    };
    expect(problemsOf(aclRefused, { terraform })).toHaveLength(1);
  });

  test("that is private is not", () => {
    expect(problemsOf(aclRefused, { terraform: created({ acl: "private" }) })).toEqual([]);
  });
});
