import { isOneEditApart } from "./one-edit-apart";
import data from "./regions.json";

/** Matches `us-east-1`, `us-gov-west-1` and `eusc-de-east-1`. */
const REGION = /^[a-z]{2,4}(-[a-z]+)?-(north|south|central|(north|south)?(east|west))-\d$/;

/** https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export function regionProblem(value: string): string | undefined {
  if (/^(us-isob?|eu-isoe|us-isof)-/.test(value))
    return "is in an isolated partition, which is not supported";
  if (REGION.test(value)) return undefined;
  const meant = regionMeant(value);
  return meant === undefined
    ? 'must be the name of an AWS region, such as "us-east-1"'
    : `must be the name of an AWS region; did you mean "${meant}"?`;
}

const KNOWN: ReadonlySet<string> = new Set(data.regions);

/** Whether a region is known. An unknown one can still exist, because AWS adds some every year. */
export function isKnownRegion(value: string): boolean {
  return KNOWN.has(value);
}

/** The known region that differs from a text in one letter or digit at most. Case, hyphens and the like do not count. */
export function regionMeant(value: string): string | undefined {
  const said = lettersOf(value);
  return (LETTERS.find(([letters]) => letters === said) ??
    LETTERS.find(([letters]) => isOneEditApart(letters, said)))?.[1];
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

const LETTERS = data.regions.map((region) => [lettersOf(region), region] as const);

/**
 * What is to say of a region that is not known. Undefined if it is.
 * https://hashicorp.github.io/terraform-provider-aws/add-a-new-region/
 *
 * @param reader what must know it too, if anything
 */
export function regionDoubt(value: string, reader?: string): string | undefined {
  if (isKnownRegion(value)) return undefined;
  const use = reader === undefined ? "" : `, and use a version of ${reader} that knows it`;
  return `is not a region that this version of s3porter knows; if AWS has it by now, keep it${use}`;
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
