/** Object Lock: versions of objects that nobody can delete or overwrite for a while. */

/**
 * In `governance` mode, whoever has `s3:BypassGovernanceRetention` can still delete versions. In `compliance` mode nobody can,
 * not even the root user.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export type RetentionMode = "governance" | "compliance";

export const RETENTION_MODES = ["governance", "compliance"] as const satisfies readonly RetentionMode[];

/** How long new objects are locked, unless an upload says otherwise. Either `days` or `years` is set. */
export interface DefaultRetention {
  readonly mode: RetentionMode;
  /**
   * A whole number of days.
   *
   * @default - see `years`
   */
  readonly days?: number;
  /**
   * A whole number of years.
   *
   * @default - see `days`
   */
  readonly years?: number;
}

/** The lock of a bucket: `true` locks only those objects for which an upload or a replica says so. */
export type ObjectLock = true | DefaultRetention;

/** Whether exactly one period is set. */
export function hasOnePeriod({
  days,
  years,
}: {
  readonly days?: unknown;
  readonly years?: unknown;
}): boolean {
  return (days === undefined) !== (years === undefined);
}
