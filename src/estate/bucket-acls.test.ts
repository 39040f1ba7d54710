import { AwsValues } from "../../test/fixtures/aws-values";
import { readBuckets } from "./buckets";
import type { Unmodelled } from "./estate";
import { UNKNOWN } from "./values/terraform-values";

const ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
const AUTHENTICATED = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

function aclOf(values: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
  const unmodelled: Unmodelled[] = [];
  const { "aws_s3_bucket.acme": bucket = {}, ...others } = values;
  const acme = { bucket: "acme", arn: "arn:aws:s3:::acme", ...bucket };
  const aws = new AwsValues({ ...others, "aws_s3_bucket.acme": acme });
  const [configured] = readBuckets(aws, unmodelled);
  return { acl: configured?.bucket.acl, notes: unmodelled.map(({ address }) => address) };
}

const separate = (values: object) => aclOf({ "aws_s3_bucket_acl.x": { bucket: "acme", ...values } });
const inline = (values: object) => aclOf({ "aws_s3_bucket.acme": { ...values } });

const everyone = (permission: string) => ({ permission, to: "everyone" });

test.each<[string, readonly object[]]>([
  ["private", []],
  ["bucket-owner-full-control", []],
  ["public-read", [everyone("READ")]],
  ["public-read-write", [everyone("READ"), everyone("WRITE")]],
  ["authenticated-read", [{ permission: "READ", to: "any AWS account" }]],
  [
    "log-delivery-write",
    [
      { permission: "WRITE", to: "S3 log delivery" },
      { permission: "READ_ACP", to: "S3 log delivery" },
    ],
  ],
])("the canned ACL %s, in its own resource and in the bucket", (canned, grants) => {
  const address = "aws_s3_bucket_acl.x";
  expect(separate({ acl: canned })).toEqual({
    acl: { address, canned, grants },
    notes: grants.length > 0 ? [address] : [],
  });
  expect(inline({ acl: canned }).acl).toEqual({ address: "aws_s3_bucket.acme", canned, grants });
});

test("an ACL that terraform knows after apply can be any", () => {
  expect(separate({ acl: UNKNOWN })).toEqual({
    acl: { address: "aws_s3_bucket_acl.x", grants: [], unknown: "is known only after apply" },
    notes: ["aws_s3_bucket_acl.x"],
  });
});

const grant = (permission: string, grantee: object) => ({ permission, grantee: [grantee] });

test("grants in a policy are those to others than the owner", () => {
  const { acl } = separate({
    acl: "",
    access_control_policy: [
      {
        owner: [{ id: "owner", display_name: "" }],
        grant: [
          grant("FULL_CONTROL", { id: "owner", type: "CanonicalUser", uri: "", email_address: "" }),
          grant("FULL_CONTROL", { id: "partner", type: "CanonicalUser", uri: "", email_address: "" }),
          grant("READ", { id: "", type: "Group", uri: ALL_USERS }),
          grant("WRITE", { id: "", type: "Group", uri: AUTHENTICATED }),
          grant("READ_ACP", { email_address: "ann@example.com", type: "AmazonCustomerByEmail" }),
        ],
      },
    ],
  });
  expect(acl?.grants).toEqual([
    { permission: "FULL_CONTROL", to: "account", account: "partner" },
    { permission: "READ", to: "everyone" },
    { permission: "WRITE", to: "any AWS account" },
    { permission: "READ_ACP", to: "account", account: "ann@example.com" },
  ]);
});

test("a data source names the owner", () => {
  const written = [
    { id: "owner", permissions: ["FULL_CONTROL"], type: "CanonicalUser", uri: "" },
    { id: "partner", permissions: ["READ", "FULL_CONTROL"], type: "CanonicalUser", uri: "" },
  ];
  const { acl } = aclOf({
    "aws_s3_bucket.acme": { grant: written },
    "data.aws_canonical_user_id.current": { id: "owner" },
    "data.aws_canonical_user_id.other": { provider: "b", id: "partner" },
  });
  expect(acl?.grants).toEqual([
    { permission: "READ", to: "account", account: "partner" },
    { permission: "FULL_CONTROL", to: "account", account: "partner" },
  ]);
});

test("with an unnamed owner, two accounts with full control can both be others", () => {
  const full = (id: string) => ({ id, permissions: ["FULL_CONTROL"], type: "CanonicalUser", uri: "" });
  expect(inline({ grant: [full("x")] }).acl).toBeUndefined();
  expect(inline({ grant: [full("x"), full("y")] }).acl?.grants).toHaveLength(2);
});

test("an ACL of its own resource is the one that applies", () => {
  const { acl } = aclOf({
    "aws_s3_bucket.acme": { acl: "public-read" },
    "aws_s3_bucket_acl.x": { bucket: "acme", acl: "private" },
  });
  expect(acl).toEqual({ address: "aws_s3_bucket_acl.x", canned: "private", grants: [] });
});
