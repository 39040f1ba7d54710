import { TerraformStack } from "cdktf";
import { newApp, terraformOf, TwoAccounts } from "../../test/fixtures/stack";
import type { PolicyDocument } from "../policy/document";
import type { Permission } from "../policy/intents";
import type { AccessPrincipal } from "./access-principal";
import { AccessUser } from "./access-user";
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
  expect(() => synthesize(documentWith(`$\${local.${long}}/$\${var.${long}}*`), limit)).toThrow("bytes long");
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
      `local.source is about ${EMPTY + taken} ${unit} long, AWS accepts ${EMPTY + taken - 1}; spread the access over more principals or buckets; a role can have longer policies than a user`,
    ),
  );
});

/** Prefixes none of which begins with another. */
const PREFIXES = Array.from({ length: 200 }, (_, number) => String(number).padStart(200, "0"));

function grantMuch(bucket: EncryptedBucket, principal: AccessPrincipal, permission: Permission): void {
  for (const prefix of PREFIXES) bucket.grant(principal, [permission], { prefix });
}

test.each<[string, string, (stack: TwoAccounts) => void]>([
  [
    "source_key_policy",
    "32768 bytes",
    (stack) => grantMuch(stack.bucket("source"), stack.role("porter"), "get"),
  ],
  [
    "source_bucket_policy",
    "20480 bytes",
    (stack) => grantMuch(stack.bucket("source"), stack.role("porter"), "list"),
  ],
  [
    "porter_trust_policy",
    "2048 characters",
    (stack) =>
      stack.role("porter", { assumedBy: PREFIXES.map((name) => `arn:aws:iam::222222222222:user/${name}`) }),
  ],
  [
    "porter_identity_policy",
    "10240 characters",
    (stack) => grantMuch(stack.bucket("source"), stack.role("porter", { account: stack.a }), "list"),
  ],
  [
    "sync_identity_policy",
    "6144 characters",
    (stack) => {
      const user = new AccessUser(stack, "sync", { account: stack.a, userName: "sync" });
      grantMuch(stack.bucket("source"), user, "list");
    },
  ],
  [
    "ann_identity_policy",
    "2048 characters",
    (stack) => {
      const user = AccessUser.fromUserName(stack, "ann", { account: stack.a, userName: "Ann" });
      grantMuch(stack.bucket("source"), user, "list");
    },
  ],
])("%s has at most %s", (name, limit, build) => {
  const stack = new TwoAccounts();
  build(stack);
  const [accepted, unit] = limit.split(" ");
  expect(() => terraformOf(stack)).toThrow(
    new RegExp(`^local\\.${name} is about \\d+ ${unit} long, AWS accepts ${accepted}; `),
  );
});
