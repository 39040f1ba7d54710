/**
 * Statements that administrators of buckets, keys and topics add to their policies. The Terraform of s3porter has them in outputs whose
 * names begin with `handover_`.
 */
import type { Bucket, Key, Policy } from "./estate";
import { parsePolicyDocument } from "./policy-document";
import type { Place, Problems } from "./problem";
import { isObject } from "./terraform/configuration";

/** The statements for one bucket, key or topic. */
export interface AddedPolicy extends Policy {
  /** The ARN of the bucket, key or topic. */
  readonly arn: string;
}

/**
 * Reads the value of an output.
 *
 * @returns undefined if it has no such statements
 */
export function readAddedPolicy(value: unknown, place: Place, problems: Problems): AddedPolicy | undefined {
  if (!isObject(value) || typeof value.statements !== "string") return undefined;
  const arn = value.bucket_arn ?? value.key_arn ?? value.topic_arn;
  if (typeof arn !== "string") return undefined;
  const { address } = place;
  const document = parsePolicyDocument(
    value.statements,
    { address, path: ["value", "statements"] },
    problems,
  );
  const handover = `the administrators of ${arn}`;
  return document && { address, arn, document, handover };
}

/** A bucket or key with the statements that are added to its policy, which is not in this Terraform. */
export function withAdded<T extends Bucket | Key>(thing: T, added: readonly AddedPolicy[]): T {
  const found = thing.existing && added.find(({ arn }) => arn === thing.arn);
  if (!found) return thing;
  const { arn: _, ...policy } = found;
  return { ...thing, policy };
}
