/**
 * What stands for the roles and users of an account or organization who have some tags: the ARN of its root or of the organization,
 * which ends with the tags like a query of a URL, as in `arn:aws:iam::111122223333:root?team=analytics`.
 */

type Tags = Readonly<Record<string, string>>;

/** The same for the same tags, in whatever order. */
export function taggedArn(arn: string, tags: Tags): string {
  const sorted = Object.entries(tags).sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.length === 0 ? arn : `${arn}?${new URLSearchParams(sorted).toString()}`;
}

/** The account or the organization itself. */
export function untaggedArn(arn: string): string {
  return arn.replace(/^([^?]*(?::root|:organization\/[^?]*))\?.*$/, "$1");
}

/** Empty for any other ARN. */
export function tagsOfArn(arn: string): Tags {
  const rest = arn.slice(untaggedArn(arn).length);
  return Object.fromEntries(new URLSearchParams(rest));
}
