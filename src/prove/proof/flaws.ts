/** What the questions, the grants and the sweep have to say to people. */
import type { Decision, Finding } from "../evaluator/decision";
import { sentence } from "../evaluator/explain";
import type { Flaw } from "../flaw";
import type { Unexpected } from "../sweep/sweep";
import { succeeds } from "./answers";
import type { Grant } from "./minimality";
import type { Operation, Question } from "./operation";
import { OBJECT } from "./scene";

type Decisions = ReadonlyMap<Question, Decision>;

/** What was asked for and is not allowed: each missing authorization once, with the first operation that lacks it. */
export function incomplete(operations: readonly Operation[], decisions: Decisions): Flaw[] {
  const flaws = new Map<string, Flaw>();
  for (const operation of operations.filter(({ expected }) => expected === "allowed"))
    for (const question of operation.questions) {
      const decision = decisions.get(question);
      if (!decision || decision.allowed) continue;
      const { action, resource, source } = question.authorization;
      const id = JSON.stringify([question.actor.arn, action, resource]);
      if (flaws.has(id)) continue;
      flaws.set(id, {
        part: "complete",
        problem: `${operation.actor.name} cannot do ${titleOf(operation)}: ${action} on ${resource} is not allowed`,
        addresses: addressesOf(decision.because),
        because: [decision.rule.text, ...decision.because.map(sentence)],
        repair: decision.because.map((finding) => repairOf(finding, question)).join("; "),
        source,
      });
    }
  return [...flaws.values()];
}

/** What must be refused, and is not. */
export function notRefused(operations: readonly Operation[], decisions: Decisions): Flaw[] {
  return operations
    .filter((operation) => operation.expected === "refused" && succeeds(operation, decisions))
    .map((operation) => {
      const answers = operation.questions.flatMap((question) => decisions.get(question) ?? []);
      const findings = answers.flatMap(({ chain }) => chain);
      const own = findings.filter(({ documents }) => documents.some(({ address }) => address !== undefined));
      return {
        part: "nothing else",
        problem: `${operation.actor.name} can do ${titleOf(operation)}, which must be refused`,
        addresses: addressesOf(own),
        because: [...new Set(findings.map(sentence))],
        repair: `deny ${actionsOf(operation)} in such a request, or allow it in fewer, in ${listOf(addressesOf(own))}`,
        source: operation.questions[0]?.authorization.source,
      };
    });
}

/** What nothing needs. */
export function superfluous(grants: readonly Grant[]): Flaw[] {
  return grants
    .filter(({ kind }) => kind === "superfluous")
    .map(({ address, document, account, statement, action }) => {
      const isDeny = statement.Effect === "Deny";
      const which = statement.Sid ? `statement ${statement.Sid}` : "a statement without a Sid";
      return {
        part: "minimal",
        problem: `${action} in ${which} of the ${document} is superfluous`,
        addresses: [address],
        because: [
          isDeny
            ? `everything that must be refused is refused without it, as far as account ${account} decides`
            : `everything that was asked for is allowed without it: the other side does not allow it, or nothing needs it`,
        ],
        repair: `take ${action} out of ${which} in ${address}`,
      };
    });
}

/** What somebody may do, and nobody asked for; what one statement lets them do together. */
export function unexpected(found: readonly Unexpected[]): Flaw[] {
  const groups = new Map<string, [Unexpected, ...Unexpected[]]>();
  for (const cell of found) {
    const by = cell.decision.because.map(({ statement, documents }) => [
      documents[0]?.address,
      statement?.index,
    ]);
    const id = JSON.stringify([cell.actor.arn, by]);
    const group = groups.get(id);
    if (group) group.push(cell);
    else groups.set(id, [cell]);
  }
  return [...groups.values()].map((cells) => {
    const [{ actor, authorization, decision, policy }] = cells;
    const actions = [...new Set(cells.map((cell) => cell.authorization.action))];
    const own = decision.because.filter(({ documents }) =>
      documents.some(({ address }) => address !== undefined),
    );
    const isElsewhere = policy !== undefined && policy.account !== actor.account;
    return {
      part: "nothing else",
      problem: `${actor.name} may do ${listOf(actions)} on ${authorization.resource}${requestOf(authorization.context)}, which nobody asked for${isElsewhere ? `, once account ${policy.account} allows it` : ""}`,
      addresses: addressesOf(own),
      because: own.map(sentence),
      repair: `narrow ${own.map(({ statement, documents }) => `statement ${statement?.sid ?? Number(statement?.index) + 1} in ${documents[0]?.address}`).join(" or ")} to what was asked for, or ask for it`,
      source: authorization.source,
    };
  });
}

/** `aws s3 sync (multipart, tagged, CLI version 2) from acme-source to acme-destination` */
export function titleOf({ title, variant, on }: Operation): string {
  const [first, second] = on;
  const where = second === undefined ? `on ${first}` : `from ${first} to ${second}`;
  return `${title}${variant === undefined ? "" : ` (${variant})`} ${where}`;
}

function repairOf(
  { layer, outcome, documents, statement }: Finding,
  { actor, authorization }: Question,
): string {
  const where = listOf(
    documents.map(({ address, name, account }) => `${address ?? `the ${name}`} (account ${account})`),
  );
  if (outcome === "denies")
    return `narrow the Condition of statement ${statement?.sid ?? Number(statement?.index) + 1} in ${where}, which denies it`;
  const { action, resource, context } = authorization;
  const on = resource.endsWith(`/${OBJECT}`) ? `${resource.slice(0, -OBJECT.length)}*` : resource;
  const who = layer === "identity" ? "" : ` ${actor.arn}`;
  return `in ${where}, allow${who} ${action} on ${on}${requestOf(context)}`;
}

/** The part of a request's context that policies usually ask for. */
function requestOf(context: Readonly<Record<string, string>>): string {
  const told = Object.entries(context).filter(
    ([key]) => !["aws:SecureTransport", "aws:ResourceAccount"].includes(key),
  );
  if (told.length === 0) return "";
  return ` with ${told.map(([key, value]) => `${key} ${JSON.stringify(value)}`).join(" and ")}`;
}

function addressesOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.flatMap(({ documents }) => documents.flatMap(({ address }) => address ?? [])))];
}

function actionsOf({ questions }: Operation): string {
  return listOf([...new Set(questions.map(({ authorization }) => authorization.action))]);
}

const MOST_LISTED = 5;

function listOf(texts: readonly string[]): string {
  const rest = texts.length - MOST_LISTED;
  return [...texts.slice(0, MOST_LISTED), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}
