/** The patterns of `Resource` and of conditions, without asking what they match. */
import { isPattern } from "../iam/wildcard";
import { MADE_UP } from "../proof/actor";

/** What a wildcard is replaced by, to get something that a pattern matches besides what there is. */
export const ELSEWHERE = "s3porter-proof-elsewhere";

const VARIABLE = /\$\{[^}]*\}/g;

/** Some text that the pattern matches for somebody who is made up. */
export function instance(pattern: string, any: string): string {
  if (!isPattern(pattern)) return pattern;
  return pattern.replaceAll(VARIABLE, MADE_UP).replaceAll("*", any).replaceAll("?", "x");
}

/** The bucket that every ARN of S3 begins with which the pattern matches; undefined where there may be several. */
export function bucketOf(pattern: string): string | undefined {
  const [bucketArn = "", rest] = pattern.split("/", 2);
  if (!/^arn:[\w-]+:s3:::/.test(bucketArn) || isPattern(bucketArn)) return undefined;
  return rest === undefined && pattern !== bucketArn ? undefined : bucketArn;
}
