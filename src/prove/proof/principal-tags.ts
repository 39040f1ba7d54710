/**
 * The tags that roles and users of an account or an organization must have. The ARN that stands for these roles and users ends
 * with the tags, like a query of a URL: `arn:aws:iam::111122223333:root?team=analytics`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag
 */

export type TagKeys = Readonly<Record<string, string>>;

const TAG = "aws:PrincipalTag/";

/** The condition keys of the tags. Empty without tags. */
export function requiredTags(arn: string): TagKeys {
  const [, query = ""] = arn.split("?");
  if (!arn.includes("?") || !/:root$|:organization\//.test(untagged(arn))) return {};
  return Object.fromEntries([...new URLSearchParams(query)].map(([key, value]) => [TAG + key, value]));
}

/** The account or the organization itself. */
export function untagged(arn: string): string {
  return arn.replace(/^([^?]*(?::root|:organization\/[^?]*))\?.*$/, "$1");
}

/** Whether a caller has them all. Condition keys ignore case. */
export function hasTags(required: TagKeys, context: TagKeys = {}): boolean {
  const lowerCase = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(required).every(([key, value]) => lowerCase.get(key.toLowerCase()) === value);
}

/** Those of callers who come close: without one of the tags, and with another value of it. */
export function otherTags(required: TagKeys, made: string): TagKeys[] {
  return Object.keys(required).flatMap((key) => {
    const { [key]: _, ...rest } = required;
    return [rest, { ...rest, [key]: made }];
  });
}

/** In words, for the name of whoever has them. */
export function tagsInWords(required: TagKeys): string {
  const stated = Object.entries(required).map(([key, value]) => `${key.slice(TAG.length)}=${value}`);
  if (stated.length === 0) return "";
  return ` with the ${stated.length === 1 ? "tag" : "tags"} ${stated.join(", ")}`;
}
