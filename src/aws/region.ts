/** Matches `us-east-1`, `us-gov-west-1` and `eusc-de-east-1`. */
const REGION = /^[a-z]{2,4}(-[a-z]+)?-(north|south|central|(north|south)?(east|west))-\d$/;

/** https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export function regionProblem(value: string): string | undefined {
  if (/^(us-isob?|eu-isoe|us-isof)-/.test(value))
    return "is in an isolated partition, which is not supported";
  return REGION.test(value) ? undefined : 'must be the name of an AWS region, such as "us-east-1"';
}

/** The partitions of regions that begin with a prefix. All other regions are in `aws`. */
const PARTITIONS: readonly (readonly [prefix: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["eusc-", "aws-eusc"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
];

/**
 * The partition of a region, which is the second part of ARNs. Access cannot cross partitions.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}
