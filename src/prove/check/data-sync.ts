/** Whether DataSync can use its locations. */
import { accountOf, parseArn } from "../../aws/arn";
import type { Bucket, DataSyncLocation, Estate, Principal } from "../../estate/estate";
import { assumeRoleAsService } from "../catalogue/assume-role";
import type { Authorization, CalledObject } from "../catalogue/authorization";
import { DATA_SYNC, LEAST, readSource, writeDestination } from "../catalogue/data-sync";
import { distinct } from "../distinct";
import { isKnown } from "../lint/bucket-settings";
import { serviceActor } from "../proof/actor";
import { OBJECT } from "../proof/prefix";
import type { BucketKeys } from "./bucket-keys";
import { unknownRole } from "./callers";
import type { DescribedLocation, Failure } from "./description";
import type { EstateJudge } from "./estate-judge";
import { Inquiry, isGrantedInPart } from "./inquiry";
import type { Scenery } from "./scenery";

export function describeLocations(estate: Estate, scenery: Scenery): DescribedLocation[] {
  const buckets = new Map(estate.buckets.map((bucket) => [bucket.arn, bucket]));
  const roles = new Map(estate.principals.map((principal) => [principal.arn, principal]));
  return (estate.dataSync?.locations ?? []).map((location) => {
    const { address, bucketArn, roleArn } = location;
    const name = parseArn(bucketArn)?.bucket ?? bucketArn;
    const role = roles.get(roleArn);
    const bucket = buckets.get(bucketArn);
    const inquiry = new Inquiry(scenery.judge);
    if (accountOf(roleArn) !== location.account.id) inquiry.failures.push(foreignRole(location));
    else inquiry.ask("assuming the role", SERVICE, trustOf(location, role, scenery.judge));
    if (!bucket) inquiry.unknown.push(`${name} is not in this Terraform`);
    else {
      const caller = role ? scenery.callers(roleArn) : unknownRole(roleArn);
      if (!isKnown(bucket, bucket.encryption))
        inquiry.unknown.push(`the default encryption of ${name} is not in this Terraform`);
      if (location.prefix === undefined)
        inquiry.unknown.push(`which objects of ${name} its tasks copy is not known`);
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
      bucket: name,
      roleArn,
      isUsed: location.isSource || location.isDestination,
      answer: failures.length > 0 ? "cannot" : unknown.length > 0 ? "unknown" : "can",
      failures,
      unknown: failures.length > 0 ? [] : distinct(unknown),
    };
  });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
function foreignRole({ address, account, roleArn }: DataSyncLocation): Failure {
  return {
    what: "passing the role",
    problem: `the role is in account ${accountOf(roleArn)}, but a role can be passed to DataSync only in its own account, and the location is in ${account.id}`,
    missing: [],
    addresses: [address],
  };
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
  const isOwn = (arn: string) =>
    account.regionIsMadeUp ? accountOf(arn) === account.id : arn.startsWith(own);
  const sources = [`${own}location/loc-0`, ...named.filter(isOwn)];
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

/** What its tasks do there. Nothing, if it is not known which objects they copy. */
function usesOf(
  { prefix, isSource, isDestination, copiesTags }: DataSyncLocation,
  bucket: Bucket,
  keys: BucketKeys,
): Use[] {
  if (prefix === undefined) return [];
  const encryption = isKnown(bucket, bucket.encryption) ? keys.encryptionOf(bucket) : undefined;
  const object: CalledObject = {
    bucket: { bucketArn: bucket.arn, account: bucket.account.id, region: bucket.region },
    name: prefix + OBJECT,
    ...(encryption && { encryption }),
  };
  const use = (what: Use["what"], authorizations: readonly Authorization[]): Use => ({
    what,
    authorizations: copiesTags
      ? authorizations
      : authorizations.filter(({ action }) => !action.endsWith("Tagging")),
  });
  const reading = readSource(object, prefix);
  const uses = [
    ...(isSource ? [use("reading", reading)] : []),
    ...(isDestination ? [use("writing", writeDestination(object, prefix))] : []),
  ];
  if (uses.length > 0) return uses;
  return [
    use(
      "listing",
      reading.filter((each) => isLeast("listing", each)),
    ),
  ];
}
