/** What is meant by `--on`. */
import type { Bucket, Estate, Key, Principal } from "../../estate/estate";
import type { Topology } from "../../topology/topology";
import { keyByItsArn, noSuchResource } from "../errors";

/** Something that is asked about, and what had to be assumed. */
export type Resource = (
  | {
      readonly kind: "bucket";
      readonly bucket: Bucket;
      /** Whether it is all of the bucket that is meant, as its URI and its ARN say, and not any part of it. */
      readonly isWhole: boolean;
    }
  | { readonly kind: "object"; readonly bucket: Bucket; readonly key: string }
  | { readonly kind: "key"; readonly key: Key }
  | { readonly kind: "role"; readonly role: Principal }
) & { readonly assumed: readonly string[] };

/**
 * @param text the ARN of a bucket, object, key or role; the name of one of them, as the topology or AWS has it; the
 * URI of an object; or the address or alias of a key
 * @throws UsageError if it is none of the stack's
 */
export function findResource(text: string, topology: Topology, estate: Estate): Resource {
  const [, s3Name, key] = /^(?:arn:[^:]+:s3:::|s3:\/\/)([^/]+)(?:\/(.*))?$/s.exec(text) ?? [];
  const bucketName = s3Name ?? new Map(Object.entries(topology.buckets)).get(text)?.name ?? text;
  const bucket = estate.buckets.find(({ name }) => name === bucketName);
  if (bucket)
    return key
      ? { kind: "object", bucket, key, assumed: [] }
      : { kind: "bucket", bucket, isWhole: s3Name !== undefined, assumed: [] };
  const found =
    s3Name === undefined ? (findKey(text, estate) ?? findRole(text, topology, estate)) : undefined;
  if (found) return found;
  throw noSuchResource(text, namesOf(topology, estate), arnsOf(estate));
}

function findKey(text: string, { keys }: Estate): Resource | undefined {
  const key = keys.find(
    ({ arn, address, aliases }) =>
      [arn, address, address.replace("aws_kms_key.", "")].includes(text) ||
      aliases.some(({ name }) => name === text),
  );
  if (key) return { kind: "key", key, assumed: [] };
  const [, region, account] = /^arn:[^:]+:kms:([^:]+):(\d+):key\//.exec(text) ?? [];
  if (region === undefined) return undefined;
  const candidates = keys.filter((each) => each.region === region && each.account.id === account);
  throw keyByItsArn(
    text,
    candidates.map(({ address }) => address),
  );
}

function findRole(text: string, { principals }: Topology, estate: Estate): Resource | undefined {
  const roleName = new Map(Object.entries(principals ?? {})).get(text)?.role ?? text;
  const role = estate.principals.find(
    ({ kind, name, arn }) => kind === "role" && [name, arn].includes(roleName),
  );
  return role && { kind: "role", role, assumed: [] };
}

function namesOf({ buckets, principals = {} }: Topology, estate: Estate): string[] {
  const roles = Object.entries(principals).flatMap(([name, { role }]) => (role === undefined ? [] : name));
  const created = estate.principals.filter(({ kind }) => kind === "role").map(({ name }) => name);
  return [
    ...new Set([...Object.keys(buckets), ...estate.keys.map(({ address }) => address), ...roles, ...created]),
  ];
}

function arnsOf({ buckets, principals }: Estate): string[] {
  return [...buckets.flatMap(({ arn, name }) => [arn, name]), ...principals.map(({ arn }) => arn)];
}
