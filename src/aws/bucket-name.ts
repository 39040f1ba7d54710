const RESERVED_PREFIXES = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function bucketNameProblem(value: string): string | undefined {
  const [, named] = /^(?:arn:[^:]*:s3:::|s3:\/\/)([^/]*)/.exec(value) ?? [];
  if (named !== undefined)
    return `is ${value.startsWith("arn:") ? "an ARN" : "a URI"}; write only the name, ${JSON.stringify(named)}`;
  if (value.length < 3 || value.length > 63) return `must be 3 to 63 characters long, found ${value.length}`;
  const stray = /[^a-z0-9.-]/u.exec(value)?.[0];
  if (stray !== undefined) {
    return `can contain only lowercase letters, digits, "." and "-", found ${JSON.stringify(stray)}`;
  }
  if (!/^[a-z0-9].*[a-z0-9]$/.test(value)) return "must begin and end with a letter or a digit";
  if (value.includes("..")) return "must not contain two dots in a row";
  if (/^\d+\.\d+\.\d+\.\d+$/.test(value)) return "must not look like an IP address";
  const prefix = RESERVED_PREFIXES.find((reserved) => value.startsWith(reserved));
  if (prefix !== undefined) return `must not begin with "${prefix}", which AWS reserves`;
  const suffix = RESERVED_SUFFIXES.find((reserved) => value.endsWith(reserved));
  if (suffix !== undefined) return `must not end with "${suffix}", which AWS reserves`;
  if (isAccountRegional(value) && !/.-\d{12}-[a-z]+(-[a-z]+)+-\d-an$/.test(value))
    return 'must not end with "-an", unless the account id and the region come before it, such as "acme-111122223333-us-east-1-an"';
  return undefined;
}

/**
 * Whether a bucket name is in the namespace of an account and region. Only that account can create the bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
 */
export function isAccountRegional(name: string): boolean {
  return name.endsWith("-an");
}

/** Regions without account regional namespaces. */
const GLOBAL_ONLY = ["me-south-1", "me-central-1"];

/** Why an account cannot create a bucket with this name in a region, although the name is well-formed. */
export function namespaceProblem(
  name: string,
  { accountId, region }: { readonly accountId: string; readonly region: string },
): string | undefined {
  if (!isAccountRegional(name)) return undefined;
  if (GLOBAL_ONLY.includes(region))
    return `must not end with "-an" in ${region}, which has no account regional namespaces`;
  const suffix = `-${accountId}-${region}-an`;
  if (name.endsWith(suffix)) return undefined;
  return `is in the namespace of another account or region; in account ${accountId} and ${region}, a name that ends with "-an" must end with "${suffix}"`;
}
