/** Who can do what with the buckets of a check, in few lines. */
import { textsOf } from "../prove/evaluator/unknown";
import { nameOf } from "../aws/arn";
import type {
  Connection,
  DescribedLocation,
  DescribedRule,
  Outsiders,
  OutsideGrant,
} from "../prove/check/description";
import { summaryOf } from "../prove/check/summary";
import { organizationInWords } from "../prove/proof/organizations";
import { accountInWords } from "../prove/proof/principal-tags";
import { listOf } from "../prove/flaws/wording";
import { groupBy } from "../prove/multimap";
import { columns } from "./columns";
import type { Style } from "./style";
import { wrap } from "./wrap";

/** Each principal with its buckets. Principals that can do the same with their buckets are listed together. */
export function connectionLines(connections: readonly Connection[], { bold }: Style): string[] {
  const principals = groupBy(connections, ({ principal }) => principal.arn);
  return groupBy(principals, shapeOf)
    .flatMap((alike) => (isEasilyRead(alike) ? groupBy(alike, bucketsOf) : [alike]))
    .flatMap((alike) => {
      const [ofFirst = []] = alike;
      const names = listOf(
        alike.map(([connection]) => connection && principalText(connection)).map(String),
        3,
      );
      const rows = groupBy(ofFirst, textOf).map((same): readonly string[] => {
        const text = textOf(same[0] as Connection);
        return [bucketNames(alike, text), text];
      });
      return [
        ...wrap(names, "  ", "    ").map((line) => bold(line)),
        ...columns(rows, { indent: "    ", widest: [30] }).flat(),
      ];
    });
}

function shapeOf(ofOne: readonly Connection[]): string {
  const { kind, policies } = ofOne[0]?.principal ?? {};
  return JSON.stringify([kind, policies, ofOne.map(textOf).sort()]);
}

/** Which buckets a principal can do what with. */
function bucketsOf(ofOne: readonly Connection[]): string {
  return JSON.stringify(ofOne.map((each) => [each.bucket.arn, textOf(each)]).sort());
}

/** Few principals with several buckets each: "each on its own buckets" would not say which of them is for what. */
function isEasilyRead(alike: readonly (readonly Connection[])[]): boolean {
  const [ofFirst = []] = alike;
  return alike.length <= MOST_APART && new Set(ofFirst.map(textOf)).size > 1;
}

const MOST_APART = 3;

/** The buckets with an answer: the same for all of the principals, or one of each. */
function bucketNames(alike: readonly (readonly Connection[])[], text: string): string {
  const [first = "", ...others] = alike.map((ofOne) =>
    listOf(
      ofOne.filter((each) => textOf(each) === text).map(({ bucket }) => bucket.name),
      3,
    ),
  );
  return others.every((names) => names === first) ? first : "each on its own buckets";
}

function principalText({ principal: { kind, name, account, policies } }: Connection): string {
  if (kind === "account" || kind === "organization") return name;
  return `${kind} ${name} of account ${account}${policies === "part" ? " (exists already)" : ""}`;
}

/** `can list, get in/*; only partly put; unknown: delete`. What is not named is refused. */
function textOf(connection: Connection): string {
  const { can, some, half, unknown, except, asked } = summaryOf(connection);
  const words = (permissions: readonly string[]) => permissions.map((each) => each.replaceAll("_", " "));
  const granted = can.map(({ permission, keys }) => {
    const [name = ""] = words([permission]);
    return keys.includes("*") ? name : `${name} ${listOf(keys, 2)}`;
  });
  const exceptions = groupBy(except, ({ keys }) => keys.join("\n")).map((group) => {
    const names = words(group.map(({ permission }) => permission)).join(", ");
    return `except ${names} ${listOf(group[0]?.keys ?? [], 2)}`;
  });
  const parts = [
    ...(granted.length > 0 ? [`can ${granted.join(", ")}`] : []),
    ...(some.length > 0 ? [`can do some of ${words(some).join(", ")}`] : []),
    ...exceptions,
    ...(half.length > 0 ? [`only in part: ${words(half).join(", ")}`] : []),
    ...(unknown.length > 0 ? [`unknown: ${restOr(words(unknown), granted, asked)}`] : []),
  ];
  return parts.length > 0 ? parts.join("; ") : "nothing";
}

function restOr(unknown: readonly string[], can: readonly string[], all: number): string {
  if (unknown.length === all) return "everything";
  return unknown.length > 2 && unknown.length + can.length === all ? "everything else" : unknown.join(", ");
}

