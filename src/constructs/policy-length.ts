import type { PolicyLimit } from "../aws/policy-limits";
import type { PolicyDocument } from "../policy/document";
import type { Edges, Grant } from "./edges";
import { grantsTooLong, type PolicyTooLong } from "./policy-too-long";

/** A value that the caller of a module sets. Its length is unknown. */
const CALLERS_REFERENCE = /(?<![$%])\$\{(?:var|local)\.[^}]*\}/g;
const KEY_ARN_REFERENCE = /\$\{aws_kms_(?:replica_)?key\.[^}]*\.arn\}/g;
const KEY_ARN_EXAMPLE =
  "arn:aws-us-gov:kms:ap-southeast-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** The approximate length of a document after Terraform has resolved its references. */
export function lengthOf(document: PolicyDocument, unit: PolicyLimit["unit"]): number {
  const text = JSON.stringify(document)
    .replaceAll(KEY_ARN_REFERENCE, KEY_ARN_EXAMPLE)
    .replaceAll(CALLERS_REFERENCE, "");
  return unit === "bytes" ? Buffer.byteLength(text) : text.length;
}

/** Policies that get longer with each grant. */
export interface GrantingPolicies {
  /** The policies in words: `the policy of bucket source`. */
  readonly title: string;
  readonly edges: () => Edges;
  readonly documentsOf: (edges: Edges) => readonly PolicyDocument[];
  /** What to do if they are too long. */
  readonly repair: (edges: Edges) => string;
}

/** Names the first grant that does not fit, in the order in which they were granted. */
export function grantsTooLongFor(
  { title, edges, documentsOf, repair }: GrantingPolicies,
  limit: PolicyLimit,
  actual: number,
): PolicyTooLong {
  const all = edges();
  const { access, replications, deliveries = [] } = all;
  const fits = (count: number) =>
    documentsOf({ access: access.slice(0, count), replications, deliveries }).every(
      (document) => lengthOf(document, limit.unit) <= limit.length,
    );
  // If the replications alone are too long, no grant is to blame.
  let [fitting, tooMany] = fits(0) ? [0, access.length] : [0, 0];
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (fits(middle)) fitting = middle;
    else tooMany = middle;
  }
  return grantsTooLong(title, actual, limit, { fitting, first: access[tooMany - 1] }, repair(all));
}

/** How to make the policy of a bucket or a key shorter. */
export function shorterResourcePolicy({ access, deliveries = [] }: Edges): string {
  const isAccount = ({ principal }: Grant) => principal.kind === "account";
  const differ = (of: (grant: Grant) => string) => new Set(access.map(of)).size > 1;
  return [
    ...(deliveries.some(({ service }) => service.sources.length > 1)
      ? ["name the organization of the accounts that a service delivers for (for_organization)"]
      : []),
    ...(access.every(isAccount)
      ? []
      : [
          "grant access to the entire account (entire_account: true), whose administrators pass it on to their roles and users",
        ]),
    ...(differ(({ prefix }) => prefix)
      ? ["use fewer prefixes, or the same for all principals, which then share statements"]
      : []),
    ...(differ(({ permissions }) => [...permissions].sort().join())
      ? ["allow all principals the same, so that they share statements"]
      : []),
    "use several buckets",
    "use S3 access points, which have policies of their own and which s3porter does not create",
  ].join("; or ");
}
