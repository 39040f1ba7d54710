import type { Authorization } from "../prove/catalogue/authorization";
import type { Decision } from "../prove/evaluator/decision";
import { explainChain, nearly } from "../prove/evaluator/explain";
import type { NearMiss } from "../prove/evaluator/layers";
import { columns } from "./columns";
import { groupBy } from "./group-by";
import { styleOf, type TextOptions } from "./style";
import { STICKY, wrap, wrapLines } from "./wrap";

/** Whether somebody may do something, and why. */
export interface Explanation {
  /** What a person calls them: `S3Porter`. */
  readonly who: string;
  /** An action, or an operation such as `aws s3 sync`. */
  readonly what: string;
  /** What a person calls the bucket, object, key or role that it is about. */
  readonly on: string;
  /** What was assumed, a sentence each. */
  readonly assumed: readonly string[];
  readonly answers: readonly Answer[];
}

/** What the policies say to one of the questions that AWS asks. */
export interface Answer {
  readonly authorization: Authorization;
  /** What a person calls the resource. */
  readonly resource: string;
  readonly decision: Decision;
  /** Of what is not allowed: the statements that come nearest, and what each lacks. */
  readonly nearest: readonly NearMiss[];
}

export function isAllowed({ answers }: Explanation): boolean {
  return answers.every(({ decision }) => decision.allowed);
}

/** The verdict; where several things are asked, each with its answer; and the whole chain of reasons. */
export function explanationText(explanation: Explanation, options: TextOptions): string {
  const { who, what, on, assumed, answers } = explanation;
  const { bold, green, red } = styleOf(options);
  const verdict = isAllowed(explanation) ? "may do" : "may NOT do";
  const colour = isAllowed(explanation) ? green : red;
  const failed = answers.filter(({ decision }) => !decision.allowed);
  const isOne = new Set(answers.map(({ authorization }) => authorization.action)).size === 1;
  return [
    ...wrap(`${who} ${verdict} ${what} on ${on}`, "", "  ").map((line) => colour(bold(line))),
    ...assumed.flatMap((sentence) => wrap(sentence, "  ")),
    ...(isOne ? [] : ["", ...questionLines(answers)]),
    ...chainLines(isOne ? answers : failed, isOne).flatMap((lines) => ["", ...lines]),
  ].join("\n");
}

/** Everything that AWS asks for an operation, each action and resource once. */
function questionLines(answers: readonly Answer[]): string[] {
  const same = groupBy(answers, ({ authorization, resource }) => `${authorization.action} ${resource}`);
  return columns(
    same.map((group) => [
      group.every(({ decision }) => decision.allowed) ? "allowed" : "NOT ALLOWED",
      group[0]?.authorization.action ?? "",
      group[0]?.resource ?? "",
    ]),
    { indent: "  ", widest: [12, 34] },
  ).flat();
}

/** Why, once for all the requests that are decided alike. */
function chainLines(answers: readonly Answer[], isOne: boolean): string[][] {
  const groups = groupBy(answers, ({ authorization, resource, decision }) =>
    [authorization.action, resource, explainChain(decision)].join("\n"),
  );
  return groups.map((group) => {
    const { authorization, resource, decision, nearest } = group[0] as Answer;
    return [
      ...(isOne && groups.length === 1 ? [] : wrap(`${authorization.action} on ${resource}`, "  ", "    ")),
      ...group.flatMap(({ authorization: { context } }, index) => contextLines(context, index)),
      ...wrapLines(explainChain(decision), "    "),
      ...nearest.flatMap((each) => wrap(nearly(each), "    ", "      ")),
    ];
  });
}

function contextLines(context: Authorization["context"], index: number): string[] {
  return wrap(
    Object.entries(context)
      .filter(([key]) => key !== FOLLOWS_FROM_RESOURCE)
      .map(([key, value]) => `${key}${STICKY}${JSON.stringify(value)}`)
      .join(", "),
    index === 0 ? "    asked with " : "    and with ",
    "      ",
  );
}

const FOLLOWS_FROM_RESOURCE = "aws:ResourceAccount";
