/** The object keys that a question names, by bucket. */
import { keyOutside, prefixFor } from "../../prove/proof/prefix";
import type { NamedKey } from "../../prove/proof/scene";
import type { AccessIntent } from "../../prove/proof/intents";
import type { Actor } from "../../prove/proof/actor";
import type { Bucket, Estate } from "../../estate/estate";
import { differentKeys, noSuchBucket, otherBuckets } from "../errors";
import type { S3Uri } from "./command-line";
import type { Resource } from "./resource";

/**
 * Collects the object keys of a question.
 *
 * @param resource the resource of `--on`
 * @param uris the URIs in the command line of `--do`
 * @param whole what the question is about, as messages name it
 * @returns the object keys by the ARN of their bucket; empty for the whole bucket
 * @throws UsageError if the two contradict each other, or if a bucket is not in the stack
 */
export function keysNamed(
  resource: Resource,
  uris: readonly S3Uri[],
  { buckets }: Estate,
  whole: string,
): Map<string, string> {
  const named = new Map<string, string>();
  const on = bucketOf(resource);
  for (const { text, bucketName, key } of uris) {
    const bucket = buckets.find(({ name }) => name === bucketName);
    if (!bucket)
      throw noSuchBucket(
        text,
        whole,
        buckets.map(({ name }) => name),
      );
    const before = named.get(bucket.arn);
    if (before !== undefined && before !== key) throw differentKeys(bucketName, before, key);
    named.set(bucket.arn, key);
  }
  if (on && uris.length > 0 && !uris.some(({ bucketName }) => bucketName === on.name))
    throw otherBuckets(
      on.name,
      uris.map(({ text }) => text),
    );
  if (on === undefined || (resource.kind === "bucket" && !resource.isWhole)) return named;
  const key = resource.kind === "object" ? resource.key : "";
  const before = named.get(on.arn);
  // A bucket without a key does not contradict a key in it.
  if (before !== undefined && key !== "" && before !== key) throw differentKeys(on.name, before, key);
  named.set(on.arn, key || (before ?? ""));
  return named;
}

function bucketOf(resource: Resource): Bucket | undefined {
  return resource.kind === "bucket" || resource.kind === "object" ? resource.bucket : undefined;
}

/** Converts the named keys to the form that the operations of the proof use. */
export function namedKeys(
  keys: ReadonlyMap<string, string>,
  actor: Actor,
  access: readonly AccessIntent[],
): Map<string, NamedKey> {
  return new Map(
    [...keys].map(([bucketArn, key]) => {
      const granted = access
        .filter((edge) => edge.principalArn === actor.arn && edge.bucketArn === bucketArn)
        .map(({ prefix }) => prefixFor(prefix, actor));
      const folder = key === "" || key.endsWith("/") ? key : `${key}/`;
      return [bucketArn, { key, folder: { prefix: folder, objectKey: keyOutside(granted, folder) } }];
    }),
  );
}
