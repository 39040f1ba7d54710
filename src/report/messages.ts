/** What the ids of flaws and problems mean. */
import { DESCRIBED } from "../prove/check/findings";
import { CHECKS } from "../prove/lint/lint";
import { PROOF_MESSAGES } from "../prove/proof-messages";
import { idOfRule, messageId, TOPOLOGY_MESSAGES } from "../topology/messages";
import { RULES, WARNINGS } from "../topology/rules";

/** What an id means and what to do about it. */
export interface Message {
  readonly id: string;
  /** What is wrong, in one line. */
  readonly title: string;
  /** Why it is. */
  readonly why: string;
  /** What to do. */
  readonly remedy: string;
  /** The page of AWS. */
  readonly page?: string;
}

const DOCS = "https://github.com/s3porter/s3porter/blob/main/docs";

const OF_CHECKS: readonly Message[] = [...DESCRIBED, ...CHECKS];

/** The messages about rules of topologies. `docs/messages.md` has more about each. */
const OF_RULES = [...Object.keys(RULES), ...Object.keys(WARNINGS)].map((name): Message => {
  const words = idOfRule(name).replaceAll("-", " ");
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return {
    id: messageId(idOfRule(name)),
    title,
    why: `A rule for topologies: ${words}.`,
    remedy: "Change the topology as the message says.",
  };
});

/** The messages that are not about a check, which `docs/checks.md` explains. */
export const MESSAGES: readonly Message[] = [
  ...PROOF_MESSAGES,
  ...Object.entries(TOPOLOGY_MESSAGES).map(([id, message]) => ({ id: messageId(id), ...message })),
  ...OF_RULES,
];

const BY_ID = new Map([...OF_CHECKS, ...MESSAGES].map((message) => [message.id, message]));

export function messageOf(id: string): Message {
  const message = BY_ID.get(id);
  if (!message) throw new Error(`there is no message ${id}`);
  return message;
}

/** Where the documentation explains an id. */
export function pageOf(id: string): string {
  const isCheck = OF_CHECKS.some((check) => check.id === id);
  return isCheck ? `${DOCS}/checks.md#${id}` : `${DOCS}/messages.md#${id.replaceAll("/", "")}`;
}
