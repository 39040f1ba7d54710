/** Parts of sentences that several kinds of flaws share. */
import type { Finding } from "../evaluator/decision";
import type { Operation } from "../proof/operation";

/** `aws s3 sync (multipart, tagged, CLI version 2) from acme-source to acme-destination` */
export function titleOf({ title, variant, on }: Operation): string {
  const [first, second] = on;
  const where = second === undefined ? `on ${first}` : `from ${first} to ${second}`;
  return `${title}${variant === undefined ? "" : ` (${variant})`} ${where}`;
}

/** Each once, and no more than fit on a line. */
export function listOf(texts: readonly string[], most = 5): string {
  const distinct = [...new Set(texts)];
  const rest = distinct.length - most;
  return [...distinct.slice(0, most), ...(rest > 0 ? [`and ${rest} more`] : [])].join(", ");
}

/** The part of a request's context that policies usually check. */
export function requestOf(context: Readonly<Record<string, string>>): string {
  const told = Object.entries(context).filter(([key]) => !ALWAYS_THE_SAME.has(key));
  if (told.length === 0) return "";
  return ` with ${told.map(([key, value]) => `${key} ${JSON.stringify(value)}`).join(" and ")}`;
}

const ALWAYS_THE_SAME = new Set(["aws:SecureTransport", "aws:ResourceAccount"]);

export function addressesOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.flatMap(({ documents }) => documents.flatMap(({ address }) => address ?? [])))];
}

/** `statement ListForPorter in aws_s3_bucket_policy.source` */
export function statementOf({ statement, documents: [document] }: Finding): string {
  const which = statement?.sid ?? `number ${Number(statement?.index) + 1}`;
  return `statement ${which} in ${document?.address ?? `the ${document?.name}`}`;
}
