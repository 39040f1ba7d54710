import { quote } from "../../messages/wording";
import type { Finding } from "../yaml-file";
import { type Draft, type Entry, has, repeated, type Rule, text, texts } from "./draft";

/** SSE-S3 has no key to choose, require or share. */
export const sseS3HasNoKey: Rule = (draft) =>
  [...draft.buckets]
    .filter(([, bucket]) => text(bucket, "encryption") === "AES256")
    .flatMap(([name, bucket]) =>
      ["key", "require_key", "bucket_key_enabled"]
        .filter((field) => has(bucket, field) && bucket[field] !== false)
        .map((field) => ({
          path: ["buckets", name, field],
          atKey: true,
          message: `${quote(field)} needs encryption "aws:kms", but this bucket has "AES256"; leave out ${quote(field)} or "encryption"`,
        })),
    );

/** What must not be destroyed cannot be destroyed together with its objects. */
export const bucketsAreDestroyedOrKept: Rule = (draft) =>
  [...draft.buckets]
    .filter(([, bucket]) => bucket.force_destroy === true && bucket.prevent_destroy === true)
    .map(([name]) => ({
      path: ["buckets", name, "prevent_destroy"],
      message:
        '"force_destroy" deletes the objects when Terraform destroys the bucket, and "prevent_destroy" keeps Terraform from destroying it; leave out one of the two',
    }));

/** A borrowed key must exist, belong to its lender, and be in the bucket's region. */
export const borrowedKeysFit: Rule = (draft) =>
  [...draft.buckets].flatMap(([name, bucket]) => {
    const key = text(bucket, "key");
    return [
      ...(key === undefined ? [] : lenderFindings(draft, ["buckets", name, "key"], name, bucket, key)),
      ...texts(bucket, "other_keys").flatMap(([index, lender]) =>
        lenderFindings(draft, ["buckets", name, "other_keys", index], name, bucket, lender),
      ),
    ];
  });

/** `other_keys` has no duplicates and does not contain the default key. */
export const otherKeysAreOther: Rule = (draft) =>
  [...draft.buckets].flatMap(([name, bucket]) => {
    const others = texts(bucket, "other_keys").map(
      ([index, lender]) => [["buckets", name, "other_keys", index], lender] as const,
    );
    const own = text(bucket, "key");
    return [
      ...repeated(others, (_, lender) => `${quote(lender)} is already in the list; leave it out`),
      ...others
        .filter(([, lender]) => lender === own)
        .map(([path, lender]) => ({
          path,
          message: `${quote(lender)} is the bucket's default key; leave it out here`,
        })),
    ];
  });

/** The bucket or key whose key a bucket finally uses. Undefined if the buckets refer to each other in a circle. */
function ownerOf({ buckets, keys }: Draft, borrower: string): string | undefined {
  const seen = new Set<string>();
  let owner = borrower;
  for (
    let next = text(buckets.get(owner), "key");
    next !== undefined;
    next = text(buckets.get(owner), "key")
  ) {
    if (keys.has(next)) return next;
    if (seen.has(owner)) return undefined;
    seen.add(owner);
    owner = next;
  }
  return owner;
}

function lenderFindings(
  draft: Draft,
  path: Finding["path"],
  name: string,
  bucket: Entry,
  lender: string,
): Finding[] {
  if (lender === name && !draft.keys.has(lender)) return [{ path, message: ownKey(name, bucket, path) }];
  const lending = draft.keys.get(lender) ?? draft.buckets.get(lender);
  if (!lending) return [];
  if (text(lending, "encryption") === "AES256") {
    return [
      {
        path,
        message: `buckets.${lender} is encrypted with AES256 and has no key; name a bucket or key that has one`,
      },
    ];
  }
  if (text(lending, "key") !== undefined && draft.buckets.has(lender)) {
    const owner = ownerOf(draft, lender);
    const message =
      owner === undefined
        ? `buckets.${lender} has no key of its own: its "key" leads in a circle, from bucket to bucket; leave out "key" in one of them`
        : `buckets.${lender} has no key of its own: it uses the key of ${quote(owner)}`;
    return [{ path, message, suggestion: owner }];
  }
  const region = text(draft.accountOf(bucket), "region");
  const keyRegion = text(draft.accountOf(lending), "region");
  if (region === undefined || keyRegion === undefined || region === keyRegion) return [];
  const message = `the key of ${quote(lender)} is in ${keyRegion}, but the bucket is in ${region}; a bucket can only use keys in its own region, so name a key in ${region}`;
  return [{ path, message }];
}

/** A bucket that had a key of its own keeps it under an entry of `keys`, which `other_keys` can name. */
function ownKey(name: string, bucket: Entry, path: Finding["path"]): string {
  const hasOther = !path.includes("key") && (has(bucket, "key") || text(bucket, "encryption") === "AES256");
  return hasOther
    ? `${quote(name)} is this bucket, which has no key of its own; to name the key that it had before, add ${name}: { account: ${text(bucket, "account")} } to keys`
    : `${quote(name)} is this bucket; its own key is always included`;
}
