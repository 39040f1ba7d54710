/** Whether DataSync can use its locations. */
import { parseArn } from "../../aws/arn";
import type { Bucket, DataSyncLocation, Estate, Principal } from "../../estate/estate";
import { assumeRoleAsService } from "../catalogue/assume-role";
import type { Authorization, CalledObject } from "../catalogue/authorization";
import { DATA_SYNC, LEAST, readSource, writeDestination } from "../catalogue/data-sync";
import { distinct } from "../distinct";
import { serviceActor } from "../proof/actor";
import { OBJECT } from "../proof/prefix";
import type { BucketKeys } from "./bucket-keys";
import { type Caller, unknownRole } from "./callers";
import type { DescribedLocation } from "./description";
import type { EstateJudge } from "./estate-judge";
import { Inquiry, isGrantedInPart } from "./inquiry";

interface Scenery {
  readonly judge: EstateJudge;
  readonly keys: BucketKeys;
  readonly callers: (arn: string) => Caller;
}

export function describeLocations(estate: Estate, scenery: Scenery): DescribedLocation[] {
  const buckets = new Map(estate.buckets.map((bucket) => [bucket.arn, bucket]));
  const roles = new Map(estate.principals.map((principal) => [principal.arn, principal]));
  return (estate.dataSync?.locations ?? []).map((location) => {
    const { address, bucketArn, roleArn } = location;
    const role = roles.get(roleArn);
    const inquiry = new Inquiry(scenery.judge);
    inquiry.ask("assuming the role", SERVICE, trustOf(location, role, scenery.judge));
    const bucket = buckets.get(bucketArn);
    if (bucket) {
      const caller = role ? scenery.callers(roleArn) : unknownRole(roleArn);
      for (const { what, authorizations } of usesOf(location, bucket, scenery.keys))
        inquiry.ask(
          what,
          caller,
          authorizations,
          (missing) => isLeast(what, missing.authorization) || isGrantedInPart(missing),
        );
    }
    const { failures, unknown } = inquiry;
    return {
      address,
      bucketArn,
      bucket: parseArn(bucketArn)?.bucket ?? bucketArn,
      roleArn,
      isUsed: location.isSource || location.isDestination,
      answer: failures.length > 0 ? "cannot" : unknown.length > 0 ? "unknown" : "can",
      failures,
      unknown: failures.length > 0 ? [] : distinct(unknown),
    };
  });
}

const SERVICE = { actor: serviceActor(DATA_SYNC), tagsAreKnown: true };

/**
 * AWS says only that DataSync sends both keys, so any location or task of the account counts that the trust policy names.
 * https://docs.aws.amazon.com/datasync/latest/userguide/cross-service-confused-deputy-prevention.html
 */
function trustOf(
  { account, region, roleArn }: DataSyncLocation,
  role: Principal | undefined,
  judge: EstateJudge,
): readonly Authorization[] {
  const own = `arn:${account.partition}:datasync:${region}:${account.id}:`;
  const named = JSON.stringify(role?.trustPolicy?.document ?? {}).match(/arn:[^"]*:datasync:[^"]*/g) ?? [];
  const sources = [`${own}location/loc-0`, ...named.filter((arn) => arn.startsWith(own))];
  const [first = [], ...others] = sources.map((sourceArn) =>
    assumeRoleAsService(roleArn, DATA_SYNC, {
      "aws:SourceAccount": account.id,
      "aws:SourceArn": sourceArn,
    }),
  );
  const isAllowed = (each: Authorization) => judge.judge(SERVICE, each).decision?.allowed === true;
  return [first, ...others].find((each) => each.every(isAllowed)) ?? first;
}

interface Use {
  readonly what: keyof typeof LEAST;
  readonly authorizations: readonly Authorization[];
}

function isLeast(what: Use["what"], { action }: Authorization): boolean {
  return LEAST[what].some((each) => each === action);
}

/** What its tasks do there. */
function usesOf(
  { prefix, isSource, isDestination }: DataSyncLocation,
  bucket: Bucket,
  keys: BucketKeys,
): Use[] {
  const isKnown = !bucket.existing || bucket.encryption.address !== undefined;
  const encryption = isKnown ? keys.encryptionOf(bucket) : undefined;
  const object: CalledObject = {
    bucket: { bucketArn: bucket.arn, account: bucket.account.id, region: bucket.region },
    name: prefix + OBJECT,
    ...(encryption && { encryption }),
  };
  const reading = readSource(object, prefix);
  const uses: Use[] = [
    ...(isSource ? [{ what: "reading" as const, authorizations: reading }] : []),
    ...(isDestination
      ? [{ what: "writing" as const, authorizations: writeDestination(object, prefix) }]
      : []),
  ];
  if (uses.length > 0) return uses;
  return [{ what: "listing", authorizations: reading.filter((each) => isLeast("listing", each)) }];
}
