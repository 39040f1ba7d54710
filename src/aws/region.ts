/** The partitions that regions are divided into; no access crosses them. */
export type Partition = "aws" | "aws-cn" | "aws-us-gov" | "aws-eusc";

/** `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`. */
const REGION = /^[a-z]{2,4}(-[a-z]+)?-(north|south|central|(north|south)?(east|west))-\d$/;

/** https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export function regionProblem(value: string): string | undefined {
  if (/^(us-isob?|eu-isoe|us-isof)-/.test(value))
    return "is in an isolated partition, which is not supported";
  return REGION.test(value) ? undefined : 'must be the name of an AWS region, such as "us-east-1"';
}

/** The partition that a region belongs to. */
export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  if (region.startsWith("eusc-")) return "aws-eusc";
  return "aws";
}
