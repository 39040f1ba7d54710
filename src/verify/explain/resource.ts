/** The resource that `--on` names. */
import type { AccessPoint, Bucket, Estate, Key, Principal } from "../../estate/estate";
import { type Names, wholeOf } from "./names";
import { keyByItsArn, multiRegion, noSuchResource, pointOfOtherBucket } from "../errors";

/** The resource of a question, and what is assumed about it. */
export type Resource = (
  | {
      readonly kind: "bucket";
      readonly bucket: Bucket;
      /** Whether the question is about the whole bucket, because it has the URI or ARN, instead of any object in it. */
      readonly isWhole: boolean;
      /** Through which the bucket is used. */
      readonly point?: AccessPoint;
    }
  | { readonly kind: "object"; readonly bucket: Bucket; readonly key: string; readonly point?: AccessPoint }
  | { readonly kind: "key"; readonly key: Key }
  | { readonly kind: "role"; readonly role: Principal }
) & { readonly assumed: readonly string[] };

/**
 * @param text the ARN of a bucket, object, key or role; its name in the topology or in AWS; the URI of an object; or the
 * address or alias of a key
 * @throws UsageError if it is not in the stack
 */
export function findResource(text: string, names: Names, estate: Estate): Resource {
  const point = findPoint(text, names, estate);
  if (point) return point;
  const [, s3Name, key] = /^(?:arn:[^:]+:s3:::|s3:\/\/)([^/]+)(?:\/(.*))?$/s.exec(text) ?? [];
  const bucket =
    s3Name === undefined
      ? findBucket(text, names, estate)
      : estate.buckets.find(({ name }) => name === s3Name);
  if (bucket)
    return key
      ? { kind: "object", bucket, key, assumed: [] }
      : { kind: "bucket", bucket, isWhole: s3Name !== undefined, assumed: [] };
  const found =
    s3Name === undefined
      ? (findKey(text, names, estate) ?? findRole(text, names, estate) ?? findObject(text, names, estate))
      : undefined;
  if (found) return found;
  throw noSuchResource(text, wholeOf(names), namesOf(names, estate), arnsOf(estate));
}

/** By its name in the topology or in AWS. */
function findBucket(text: string, names: Names, estate: Estate): Bucket | undefined {
  const bucketName = names.buckets.find(({ name }) => name === text)?.bucketName ?? text;
  return estate.buckets.find(({ name }) => name === bucketName);
}

/** As `bucket/key`. */
function findObject(text: string, names: Names, estate: Estate): Resource | undefined {
  const [, name = "", key = ""] = /^([^/]+)\/(.+)$/s.exec(text) ?? [];
  const bucket = findBucket(name, names, estate);
  return bucket && { kind: "object", bucket, key, assumed: [] };
}

/** Its ARN, with `/object/` before a key, or as the AWS CLI takes it in a URI. */
function findPoint(text: string, names: Names, estate: Estate): Resource | undefined {
  const [, arn, key = ""] = POINT.exec(text) ?? [];
  if (arn === undefined) return undefined;
  if (/\.mrap$/.test(arn)) throw multiRegion(text);
  const point = estate.accessPoints?.find((each) => each.arn === arn);
  const bucket = estate.buckets.find(({ name }) => name === point?.bucketName);
  const whole = wholeOf(names);
  if (!point) throw noSuchResource(text, whole, [...pointArns(estate), ...namesOf(names, estate)], []);
  if (!bucket) throw pointOfOtherBucket(text, whole, point.bucketName);
  if (key !== "") return { kind: "object", bucket, key, point, assumed: [] };
  return { kind: "bucket", bucket, isWhole: true, point, assumed: [] };
}

const POINT = /^(?:s3:\/\/)?(arn:[^:]+:s3:[^:]*:\d{12}:accesspoint\/[^/]+)(?:\/(?:object\/)?(.*))?$/s;

function pointArns({ accessPoints = [] }: Estate): string[] {
  return accessPoints.map(({ arn }) => arn);
}

function findKey(text: string, names: Names, { keys }: Estate): Resource | undefined {
  const key = keys.find(
    ({ arn, address, aliases }) =>
      [arn, address, address.replace("aws_kms_key.", "")].includes(text) ||
      aliases.some(({ name }) => name === text),
  );
  if (key) return { kind: "key", key, assumed: [] };
  const [, region, account] = /^arn:[^:]+:kms:([^:]+):(\d+):key\//.exec(text) ?? [];
  if (region === undefined || names.keysAreKnown) return undefined;
  const candidates = keys.filter((each) => each.region === region && each.account.id === account);
  throw keyByItsArn(
    text,
    wholeOf(names),
    candidates.map(({ address }) => address),
  );
}

/** A role by its name in the topology or in AWS, or by its ARN. */
export function findRole(text: string, { principals }: Names, estate: Estate): Resource | undefined {
  const named = principals.find(({ name }) => name === text);
  const roleName = named?.kind === "role" ? named.roleName : text;
  const role = estate.principals.find(
    ({ kind, name, arn }) => kind === "role" && [name, arn].includes(roleName),
  );
  return role && { kind: "role", role, assumed: [] };
}

function namesOf({ buckets, principals }: Names, estate: Estate): string[] {
  const roles = principals.filter(({ kind }) => kind === "role").map(({ name }) => name);
  const created = estate.principals.filter(({ kind }) => kind === "role").map(({ name }) => name);
  const named = buckets.length > 0 ? buckets : estate.buckets;
  return [
    ...new Set([
      ...named.map(({ name }) => name),
      ...estate.keys.map(({ address }) => address),
      ...roles,
      ...created,
    ]),
  ];
}

function arnsOf({ buckets, principals }: Estate): string[] {
  return [...buckets.flatMap(({ arn, name }) => [arn, name]), ...principals.map(({ arn }) => arn)];
}
