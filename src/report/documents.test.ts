import {
  allowed,
  bucketAllows,
  EVERYTHING_ALLOWS,
  IDENTITY_ALLOWS,
  NOT_PROVED,
  PORTER,
  PROVED,
} from "../../test/fixtures/proof";
import { authorization } from "../../test/fixtures/proof";
import { Documents, statementName } from "./documents";

test("documents are numbered in the order of the Terraform", () => {
  expect(new Documents(PROVED).all.map(({ mark, name }) => `${mark} ${name}`)).toEqual([
    "[1] bucket policy of acme",
    "[2] identity policy porter of role Porter",
  ]);
});

test("those that grant nothing are numbered if they have a say, but not what is assumed of people", () => {
  const question = { actor: PORTER, authorization: authorization("s3:ListBucket") };
  const decisions = new Map([[question, allowed(IDENTITY_ALLOWS, bucketAllows(1), EVERYTHING_ALLOWS)]]);
  const documents = new Documents({ grants: [], decisions });
  expect(documents.all.map(({ mark, name }) => `${mark} ${name}`)).toEqual([
    "[1] identity policy porter of role Porter",
    "[2] bucket policy of acme",
  ]);
  expect(documents.find({ name: "bucket policy of acme", account: "111111111111" })?.address).toBe(
    "aws_s3_bucket_policy.acme",
  );
  expect(documents.find({ name: "bucket policy of acme", account: "222222222222" })).toBeUndefined();
});

test("a statement is called by its Sid, or by its position", () => {
  expect(NOT_PROVED.grants.map(({ statement }) => statementName(statement))).toEqual([
    "DenyInsecureTransport",
    "ListForPorter",
    "GetForPorter",
    "statement 1",
    "statement 1",
  ]);
});

test.each([
  ["Get", 0, "Get"],
  [undefined, 2, "statement 3"],
  ["", 0, "statement 1"],
])("the statement with Sid %p at %p is %s", (sid, index, name) => {
  expect(statementName({ sid, index })).toBe(name);
});
