import { flawsOf, problemsOf } from "../../../test/fixtures/lint-estate";
import { actionsExist, actionsOfService } from "./actions";

const allow = (Action: unknown, rest: object = {}) => ({ Effect: "Allow", Action, Resource: "*", ...rest });
const everybody = { Principal: "*" };

test.each([
  ["kms:ReEncrypt", /^use kms:ReEncryptFrom and kms:ReEncryptTo, or neither/],
  ["s3:HeadObject", /^use s3:GetObject, which HeadObject needs$/],
  ["s3:ListObjectsV2", /^use s3:ListBucket, on the bucket$/],
  ["s3:GetObjekt", /such as s3:GetObject$/],
  ["s3:Completely*Other", /^use an action that exists$/],
  ["sts:AssumeRoleForever", /^use an action that exists$/],
  ["GetObject", /^use an action that exists/],
])("there is no %s", (action, repair) => {
  const [flaw, ...others] = flawsOf(actionsExist, { identity: [allow(["s3:GetObject", action])] });
  expect(others).toEqual([]);
  expect(flaw?.problem).toBe(
    `statement number 3 of the identity policy copy of role Porter: unknown action ${action}`,
  );
  expect(flaw?.repair).toMatch(repair);
});

test.each([
  "*",
  "*:*",
  "S3:getobject",
  "s3:Get*",
  "kms:ReEncrypt*",
  "iam:PassRole",
  "s3-object-lambda:Whatever",
])("%s may stand", (action) => {
  expect(problemsOf(actionsExist, { identity: [allow(action)] })).toEqual([]);
});

test("NotAction is looked at too", () => {
  const statement = { Effect: "Deny", NotAction: "s3:Foo", Resource: "*" };
  expect(problemsOf(actionsExist, { identity: [statement] })).toHaveLength(1);
});

test("the policy of a resource is about its own service", () => {
  const { Resource: _, ...trust } = allow("s3:GetObject", everybody);
  const additions = {
    bucket: [allow("kms:Decrypt", everybody)],
    key: [allow("s3:GetObject", everybody)],
    trust: [trust],
  };
  expect(problemsOf(actionsOfService, additions)).toEqual([
    "statement number 2 of the bucket policy of acme-source: kms:Decrypt does not belong in this policy, which applies only to s3 actions",
    "statement number 3 of the key policy of aws_kms_key.source: s3:GetObject does not belong in this policy, which applies only to kms actions",
    "statement number 2 of the trust policy of role Porter: s3:GetObject does not belong in this policy, which applies only to sts actions",
  ]);
});

test("every action is of its own service too", () => {
  const additions = { bucket: [allow("*", everybody)], key: [allow(["*:*", "KMS:*"], everybody)] };
  expect(problemsOf(actionsOfService, { ...additions, identity: [allow("kms:Decrypt")] })).toEqual([]);
});
