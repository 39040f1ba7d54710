import type { PolicyLimit } from "../aws/policy-limits";
import {
  ENTIRE_ACCOUNT,
  FEWER_PREFIXES,
  ORGANIZATION,
  SEVERAL_BUCKETS,
  SEVERAL_BUCKETS_AND_KEYS,
  SEVERAL_KEYS,
} from "../messages/shorter-policies";
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
  const isShort = (some: Edges) =>
    documentsOf(some).every((document) => lengthOf(document, limit.unit) <= limit.length);
  const withGrants = (count: number) => isShort({ access: access.slice(0, count), replications, deliveries });
  const withReplications = (count: number) =>
    isShort({ access: [], replications: replications.slice(0, count), deliveries });
  if (withGrants(0)) {
    const fitting = mostThat(withGrants, access.length);
    const first = access[fitting];
    const next = first && `of ${first.principal.name} on ${first.bucket.name}`;
    return grantsTooLong(title, actual, limit, { fitting: `${fitting} grants`, next, first }, repair(all));
  }
  // No grant is to blame.
  const fitting = withReplications(0) ? mostThat(withReplications, replications.length) : 0;
  const next = replications[fitting] && `from ${replications[fitting].from.name}`;
  return grantsTooLong(
    title,
    actual,
    limit,
    { fitting: `${fitting} replications`, next: withReplications(0) ? next : undefined },
    repair(all),
  );
}

/** @param holds for 0, not for `tooMany`, and for none after the first for which it does not */
export function mostThat(holds: (count: number) => boolean, tooMany: number): number {
  let [fitting, next] = [0, tooMany];
  while (next - fitting > 1) {
    const middle = Math.floor((fitting + next) / 2);
    if (holds(middle)) fitting = middle;
    else next = middle;
  }
  return fitting;
}

/** How to make the policy of a bucket shorter. */
export function shorterBucketPolicy(edges: Edges): string {
  return [
    ...fewerStatements(edges),
    SEVERAL_BUCKETS,
    ...(edges.access.length > 0
      ? ["use S3 access points, which have policies of their own and which s3porter does not create"]
      : []),
  ].join("; or ");
}

/** How to make the policy of a key shorter: each bucket that it encrypts takes statements of its own. */
export function shorterKeyPolicy(edges: Edges): string {
  const { access, replications } = edges;
  const buckets = new Set([
    ...access.map(({ bucket }) => bucket),
    ...replications.flatMap(({ from, to }) => [from, to]),
  ]);
  return [...fewerStatements(edges), buckets.size > 1 ? SEVERAL_KEYS : SEVERAL_BUCKETS_AND_KEYS].join(
    "; or ",
  );
}

function fewerStatements({ access, replications, deliveries = [] }: Edges): string[] {
  const isAccount = ({ principal }: Grant) => principal.kind === "account";
  const differ = <T>(edges: readonly T[], of: (edge: T) => string) => new Set(edges.map(of)).size > 1;
  return [
    ...(deliveries.some(({ service }) => service.sources.length > 1) ? [ORGANIZATION] : []),
    ...(access.every(isAccount) || !differ(access, ({ principal, prefix }) => `${principal.name} ${prefix}`)
      ? []
      : [ENTIRE_ACCOUNT]),
    ...(differ([...access, ...replications], ({ prefix }) => prefix) ? [FEWER_PREFIXES] : []),
    ...(differ(access, ({ permissions }) => [...permissions].sort().join())
      ? ["allow all principals the same, so that they share statements"]
      : []),
  ];
}
