/** A proof as a section of an HTML report. */
import type { Estate } from "../../estate/estate";
import { diagramOf } from "../../diagram/diagram";
import { summaryWords } from "../../diagram/picture";
import { list } from "../../messages/wording";
import { describe } from "../../prove/check/describe";
import type { Connection } from "../../prove/check/description";
import { summaryOf } from "../../prove/check/summary";
import type { Decision } from "../../prove/evaluator/decision";
import { givenBy } from "../../prove/given";
import { Multimap, groupBy } from "../../prove/multimap";
import { MADE_UP } from "../../prove/proof/actor";
import { succeeds } from "../../prove/proof/answers";
import { documentsOf } from "../../prove/iam/documents";
import type { Operation } from "../../prove/proof/operation";
import type { Proof } from "../../prove/prove";
import { statementName } from "../documents";
import { operationRows, operationTitle } from "../operation-rows";
import { proofFacts, proofVerdict } from "../proof-facts";
import { purposeOf } from "../policies-text";
import type { PlaceOf } from "../../verify/place";
import { flawView } from "./flaw-view";
import {
  type AccessView,
  type AnswerView,
  type AttemptView,
  matrixOf,
  type ReasonView,
  type Section,
  type UseView,
} from "./page";
import { Policies } from "./policies";

export interface ProofForHtml {
  readonly name: string;
  readonly proof: Proof;
  /** Absent if nothing could be read. */
  readonly estate?: Estate;
  readonly placeOf: PlaceOf;
}

export async function proofSection(
  { name, proof, estate, placeOf }: ProofForHtml,
  id: string,
): Promise<Section> {
  const { flaws, handovers, assumptions, checked, before, unmodelled } = proof;
  const policies = new Policies(estate ? documentsOf(estate) : [], id);
  const description = estate && describe(estate);
  const access = accessOf(proof, policies, { id, levels: levelsIn(description?.connections ?? []) });
  const buckets = new Set(estate?.buckets.map((bucket) => bucket.name));
  const matrix = matrixOf(access.filter(({ on, about }) => buckets.has(on) && !about.includes(MADE_UP)));
  return {
    id,
    name,
    verdict: proofVerdict(proof),
    state: flaws.length === 0 ? "yes" : "no",
    facts: proofFacts(proof).map(({ label, holds, text }) => ({
      label,
      ...(holds !== undefined && { state: holds ? ("yes" as const) : ("no" as const) }),
      text,
    })),
    given: [
      ...[...handovers.map(givenBy), ...assumptions].map((given) => `given that ${given}`),
      ...checked.map((fact) => `each plan checks that ${fact}`),
      ...before,
    ],
    flaws: flaws.map((flaw, index) => flawView(flaw, flaw.part, `${id}-flaw-${index + 1}`, placeOf)),
    ...(estate && description && { diagram: String(await diagramOf(name, { estate, description }, "svg")) }),
    access,
    ...(matrix && { matrix }),
    replications: [],
    dataSync: [],
    attempts: attemptsOf(proof, policies),
    policies: policies.views(usesIn(proof)),
    notRead: unmodelled.map(({ address, reason }) => `${address}: ${reason}`),
  };
}

/** The levels of each principal in each bucket, such as `read`. */
function levelsIn(connections: readonly Connection[]): ReadonlyMap<string, string> {
  return new Map(
    connections.map((connection) => [
      `${connection.principal.arn} ${connection.bucket.name}`,
      summaryWords(summaryOf(connection)).join("; "),
    ]),
  );
}

/** What was asked for, by whom and on what. Administrators come last. */
function accessOf(
  { operations, decisions }: Proof,
  policies: Policies,
  { id, levels }: { readonly id: string; readonly levels: ReadonlyMap<string, string> },
): AccessView[] {
  const asked = operations.filter(({ expected }) => expected === "allowed");
  const groups = groupBy(asked, ({ actor, on }) => JSON.stringify([actor.name, actor.arn, on]));
  return groups
    .map((group, index) => {
      const [{ actor, on, title }] = group as [Operation];
      const works = group.every((operation) => succeeds(operation, decisions));
      const count = new Set(group.map((operation) => operation.title)).size;
      const what =
        levels.get(`${actor.arn} ${on.join(" ")}`) ?? (count === 1 ? title : `${count} kinds of operations`);
      return {
        id: `${id}-access-${index + 1}`,
        who: actor.name,
        about: actor.arn,
        on: on.join(" to "),
        summary: what,
        state: works ? ("yes" as const) : ("no" as const),
        answers: answersOf(group, decisions, policies),
      };
    })
    .sort((one, other) => Number(one.about.includes(MADE_UP)) - Number(other.about.includes(MADE_UP)));
}

