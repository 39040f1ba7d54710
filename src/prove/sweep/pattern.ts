/** The patterns in `Resource` and in conditions, without knowing what they match. */
import { instanceOf, isPattern } from "../iam/wildcard";
import { MADE_UP } from "../proof/actor";

/** Replaces a wildcard, to get something that a pattern matches but does not exist. */
export const ELSEWHERE = "s3porter-proof-elsewhere";

const VARIABLE = /\$\{[^}]*\}/g;

/** Some text that the pattern matches for a made-up caller. */
export function instance(pattern: string, any: string): string {
  if (!isPattern(pattern)) return pattern;
  return instanceOf(pattern.replaceAll(VARIABLE, MADE_UP), any);
}

/** The bucket at the beginning of every S3 ARN that the pattern matches; undefined if there can be several. */
export function bucketOf(pattern: string): string | undefined {
  const [bucketArn = "", rest] = pattern.split("/", 2);
  if (!/^arn:[\w-]+:s3:::/.test(bucketArn) || isPattern(bucketArn)) return undefined;
  return rest === undefined && pattern !== bucketArn ? undefined : bucketArn;
}
