import { TwoAccounts } from "../../test/fixtures/stack";
import { AccessAccount } from "./access-account";
import { AccessPrincipal } from "./access-principal";
import { Account } from "./account";
import { EncryptedBucket } from "./encrypted-bucket";
import { EncryptionKey } from "./encryption-key";

const stack = new TwoAccounts();
const bucket = stack.bucket("source");
const partner = new AccessAccount(stack, "partner", { account: stack.b });

test.each<[string, (candidate: unknown) => boolean, unknown[], unknown[]]>([
  ["a bucket", EncryptedBucket.isEncryptedBucket, [bucket], [bucket.key, partner]],
  ["a key", EncryptionKey.isEncryptionKey, [bucket.key], [bucket]],
  ["a principal", AccessPrincipal.isAccessPrincipal, [partner, stack.role("porter")], [bucket, stack.a]],
  ["a whole account", AccessAccount.isAccessAccount, [partner], [stack.b, stack.role("other")]],
  ["an account", Account.isAccount, [stack.a], [partner]],
])("%s is recognized, and nothing else", (_, is, members, others) => {
  expect(members.map(is)).toEqual(members.map(() => true));
  expect([...others, undefined, null, "x", {}].filter(is)).toEqual([]);
});

test("a member of another copy of the class is recognized too", () => {
  const other = Object.defineProperty({}, Symbol.for("s3porter.EncryptedBucket"), { value: true });
  expect(EncryptedBucket.isEncryptedBucket(other)).toBe(true);
});