/** Operations that the same statements allow are one answer. */
function answersOf(
  operations: readonly Operation[],
  decisions: Proof["decisions"],
  policies: Policies,
): AnswerView[] {
  const answered = operations.map((operation) => {
    const found = operation.questions.flatMap((question) => decisions.get(question) ?? []);
    const reasons = distinctReasons(found, policies);
    const works = succeeds(operation, decisions);
    const sources = operation.questions.map(({ authorization }) => authorization.source);
    return { operation, works, reasons, sources };
  });
  return groupBy(answered, ({ works, reasons }) => JSON.stringify([works, reasons])).map((group) => {
    const [{ works, reasons }] = group as [(typeof answered)[number]];
    const rows = operationRows(
      group.map(({ operation }) => operation),
      () => "",
    );
    return {
      state: works ? "yes" : "no",
      titles: rows.flatMap(({ titles }) => titles.split("; ")),
      reasons,
      sources: [...new Set(group.flatMap(({ sources }) => sources))],
    };
  });
}

function distinctReasons(decisions: readonly Decision[], policies: Policies) {
  const reasons = decisions
    .filter(({ allowed }) => allowed)
    .flatMap(({ because }) => because)
    .flatMap(({ documents: [document], statement }) =>
      document && statement
        ? [policies.reason(document, { index: statement.index, label: statementName(statement) })]
        : [],
    );
  const refused = decisions.filter(({ allowed }) => !allowed).map(({ rule }) => ({ text: rule.text }));
  const all = [...reasons, ...refused];
  return [...new Map(all.map((reason) => [reason.text, reason])).values()].sort((a, b) =>
    a.text < b.text ? -1 : 1,
  );
}

/** What must be refused. Attempts that are refused for the same reason are one row. */
function attemptsOf({ operations, decisions }: Proof, policies: Policies): AttemptView[] {
  const attempts = operations
    .filter(({ expected }) => expected === "refused")
    .map((operation) => {
      const refusal = operation.questions
        .map((question) => decisions.get(question))
        .find((decision) => decision && !decision.allowed);
      const isRefused = !succeeds(operation, decisions);
      const reasons = refusal
        ? refusals(refusal, policies)
        : [{ text: "nothing refuses it: see what is wrong" }];
      return { operation, isRefused, reasons };
    });
  return groupBy(attempts, ({ operation: { actor, on }, isRefused, reasons }) =>
    JSON.stringify([actor.name, on, isRefused, reasons]),
  ).map((alike) => {
    const [{ operation, isRefused, reasons }] = alike as [(typeof attempts)[number]];
    return {
      who: operation.actor.name,
      what: [...new Set(alike.map((each) => operationTitle(each.operation)))],
      on: operation.on.join(" to "),
      state: isRefused ? "yes" : "no",
      reasons,
    };
  });
}

function refusals({ because, rule }: Decision, policies: Policies): ReasonView[] {
  const reasons = because.flatMap(({ outcome, documents, statement }): ReasonView[] => {
    const [document] = documents;
    if (!document) return [];
    if (outcome === "denies" && statement) {
      const label = statementName(statement);
      return [policies.reason(document, { index: statement.index, label })];
    }
    if (outcome === "absent") return [{ text: `there is no ${document.name}` }];
    if (outcome !== "silent") return [];
    const silent = documents.map(({ name }) => `the ${name}`);
    return [{ text: `nothing in ${list(silent, "or")} allows it` }];
  });
  return reasons.length > 0 ? reasons : [{ text: rule.text }];
}

function usesIn({ grants }: Proof) {
  const byStatement = new Multimap(
    grants.map((grant) => [`${grant.account} ${grant.document} ${grant.statement.index}`, grant] as const),
  );
  return (
    { title, account }: { readonly title: string; readonly account?: { readonly id: string } },
    index: number,
  ): UseView[] =>
    byStatement.get(`${account?.id} ${title} ${index}`).map((grant): UseView => {
      const source = grant.neededFor?.questions.find(
        ({ authorization }) => authorization.action.toLowerCase() === grant.action.toLowerCase(),
      )?.authorization.source;
      return {
        action: grant.action,
        purpose: purposeOf(grant),
        state: grant.kind === "superfluous" ? "no" : "yes",
        ...(source !== undefined && { source }),
      };
    });
}
