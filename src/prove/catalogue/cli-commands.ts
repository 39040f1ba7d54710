/**
 * The API calls of AWS CLI commands, as traced with versions 1.45.11, 2.9.19 and 2.36.7. From 8 MiB, a copy is made in
 * parts. Version 2 then requests the object's tags, even if it has none; version 1 copies in parts without tags.
 * Version 2 requests the checksum of every single object that it reads.
 * https://docs.aws.amazon.com/cli/latest/topic/s3-config.html#multipart-threshold
 * https://docs.aws.amazon.com/cli/latest/reference/s3/cp.html
 */
import {
  completeMultipartUpload,
  copyObject,
  createMultipartUpload,
  deleteObject,
  getObject,
  getObjectTagging,
  headObject,
  headObjectWithChecksum,
  listObjectsV2,
  putObject,
  uploadPart,
  uploadPartCopy,
} from "./api-calls";
import type { Authorization, CalledObject } from "./authorization";

/** An object to copy, with what determines the calls of a command. */
export interface Copied {
  readonly size: "small" | "multipart";
  readonly tagged: boolean;
}

export type CliVersion = 1 | 2;

/** `aws s3 ls s3://bucket/prefix/` */
export function ls({ bucket }: CalledObject, prefix: string): readonly Authorization[] {
  return listObjectsV2(bucket, prefix);
}

/** `aws s3 cp s3://bucket/name ./` */
export function download(from: CalledObject): Authorization[] {
  return [...headObjectWithChecksum(from), ...getObject(from)];
}

/** `aws s3 cp ./file s3://bucket/name` */
export function upload(to: CalledObject, { size }: Pick<Copied, "size">): readonly Authorization[] {
  if (size === "small") return putObject(to);
  return [...createMultipartUpload(to, { tagged: false }), ...uploadPart(to), ...completeMultipartUpload(to)];
}

/** `aws s3 cp s3://from/name s3://to/name` */
export function cp(
  from: CalledObject,
  to: CalledObject,
  copied: Copied,
  version: CliVersion,
): Authorization[] {
  const head = version === 2 ? headObjectWithChecksum : headObject;
  return [...head(from), ...copy(from, to, copied, version)];
}

/** `aws s3 cp s3://from/prefix/ s3://to/prefix/ --recursive` */
export function cpRecursive(
  from: CalledObject,
  to: CalledObject,
  prefix: string,
  copied: Copied,
  version: CliVersion,
): Authorization[] {
  return [...listObjectsV2(from.bucket, prefix), ...copy(from, to, copied, version)];
}

/** `aws s3 sync s3://from/prefix/ s3://to/prefix/`, which compares both sides */
export function sync(
  from: CalledObject,
  to: CalledObject,
  prefixes: { readonly from: string; readonly to: string },
  copied: Copied,
  version: CliVersion,
): Authorization[] {
  return [...cpRecursive(from, to, prefixes.from, copied, version), ...listObjectsV2(to.bucket, prefixes.to)];
}

/** `aws s3 sync … --delete` */
export function syncDelete(...args: Parameters<typeof sync>): Authorization[] {
  return [...sync(...args), ...deleteObject(args[1])];
}

/** `aws s3 mv s3://from/name s3://to/name` */
export function mv(
  from: CalledObject,
  to: CalledObject,
  copied: Copied,
  version: CliVersion,
): Authorization[] {
  return [...cp(from, to, copied, version), ...deleteObject(from)];
}

/** The same text for copies that make the same calls. */
export function alike({ size, tagged }: Copied, version: CliVersion): string {
  const tags = tagged ? "tagged" : "untagged";
  if (size === "multipart" && version === 1) return "multipart, without tags, version 1";
  return `${size}, ${tags}, version ${version}`;
}

function copy(from: CalledObject, to: CalledObject, copied: Copied, version: CliVersion): Authorization[] {
  if (copied.size === "small") return copyObject(from, to, copied);
  const carriesTags = version === 2;
  return [
    ...(carriesTags ? [...headObject(from), ...getObjectTagging(from)] : []),
    ...createMultipartUpload(to, { tagged: carriesTags && copied.tagged }),
    ...uploadPartCopy(from, to),
    ...completeMultipartUpload(to),
  ];
}
