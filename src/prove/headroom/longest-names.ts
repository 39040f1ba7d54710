/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_ARN = "arn:aws-us-gov:s3:::".length + 63;
const REGION = "ap-southeast-1".length;
const KEY_ARN = "arn:aws-us-gov:kms:ap-southeast-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  .length;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length */
const ROLE_ARN = "arn:aws-us-gov:iam::111122223333:role".length + 64;
const PREFIX = 64;

/** A list, or one value, of `s3:prefix`. */
const PREFIXES = /"s3:prefix":(?:"[^"]*"|\[[^\]]*\])/g;
const NAMES =
  /arn:[a-z-]+:s3:::[^"/*]+(?:\/(?<prefix>[^"]+)\*)?|arn:[a-z-]+:kms:[^"*]+|(?<=s3\.)[a-z0-9-]+(?=\.amazonaws\.com)|arn:[a-z-]+:iam::\d+:role(?<path>\/(?:[^"]*\/)?)[^"/]+/g;

/**
 * The length of a part of an identity policy if its names are as long as AWS allows, and its prefixes as long as is usual.
 * s3porter fills policies by this length, so that renaming a bucket never moves a statement to another policy.
 */
export function lengthWithLongestNames(json: string): number {
  const text = json.replaceAll(PREFIXES, (prefixes) =>
    prefixes.replaceAll(/(?<=[:[,]")([^"]+)(?=\*")/g, (prefix) => prefix.padEnd(PREFIX, "0")),
  );
  return text.replaceAll(NAMES, (name: string, ...found) => {
    const { prefix, path } = found.at(-1) as { prefix?: string; path?: string };
    if (path !== undefined) return "0".repeat(ROLE_ARN + path.length);
    if (name.includes(":kms:")) return "0".repeat(KEY_ARN);
    if (!name.startsWith("arn:")) return "0".repeat(REGION);
    return "0".repeat(
      BUCKET_ARN + (prefix === undefined ? 0 : "/*".length + Math.max(prefix.length, PREFIX)),
    );
  }).length;
}
