import { terraformOf, TwoAccounts } from "../../test/fixtures/stack";
import { addBackend } from "./backend";
import { EncryptionKey } from "./encryption-key";

function removedIn(stack: TwoAccounts): unknown {
  return (terraformOf(stack) as unknown as { removed?: unknown }).removed;
}

test.each<[string, (stack: TwoAccounts) => void]>([
  ["uses another key", (stack) => stack.bucket("lake", { key: stack.bucket("other") })],
  ["uses no key", (stack) => stack.bucket("lake", { encryption: "AES256" })],
])("a bucket that %s keeps the key that it may have had", (_, build) => {
  const stack = new TwoAccounts();
  build(stack);
  expect(removedIn(stack)).toEqual([
    { from: "aws_kms_key.lake", lifecycle: { destroy: false } },
    { from: "aws_kms_alias.lake", lifecycle: { destroy: false } },
  ]);
  expect(terraformOf(stack).terraform.required_version).toBe(">= 1.7");
});

test("a bucket with a key of its own has nothing to keep", () => {
  const stack = new TwoAccounts();
  stack.bucket("lake");
  expect(removedIn(stack)).toBeUndefined();
  expect(terraformOf(stack).terraform.required_version).toBe(">= 1.5");
});

test("a key with the id of the bucket takes over the key that it had", () => {
  const stack = new TwoAccounts();
  const lake = stack.bucket("lake", { key: stack.bucket("other") });
  const alias = "alias/acme-lake";
  lake.addOtherKey(new EncryptionKey(stack.a, "lake", { account: stack.a, alias }));
  expect(removedIn(stack)).toBeUndefined();
  expect(Object.keys(terraformOf(stack).resource.aws_kms_key ?? {})).toEqual(["lake", "other"]);
});

test("the version of Terraform that something else needs is not lowered", () => {
  const stack = new TwoAccounts();
  const settings = { bucket: "acme-state", region: "us-east-1" };
  addBackend(stack, { kind: "s3", ...settings, key: undefined, profile: undefined, kmsKeyId: undefined });
  stack.bucket("lake", { encryption: "AES256" });
  expect(terraformOf(stack).terraform.required_version).toBe(">= 1.10");
});

test("a key that exists already is kept, whatever an earlier deployment created of it", () => {
  const stack = new TwoAccounts();
  EncryptionKey.fromKeyArn(stack.a, "central", {
    account: stack.a,
    keyArn: "arn:aws:kms:us-east-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b",
    policy: "handover",
  });
  const removed = removedIn(stack) as { from: string }[];
  expect(removed.map(({ from }) => from)).toEqual([
    "aws_kms_key.central",
    "aws_kms_alias.central",
    "aws_kms_replica_key.central",
    "aws_kms_key_policy.central",
  ]);
});
