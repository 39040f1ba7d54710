import { stackCase } from "../../../test/fixtures/stack-case";
import type { Authorization } from "../catalogue/authorization";
import { actorOf, administrator, stranger } from "../proof/actor";
import { answer } from "../proof/answers";
import { Authority } from "../proof/authority";
import { operationsOf } from "../proof/operations";
import { Expected } from "./expected";

function expectedOf(stack: string): Expected {
  const { scene, estate } = stackCase(stack);
  return new Expected(answer(operationsOf(scene), new Authority(estate)), scene);
}

const role = actorOf("arn:aws:iam::222222222222:role/S3Porter");
const A = { id: "111111111111", partition: "aws" };
const B = { id: "222222222222", partition: "aws" };

const get = (resource: string, owner = A.id): Authorization => ({
  action: "s3:GetObject",
  resource,
  owner,
  context: {},
  source: "",
});

test("what was asked for is expected, for every object that it covers", () => {
  const expected = expectedOf("copy-with-role");
  const isExpected = (authorization: Authorization, actor = role) => expected.has({ actor, authorization });
  expect(isExpected(get("arn:aws:s3:::acme-source/a/b"))).toBe(true);
  expect(isExpected(get("arn:aws:s3:::acme-source/else/where"))).toBe(true);
  expect(isExpected(get("arn:aws:s3:::acme-destination/a/b", B.id))).toBe(false);
  expect(isExpected({ ...get("arn:aws:s3:::acme-source/a/b"), action: "s3:PutObject" })).toBe(false);
  expect(isExpected(get("arn:aws:s3:::acme-source/a/b", "999999999999"))).toBe(false);
  expect(
    isExpected(get("arn:aws:s3:::acme-source/a/b"), actorOf("arn:aws:iam::222222222222:role/Other")),
  ).toBe(false);
});

test("an account's control of its bucket is not a grant to its users", () => {
  const expected = expectedOf("copy-with-role");
  for (const actor of [stranger(A), administrator(A)])
    expect(expected.has({ actor, authorization: get("arn:aws:s3:::acme-source/a/b") })).toBe(false);
});

test("anyone in an account can get what the account was granted", () => {
  const expected = expectedOf("shared-with-account");
  const authorization = get("arn:aws:s3:::acme-shared-account-a/a/b");
  expect(expected.has({ actor: actorOf("arn:aws:iam::222222222222:role/Any"), authorization })).toBe(true);
  expect(expected.has({ actor: actorOf("arn:aws:iam::111111111111:role/Any"), authorization })).toBe(false);
});

test("a role can be assumed by those it trusts, with the external id", () => {
  const expected = expectedOf("copy-with-role");
  const assume = (resource: string) => ({
    action: "sts:AssumeRole",
    resource,
    owner: B.id,
    context: {},
    source: "",
  });
  const admin = actorOf("arn:aws:iam::222222222222:user/destination-admin");
  expect(expected.has({ actor: admin, authorization: assume(role.arn) })).toBe(true);
  expect(expected.has({ actor: admin, authorization: assume(`${role.arn}2`) })).toBe(false);
  expect(expected.has({ actor: stranger(B), authorization: assume(role.arn) })).toBe(false);
});
