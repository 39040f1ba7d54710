import { accountOf, regionOf } from "../aws/arn";
import type { Account, Bucket, Estate } from "../estate/estate";

/** The account in a region that stands for one that is not known: what hangs on that region is not known either. */
export function madeUpPlace(
  { accounts }: Pick<Estate, "accounts">,
  account: string | undefined,
  region: string | undefined,
): Account | undefined {
  return accounts.find((each) => each.regionIsMadeUp && each.id === account && each.region === region);
}

/** Whether the region in an ARN is that of the resource, as far as is known. */
export function isRegionKnown(estate: Pick<Estate, "accounts">, arn: string): boolean {
  return madeUpPlace(estate, accountOf(arn), regionOf(arn)) === undefined;
}

/** Whether a key is certainly not in the region of a bucket. */
export function isElsewhere(
  keyArn: string,
  { account, region }: Pick<Bucket, "account" | "region">,
  estate: Pick<Estate, "accounts">,
): boolean {
  return (
    regionOf(keyArn) !== region &&
    isRegionKnown(estate, keyArn) &&
    madeUpPlace(estate, account.id, region) === undefined
  );
}
