/** What access points can add to what the policies of their buckets and callers allow. */
import type { AccessPoint, Estate } from "../../estate/estate";
import { type Document, documentsOf, isIdentity } from "../iam/documents";
import type { OutsideGrant } from "./description";

/**
 * The access points that allow nothing that is not allowed without them. A request through one needs the policy of the
 * access point and that of the bucket, so it adds something only if the bucket policy treats such requests differently.
 *
 * @param outside what others can do, who also need to know of the access point
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
export function needlessPoints(estate: Estate, outside: readonly OutsideGrant[]): readonly AccessPoint[] {
  const { accessPoints = [] } = estate;
  if (accessPoints.length === 0) return [];
  const documents = documentsOf(estate);
  // AWS does not document which of the access point and the bucket a policy of the caller must name.
  if (documents.some((document) => isIdentity(document) && namesPoints(document))) return [];
  const buckets = new Map(estate.buckets.map((bucket) => [bucket.name, bucket]));
  const policies = new Map(
    documents.flatMap((each) => (each.kind === "bucket" ? [[each.bucket?.name, each]] : [])),
  );
  return accessPoints.filter(({ arn, bucketName }) => {
    const bucket = buckets.get(bucketName);
    const policy = policies.get(bucketName);
    const isPlain = policy ? isBlindToPoints(policy) : bucket !== undefined && !bucket.existing;
    return isPlain && outside.every(({ resource }) => resource !== arn);
  });
}

function namesPoints({ statements }: Document): boolean {
  // Unlike that of a bucket, the ARN of an access point has an account.
  const names = (resource: string) => /^arn:[^:]*:(?:s3|\*):[^:]*:[^:]+:/.test(resource);
  return statements.some(({ resources }) => resources.some(names));
}

/** Whether all of it is known, and no condition is about access points. */
function isBlindToPoints({ statements, unreadable, unknown }: Document): boolean {
  const isAboutPoints = (key: string) =>
    key.startsWith("s3:dataaccesspoint") || key === "s3:accesspointnetworkorigin";
  return (
    unknown === undefined &&
    unreadable.length === 0 &&
    statements.every(({ conditions }) => !conditions.some(({ lowerKey }) => isAboutPoints(lowerKey)))
  );
}
