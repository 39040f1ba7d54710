const RESERVED_PREFIXES = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an"];

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function bucketNameProblem(value: string): string | undefined {
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
  return undefined;
}
