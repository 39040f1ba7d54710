import type { Decision, Finding } from "./decision";
import type { NearMiss } from "./layers";

/** The verdict and the reasons in plain words, one on each line. */
export function explain({ allowed, explicit, rule, because }: Decision): string {
  const verdict = allowed ? "allowed" : explicit ? "denied" : "not allowed";
  const all = because.length > 1 && allowed ? " together" : "";
  return [`${verdict}${all}: ${rule.text}`, ...because.map((finding) => `  ${sentence(finding)}`)].join("\n");
}

/** The same, with every layer that was evaluated. */
export function explainChain(decision: Decision): string {
  const { chain, rule } = decision;
  return [
    explain(decision),
    "evaluated in this order:",
    ...chain.map((finding) => `  ${sentence(finding)}`),
    `see ${rule.source}`,
  ].join("\n");
}

/** The result of one layer, and its document. */
export function sentence({ outcome, documents, statement, namedAs }: Finding): string {
  const all = documents.map(({ name, account }) => `the ${name} in account ${account}`).join(" or ");
  const which = statement && (statement.sid ? statement.sid : `number ${statement.index + 1}`);
  switch (outcome) {
    case "allows":
      return `statement ${which} of ${all} allows it${namedAs ? `, naming ${NAMED_AS[namedAs]}` : ""}`;
    case "denies":
      return `statement ${which} of ${all} denies it`;
    case "silent":
      return documents.length === 0 ? "no policy at that level matches" : `no statement of ${all} matches`;
    case "absent":
      return `there is no ${documents.map(({ name, account }) => `${name} in account ${account}`).join(" or ")}`;
    case "full":
      return `${all} can do everything there`;
  }
}

/** The statement that comes closest, and what it lacks. */
export function nearly({ document: { name, account }, sid, index, unmet }: NearMiss): string {
  return `statement ${sid ?? `number ${index + 1}`} of the ${name} in account ${account} comes closest, but ${unmet.join("; ")}`;
}

const NAMED_AS = {
  everyone: "everyone",
  session: "this session",
  user: "the user",
  service: "the service",
  provider: "the identity provider",
  role: "the role",
  account: "the account",
} as const;