/** Why answers are unknown: each reason once, however many answers depend on it. */
export function unknownLines(
  connections: readonly Connection[],
  others: readonly { readonly unknown: readonly string[] }[],
): string[] {
  const operations = connections.flatMap((each) => each.operations);
  const answers = [...operations.map(({ unknown }) => ({ unknown: textsOf(unknown) })), ...others];
  const reasons = answers.flatMap(({ unknown }) => [...new Set(unknown)]);
  const groups = [...groupBy(reasons, (reason) => reason)].sort((a, b) => b.length - a.length);
  const rest = groups.length - MOST_REASONS;
  return [
    ...groups
      .slice(0, MOST_REASONS)
      .flatMap((same) => wrap(`${same[0]} (${answersText(same.length)})`, "  ", "    ")),
    ...(rest > 0 ? [`  and ${rest} more reasons (see --json)`] : []),
  ];
}

const MOST_REASONS = 5;

function answersText(count: number): string {
  return count === 1 ? "1 answer" : `${count} answers`;
}

/** The replication rules. Why one fails is in its flaws. */
export function ruleLines(rules: readonly DescribedRule[]): string[] {
  const shown = rules.slice(0, MOST_RULES);
  const rest = rules.length - shown.length;
  const lines = columns(
    shown.map((rule) => [titleOf(rule), verdictOf(rule)]),
    { indent: "  ", widest: [60] },
  );
  return [
    ...shown.flatMap(({ isEnabled, leavesOut }, index) => [
      ...(lines[index] ?? []),
      ...(isEnabled ? leavesOut.flatMap((each) => wrap(`leaves out ${each}`, "    ", "      ")) : []),
    ]),
    ...(rest > 0 ? [`  and ${rest} more (see --json)`] : []),
  ];
}

/** The locations of DataSync, and where it writes reports. Why it cannot use one is in its flaws. */
export function locationLines(locations: readonly DescribedLocation[]): string[] {
  const shown = locations.slice(0, MOST_RULES);
  const rest = locations.length - shown.length;
  return [
    ...columns(
      shown.map(({ use, bucket, roleArn, answer }) => [
        `${use === "report" ? "reports to " : ""}${bucket} as ${nameOf(roleArn)}`,
        VERDICTS[answer],
      ]),
      { indent: "  ", widest: [60] },
    ).flat(),
    ...(rest > 0 ? [`  and ${rest} more (see --json)`] : []),
  ];
}

const MOST_RULES = 20;

const VERDICTS = { can: "works", cannot: "fails", unknown: "unknown" } as const;

function titleOf({ from, to, id }: DescribedRule): string {
  return `${from} to ${to}${id === undefined ? "" : ` (${id})`}`;
}

function verdictOf({ isEnabled, answer }: DescribedRule): string {
  return isEnabled ? VERDICTS[answer] : "disabled";
}

/** Who else can do something. The same statement in the policies of several buckets is one line. */
export function outsiderLines(outsiders: readonly OutsideGrant[], words: (text: string) => string): string[] {
  const alike = groupBy(outsiders, ({ who, actions, operations, conditions, isBlocked, unknown }) =>
    JSON.stringify([who, actions, operations, conditions, isBlocked, unknown]),
  );
  return columns(
    alike.map((group) => {
      const [{ who, actions, operations, conditions, isBlocked, unknown }] = group as [OutsideGrant];
      const resources = listOf(
        group.map(({ resource }) => shortName(words(resource))),
        3,
      );
      const policies = listOf(
        group.map(({ document, statement }) => document.address ?? statement),
        2,
      );
      return [
        outsidersText(who),
        [
          `${listOf(operations.length > 0 ? operations : actions, 3)} on ${resources}`,
          ...(conditions.length > 0 ? [`if ${listOf(conditions, 3)} matches`] : []),
          `by ${policies}`,
          ...(isBlocked ? ["but the bucket blocks public access"] : []),
          ...(unknown.length > 0 ? ["not certain"] : []),
        ].join(", "),
      ];
    }),
    { indent: "  ", widest: [30] },
  ).flat();
}

function shortName(resource: string): string {
  return resource.replace(/^arn:[\w-]+:s3:::/, "");
}

function everyoneText({ isAnonymous, but = [] }: Extract<Outsiders, { readonly kind: "everyone" }>): string {
  const rest = but.length === 0 ? "" : ` but ${listOf(but, 3)}`;
  return isAnonymous ? `everyone${rest}, without credentials` : `everyone with an AWS account${rest}`;
}

function outsidersText(who: Outsiders): string {
  switch (who.kind) {
    case "account":
      return who.account === "" ? "an account that is not known" : accountInWords(who.arn, who.account);
    case "principal":
      return who.arn;
    case "organization":
      return organizationInWords(who.arn ?? who.id);
    case "everyone":
      return everyoneText(who);
  }
}
