import { textsOf } from "../prove/evaluator/unknown";
import type { Authorization } from "../prove/catalogue/authorization";
import { explainChain, nearly } from "../prove/evaluator/explain";
import { groupBy } from "../prove/multimap";
import { type Answer, type Explanation, verdictOf } from "../verify/explain/explanation";
import type { Repair } from "../prove/check/repair";
import { columns } from "./columns";
import { styleOf, type TextOptions } from "./style";
import { STICKY, wrap, wrapLines } from "./wrap";

/** The verdict, the answer to each authorization if there are several, and the whole chain of reasons. */
export function explanationText(explanation: Explanation, options: TextOptions): string {
  const { who, what, on, assumed, answers, repair, toKnow = [] } = explanation;
  const { bold, green, red, yellow } = styleOf(options);
  const verdict = verdictOf(explanation);
  const colour = { allowed: green, refused: red, unknown: yellow }[verdict];
  const failed = answers.filter(({ decision }) => decision?.allowed !== true);
  const isOne = new Set(answers.map(({ authorization }) => authorization.action)).size === 1;
  return [
    ...wrap(HEADLINES[verdict](who, `${what} on ${on}`), "", "  ").map((line) => colour(bold(line))),
    ...assumed.flatMap((sentence) => wrap(sentence, "  ")),
    ...(isOne ? [] : ["", ...questionLines(answers)]),
    ...chainLines(isOne ? answers : failed, isOne).flatMap((lines) => ["", ...lines]),
    ...(toKnow.length === 0 ? [] : ["", ...wrap(`To know the answer: ${toKnow.join("; ")}`, "  ", "    ")]),
    ...(repair ? repairLines(repair, verdict) : []),
  ].join("\n");
}

/** The statements as JSON that can be copied, so their lines are not wrapped. */
function repairLines({ changes, obstacles }: Repair, verdict: ReturnType<typeof verdictOf>): string[] {
  if (changes.length === 0)
    return ["", ...obstacles.flatMap((each) => wrap(`no added statement allows it: ${each}`, "  ", "    "))];
  const [only] = changes.length === 1 ? changes : [];
  return [
    "",
    ...wrap(
      `${only ? "This change allows it" : `These ${changes.length} changes together allow it`}${verdict === "unknown" ? ", whatever is not known" : ""}:`,
      "  ",
    ),
    ...changes.flatMap(({ document: { name, account, address }, replaces, statement }) => [
      "",
      ...wrap(
        `${replaces === undefined ? "add to" : `replace statement ${replaces} of`} the ${name} in account ${account}${address === undefined ? "" : ` (${address})`}`,
        "  ",
        "    ",
      ),
      ...JSON.stringify(statement, undefined, 2)
        .split("\n")
        .map((line) => `    ${line}`),
    ]),
  ];
}

const HEADLINES = {
  allowed: (who: string, what: string) => `${who} has permission for ${what}`,
  refused: (who: string, what: string) => `${who} lacks permission for ${what}`,
  unknown: (who: string, what: string) => `it is unknown whether ${who} has permission for ${what}`,
};

/** The authorizations of an operation, once for each action and resource. */
function questionLines(answers: readonly Answer[]): string[] {
  const same = groupBy(answers, ({ authorization, resource }) => `${authorization.action} ${resource}`);
  return columns(
    same.map((group) => [wordFor(group), group[0]?.authorization.action ?? "", group[0]?.resource ?? ""]),
    { indent: "  ", widest: [12, 34] },
  ).flat();
}

function wordFor(group: readonly Answer[]): string {
  if (group.some(({ decision }) => decision?.allowed === false)) return "NOT ALLOWED";
  return group.every(({ decision }) => decision) ? "allowed" : "unknown";
}

/** The reasons, once for all requests with the same chain. */
function chainLines(answers: readonly Answer[], isOne: boolean): string[][] {
  const groups = groupBy(answers, ({ authorization, resource, decision, unknown }) =>
    [authorization.action, resource, reasonsOf({ decision, unknown })].join("\n"),
  );
  return groups.map((group) => {
    const { authorization, resource, nearest, ...answer } = group[0] as Answer;
    return [
      ...(isOne && groups.length === 1 ? [] : wrap(`${authorization.action} on ${resource}`, "  ", "    ")),
      ...group.flatMap(({ authorization: { context } }, index) => contextLines(context, index)),
      ...wrapLines(reasonsOf(answer), "    "),
      ...nearest.flatMap((each) => wrap(nearly(each), "    ", "      ")),
    ];
  });
}

function reasonsOf({ decision, unknown }: Pick<Answer, "decision" | "unknown">): string {
  return decision ? explainChain(decision) : `unknown, because ${textsOf(unknown).join("; ")}`;
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
