/** Short texts for the statements that decide, with the numbers of their documents. */
import type { Decision, Finding } from "../prove/evaluator/decision";
import { type Documents, type NumberedDocument, statementName } from "./documents";
import { STICKY } from "./wrap";

/** The statements that together allow something: `[1] GetForPorter [5] GetSource, ListSource`. */
export function allowedBy(decisions: Iterable<Decision>, documents: Documents): string {
  const found = new Map<NumberedDocument, Map<number, string>>();
  for (const { because, allowed } of decisions) {
    if (!allowed) continue;
    for (const {
      documents: [attached],
      statement,
    } of because) {
      const document = attached && documents.find(attached);
      if (!document || !statement) continue;
      const names = found.get(document) ?? new Map<number, string>();
      found.set(document, names.set(statement.index, statementName(statement)));
    }
  }
  return [...found]
    .sort(([a], [b]) => a.number - b.number)
    .map(([{ mark }, names]) => {
      const inOrder = [...names].sort(([a], [b]) => a - b).map(([, name]) => name);
      return mark + STICKY + inOrder.join(", ");
    })
    .join(" ");
}

/** Why something is refused: `[1] DenyInsecureTransport denies it`. */
export function refusedBy({ because, rule }: Decision, documents: Documents): string {
  const silent = because
    .filter(({ outcome }) => outcome === "silent")
    .flatMap((finding) => finding.documents);
  const names = silent.map((each) => documents.find(each)?.mark ?? `the ${each.name}`);
  const reasons = [
    ...because.flatMap((finding) => refusal(finding, documents)),
    ...(names.length > 0 ? [`nothing in ${names.join(", ")} allows it`] : []),
  ];
  return reasons.length === 0 ? rule.text : reasons.join("; ");
}

/** A reason without the numbers of the policies and the names of their statements. */
export function withoutNames(reason: string): string {
  return reason.replaceAll(NAMED, "[]");
}

const NAMED = new RegExp(`\\[\\d+\\](?:${STICKY}[^\\s,]+(?:, [^\\s,]+)*)?`, "g");

function refusal({ outcome, documents: [attached], statement }: Finding, documents: Documents): string[] {
  if (!attached) return [];
  const name = documents.find(attached)?.mark ?? `the ${attached.name}`;
  if (outcome === "denies" && statement) return [`${name}${STICKY}${statementName(statement)} denies it`];
  return outcome === "absent" ? [`there is no ${attached.name}`] : [];
}
