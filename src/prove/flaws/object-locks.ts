/** Whether the buckets have the Object Lock that was asked for. No policy contains it. */
import type { Bucket, Retention } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Scene } from "../proof/scene";

const SOURCE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html";

export function objectLocks({ intents: { objectLocks: asked = [] }, estate: { buckets } }: Scene): Flaw[] {
  const byArn = new Map(asked.map((lock) => [lock.bucketArn, lock]));
  return buckets.flatMap((bucket): Flaw[] => {
    const lock = byArn.get(bucket.arn);
    if (lock === undefined) return bucket.objectLock ? [notAskedFor(bucket, bucket.objectLock)] : [];
    const { retention: wanted } = lock;
    const has = bucket.objectLock;
    if (has && textOf(has.retention) === textOf(wanted)) return [];
    return [
      {
        part: "complete",
        problem: has
          ? `Object Lock of ${bucket.name} locks new objects ${textOf(has.retention)}, but ${textOf(wanted)} was asked for`
          : `${bucket.name} has no Object Lock`,
        addresses: [has?.address ?? bucket.address],
        because: [],
        repair: has
          ? `change default_retention in ${has.address}`
          : `add an aws_s3_bucket_object_lock_configuration for ${bucket.address}`,
        source: SOURCE,
      },
    ];
  });
}

function notAskedFor({ name }: Bucket, { address }: NonNullable<Bucket["objectLock"]>): Flaw {
  return {
    part: "nothing else",
    problem: `Object Lock of ${name} was not asked for, and it cannot be turned off later`,
    addresses: [address],
    because: [],
    repair: `remove it from ${address}, or ask for it`,
    source: SOURCE,
  };
}

function textOf(retention: Retention | undefined): string {
  if (retention === undefined) return "only where an upload says so";
  const { mode, days, years } = retention;
  return `for ${days === undefined ? `${years} years` : `${days} days`} in mode ${mode}`;
}
