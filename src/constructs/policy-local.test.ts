import { TerraformStack } from "cdktf";
import { newApp, terraformOf, TwoAccounts } from "../../test/fixtures/stack";
import type { PolicyDocument } from "../policy/document";
import type { Permission } from "../policy/intents";
import { AccessAccount } from "./access-account";
import type { AccessPrincipal } from "./access-principal";
import type { EncryptedBucket } from "./encrypted-bucket";
import { PolicyLocal } from "./policy-local";
import type { PolicyLimit } from "../aws/policy-limits";

function documentWith(resource: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [{ Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: resource }],
  };
}

function synthesize(document: PolicyDocument, limit: PolicyLimit) {
  const stack = new TerraformStack(newApp(), "test");
  const local = new PolicyLocal(stack, "document", { name: "source", limit, produce: () => document });
  return { json: local.json, locals: terraformOf(stack).locals };
}

test("what the caller of a module says has no length, and text that looks like it has", () => {
  const limit: PolicyLimit = { length: 150, unit: "bytes" };
  const long = "x".repeat(50);
  expect(() => synthesize(documentWith(`\${local.${long}}/\${var.${long}}*`), limit)).not.toThrow();
  expect(() => synthesize(documentWith(`$\${local.${long}}/$\${var.${long}}*`), limit)).toThrow(
    "bytes, and AWS accepts",
  );
});

test("a document is a local value, which a resource takes as JSON", () => {
  const document = documentWith("*");
  expect(synthesize(document, { length: 1000, unit: "bytes" })).toEqual({
    json: "${jsonencode(local.source)}",
    locals: { source: document },
  });
});

const EMPTY = JSON.stringify(documentWith("")).length;
const KEY_ARN = 87;

test.each<[string, string, number, PolicyLimit["unit"]]>([
  ["plain text", "abc", 3, "bytes"],
  ["plain text", "abc", 3, "characters"],
  ["text beyond ASCII", "éé", 4, "bytes"],
  ["text beyond ASCII", "éé", 2, "characters"],
  ["a key's ARN, which Terraform fills in", "${aws_kms_key.a.arn}", KEY_ARN, "bytes"],
])("of %s, %j takes %i %s", (_, resource, taken, unit) => {
  const document = documentWith(resource);
  expect(() => synthesize(document, { length: EMPTY + taken, unit })).not.toThrow();
  expect(() => synthesize(document, { length: EMPTY + taken - 1, unit })).toThrow(
    new Error(
      `local.source has about ${EMPTY + taken} ${unit}, and AWS accepts ${EMPTY + taken - 1}; name the root of an account in place of its roles and users, and its administrators choose who gets access`,
    ),
  );
});

/** Prefixes none of which begins with another. */
const PREFIXES = Array.from({ length: 35 }, (_, number) => String(number).padStart(1000, "0"));

function grantMuch(bucket: EncryptedBucket, principal: AccessPrincipal, permission: Permission): void {
  for (const prefix of PREFIXES) bucket.grant(principal, [permission], { prefix });
}

test.each<[string, string, (stack: TwoAccounts) => void]>([
  [
    "the policy of key source would have",
    "32,768: the first 31 grants fit, and the next, of porter on source, does not; grant access to the entire account (entire_account: true)",
    (stack) => grantMuch(stack.bucket("source"), stack.role("porter"), "get"),
  ],
  [
    "the policy of bucket source would have",
    "20,480: the first 19 grants fit, and the next, of porter on source, does not; grant access to the entire account (entire_account: true)",
    (stack) => grantMuch(stack.bucket("source"), stack.role("porter"), "list"),
  ],
  [
    "local.porter_trust_policy has",
    "2,048; name the root of an account",
    (stack) =>
      stack.role("porter", { assumedBy: PREFIXES.map((name) => `arn:aws:iam::222222222222:user/${name}`) }),
  ],
  [
    "the policy that account partner is offered would have",
    "6,144: the first 5 grants fit, and the next, of partner on source, does not; offer the account fewer",
    (stack) => {
      const bucket = stack.bucket("source");
      const partner = new AccessAccount(stack, "partner", { account: stack.b });
      for (const prefix of PREFIXES.slice(0, 10)) bucket.grant(partner, ["list"], { prefix });
    },
  ],
])("%s a length, and AWS accepts %s", (title, accepted, build) => {
  const stack = new TwoAccounts();
  build(stack);
  let message = "";
  try {
    terraformOf(stack);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toContain(title);
  expect(message).toContain(`AWS accepts ${accepted}`);
});
