import type { Decision, Finding } from "../evaluator/decision";
import { nearly, sentence } from "../evaluator/explain";
import { RULES } from "../evaluator/rules";
import type { Flaw } from "../flaw";
import { Multimap } from "../multimap";
import type { Answers } from "../proof/answers";
import type { Authority } from "../proof/authority";
import type { Operation, Question } from "../proof/operation";
import { OBJECT } from "../proof/prefix";
import { addressesOf, listOf, requestOf, statementOf, titleOf } from "./wording";

/** What an actor lacks, and all operations that fail because of it. */
export interface Missing {
  readonly question: Question;
  readonly decision: Decision;
  readonly operations: readonly Operation[];
}

/** The questions about what was asked for that the policies answer with no, each once. */
export function missingOf(operations: readonly Operation[], { decisions, wanted }: Answers): Missing[] {
  if ([...wanted.keys()].every((question) => decisions.get(question)?.allowed)) return [];
  const missing = new Map<Question, Missing & { operations: Operation[] }>();
  for (const operation of operations.filter(({ expected }) => expected === "allowed"))
    for (const question of operation.questions) {
      const decision = decisions.get(question);
      if (!decision || decision.allowed) continue;
      const before = missing.get(question);
      if (before) before.operations.push(operation);
      else missing.set(question, { question, decision, operations: [operation] });
    }
  return [...missing.values()];
}

/** What was asked for and is not allowed. What an actor lacks for the same reasons is reported together. */
export function incomplete(missing: readonly Missing[], authority: Authority): Flaw[] {
  const groups = new Multimap(
    missing.map((one) => {
      const { actor, authorization } = one.question;
      const because = becauseOf(one, authority);
      return [JSON.stringify([actor.arn, authorization.resource, because]), { ...one, because }];
    }),
  );
  return [...groups.all()].map((group) => {
    const [{ question, decision, because }] = group as [(typeof group)[number]];
    const { resource, source } = question.authorization;
    const actions = listOf(group.map((one) => one.question.authorization.action));
    const titles = group.flatMap((one) => one.operations.map(titleOf));
    return {
      part: "complete",
      problem: `${question.actor.name} cannot do ${listOf(titles, 1)}: ${actions} on ${resource} is not allowed`,
      addresses: addressesOf(decision.because),
      because,
      repair: decision.because
        .map((finding) => repairOf(finding, question, actions))
        .join(decision.rule === RULES.sameAccount ? "; or " : "; and "),
      source,
    };
  });
}

function becauseOf(
  { question: { actor, authorization }, decision }: Missing,
  authority: Authority,
): string[] {
  return [
    decision.rule.text,
    ...decision.because.map(sentence),
    ...authority.nearest(actor, authorization, decision).map(nearly),
  ];
}

function repairOf(finding: Finding, { actor, authorization }: Question, actions: string): string {
  if (finding.outcome === "denies") return `narrow the Condition of ${statementOf(finding)}, which denies it`;
  const where = finding.documents.map(
    ({ address, name, account }) => `${address ?? `the ${name}`} (account ${account})`,
  );
  const { resource, context } = authorization;
  const on = resource.endsWith(`/${OBJECT}`) ? `${resource.slice(0, -OBJECT.length)}*` : resource;
  const who = finding.layer === "resource" ? ` ${actor.arn}` : "";
  return `in ${listOf(where)}, allow${who} ${actions} on ${on}${requestOf(context)}`;
}
