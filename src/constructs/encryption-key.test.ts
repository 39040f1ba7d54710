import { terraformOf, TwoAccounts } from "../../test/fixtures/stack";
import { EncryptionKey, type EncryptionKeyProps } from "./encryption-key";

function keyWith(props: Partial<EncryptionKeyProps> = {}) {
  const stack = new TwoAccounts();
  new EncryptionKey(stack, "archive", { account: stack.a, ...props });
  return terraformOf(stack).resource;
}

test("a key rotates, can be rescued for 30 days, and has its policy and an alias", () => {
  const { aws_kms_key, aws_kms_alias } = keyWith();
  expect(aws_kms_key?.archive).toMatchObject({
    provider: "aws.a",
    description: "Encrypts S3 objects (archive)",
    enable_key_rotation: true,
    deletion_window_in_days: 30,
    policy: "${jsonencode(local.archive_key_policy)}",
  });
  expect(aws_kms_key?.archive).not.toHaveProperty("tags");
  expect(aws_kms_key?.archive).not.toHaveProperty("bypass_policy_lockout_safety_check");
  expect(aws_kms_alias?.archive).toMatchObject({
    provider: "aws.a",
    name: "alias/archive",
    target_key_id: "${aws_kms_key.archive.key_id}",
  });
});

test("all that is said of a key is as it is said, and stays text", () => {
  const { aws_kms_key, aws_kms_alias } = keyWith({
    alias: "alias/acme/archive",
    description: 'From "before" ${year}\n',
    deletionWindowInDays: 7,
    tags: { Purpose: "%{archive}" },
  });
  expect(aws_kms_key?.archive).toMatchObject({
    description: 'From "before" $${year}\n',
    deletion_window_in_days: 7,
    tags: { Purpose: "%%{archive}" },
  });
  expect(aws_kms_alias?.archive?.name).toBe("alias/acme/archive");
});

test("a malformed alias is refused", () => {
  expect(() => keyWith({ alias: "archive" })).toThrow(
    new Error('test/archive: alias "archive" must begin with "alias/", such as "alias/archive"'),
  );
});

test("a key that belongs to no bucket serves any, and each grant on those reaches its one policy", () => {
  const stack = new TwoAccounts();
  const key = new EncryptionKey(stack, "shared", { account: stack.a });
  const porter = stack.role("porter");
  stack.bucket("one", { key }).grant(porter, ["get"]);
  stack.bucket("two", { key }).grant(porter, ["put"]);
  const { locals, resource } = terraformOf(stack);
  expect(Object.keys(resource.aws_kms_key ?? {})).toEqual(["shared"]);
  expect(locals.shared_key_policy?.Statement.map(({ Sid }) => Sid)).toEqual([
    "EnableIAMPolicies",
    "DecryptOneForPorter",
    "EncryptAndDecryptTwoForPorter",
  ]);
});
