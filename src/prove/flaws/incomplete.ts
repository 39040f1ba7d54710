import type { Decision, Finding } from "../evaluator/decision";
import { nearly, sentence } from "../evaluator/explain";
import { RULES } from "../evaluator/rules";
import type { Flaw } from "../flaw";
import { Multimap } from "../multimap";
import type { Answers } from "../proof/answers";
import type { Authority } from "../proof/authority";
import type { Operation, Question } from "../proof/operation";
import { OBJECT, variablesIn } from "../proof/prefix";
import { whyNoValue } from "../proof/principal-keys";
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
  const isValueless = ({ question }: Missing) => valueless(question).length > 0;
  const groups = new Multimap(
    missing
      .filter((one) => !isValueless(one))
      .map((one) => {
        const { actor, authorization } = one.question;
        const because = becauseOf(one, authority);
        return [JSON.stringify([actor.arn, authorization.resource, because]), { ...one, because }];
      }),
  );
  const others = [...groups.all()].map((group): Flaw => {
    const [{ question, decision, because }] = group as [(typeof group)[number]];
    const { resource, source } = question.authorization;
    const actions = listOf(group.map((one) => one.question.authorization.action));
    const titles = group.flatMap((one) => one.operations.map(titleOf));
    return {
      part: "complete",
      problem: `${question.actor.name} lacks permission for ${listOf(titles, 1)}: ${actions} on ${resource} is not allowed`,
      addresses: addressesOf(decision.because),
      because,
      repair: decision.because
        .map((finding) => repairOf(finding, question, actions))
        .join(decision.rule === RULES.sameAccount ? "; or " : "; and "),
      source,
    };
  });
  return [...withoutValues(missing.filter(isValueless)), ...others];
}

/** Policy variables stay in a prefix if they have no value for the actor. */
function valueless({ authorization: { resource, context } }: Question): string[] {
  return variablesIn([resource, ...Object.values(context)].join(" "));
}

/** Nothing under such a prefix is allowed, whatever the policies say. So all of it is one flaw. */
function withoutValues(missing: readonly Missing[]): Flaw[] {
  const groups = new Multimap(
    missing.map((one) => [JSON.stringify([one.question.actor.arn, valueless(one.question)[0]]), one]),
  );
  return [...groups.all()].map((group) => {
    const { actor } = (group[0] as Missing).question;
    const [variable = ""] = valueless((group[0] as Missing).question);
    const titles = group.flatMap((one) => one.operations.map(titleOf));
    return {
      part: "complete",
      problem: `${actor.name} lacks permission for ${listOf(titles, 1)}: the policy variable ${variable} in the prefix has no value`,
      addresses: [],
      because: [whyNoValue(variable, actor), "a statement with a variable that has no value matches nothing"],
      repair: "use a variable that has a value, such as ${aws:userid}, or give the principal the tag",
      source:
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value",
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
  const ofAws = finding.documents.find(({ awsManaged }) => awsManaged !== undefined);
  if (finding.outcome === "denies" && ofAws) return `detach ${ofAws.awsManaged}, which denies it`;
  if (finding.outcome === "denies") return `narrow the Condition of ${statementOf(finding)}, which denies it`;
  const own = finding.documents.filter(({ awsManaged }) => awsManaged === undefined);
  const where = own.map(({ address, name, account }) => `${address ?? `the ${name}`} (account ${account})`);
  const { resource, context } = authorization;
  const on = resource.endsWith(`/${OBJECT}`) ? `${resource.slice(0, -OBJECT.length)}*` : resource;
  const who = finding.layer === "resource" ? ` ${actor.arn}` : "";
  const what = `${actions} on ${on}${requestOf(context)}`;
  if (ofAws && own.length === 0)
    return finding.layer === "boundary"
      ? `set another permissions boundary in ${ofAws.address}, which allows ${what}`
      : `attach a policy to ${actor.name} that allows ${what}`;
  return `in ${listOf(where)}, allow${who} ${what}`;
}
