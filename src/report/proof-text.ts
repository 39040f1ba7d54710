import { accountOf, isAccountRoot, nameOf } from "../aws/arn";
import type { Part } from "../prove/flaw";
import { givenBy } from "../prove/given";
import { succeeds } from "../prove/proof/answers";
import type { Headroom } from "../prove/headroom";
import type { Proof } from "../prove/prove";
import { columns } from "./columns";
import { Documents } from "./documents";
import { flawsText } from "./flaw-text";
import { allowedLines, refusedLines } from "./matrix-text";
import { policyLines } from "./policies-text";
import { styleOf, type TextOptions } from "./style";
import { wrap } from "./wrap";

/** A proof as text: the verdict, who can do what and why, what is refused, and what was not read. */
export function proofText(stack: string, proof: Proof, options: TextOptions): string {
  const style = styleOf(options);
  const { bold, green, red, yellow } = style;
  const { flaws, grants, unmodelled, handovers, assumptions, before } = proof;
  const documents = new Documents(proof);
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", bold(title), ...lines];
  const notes = unmodelled.filter(({ canAllow }) => !canAllow);
  return [
    flaws.length === 0
      ? green(bold(`${stack} is proved`))
      : red(bold(`${stack} is NOT PROVED${unreadText(unmodelled)}`)),
    ...[...handovers.map(givenBy), ...assumptions].flatMap((given) =>
      wrap(`given that ${given}`, "  ", "    "),
    ),
    ...before.flatMap((sentence) => wrap(sentence, "  ", "    ")).map(yellow),
    // There are no operations if the Terraform could not be read.
    ...(proof.operations.length === 0 ? [] : verdictLines(proof, documents)),
    ...section(
      "Allowed, with the statements that allow it ([n]: policy below, ×n: variants)",
      allowedLines(proof, documents, style),
    ),
    ...section("Refused, and why", refusedLines(proof, documents, style)),
    ...section("What each action is needed for", policyLines(grants, documents, style)),
    ...section(
      "Not read; cannot allow more, but may change the result",
      notes.flatMap(({ address, reason }) => wrap(`${address}: ${reason}`, "  ", "    ")).map(yellow),
    ),
    ...(flaws.length === 0 ? [] : ["", flawsText(stack, flaws, options)]),
  ].join("\n");
}

/** What to tell in the first line. */
function unreadText(unmodelled: Proof["unmodelled"]): string {
  const unread = new Set(unmodelled.filter(({ canAllow }) => canAllow).map(({ address }) => address));
  if (unread.size === 0) return "";
  const what = unread.size === 1 ? [...unread][0] : `${unread.size} resources`;
  return `: ${what} can allow more and ${unread.size === 1 ? "was" : "were"} not read`;
}

function verdictLines(
  { operations, decisions, grants, sweep, flaws, headroom }: Proof,
  documents: Documents,
): string[] {
  const asked = operations.filter(({ expected }) => expected === "allowed");
  const forbidden = operations.filter(({ expected }) => expected === "refused");
  const works = asked.filter((operation) => succeeds(operation, decisions)).length;
  const refused = forbidden.filter((operation) => !succeeds(operation, decisions)).length;
  const kinds = (kind: string) => grants.filter((grant) => grant.kind === kind).length;
  const failed = new Set<Part>(flaws.map(({ part }) => part));
  if (works < asked.length) failed.add("complete");
  if (refused < forbidden.length) failed.add("nothing else");
  const parts: Readonly<Record<Part, string>> = {
    complete: `${of(works, asked.length)} operations allowed`,
    minimal: `${of(kinds("needed"), grants.length - kinds("administrative"))} actions needed, ${kinds("administrative")} administrative`,
    "nothing else": `${of(refused, forbidden.length)} attempts refused; ${number(sweep.cells)} combinations of principal, action and resource: ${number(sweep.evaluated)} requests evaluated, ${number(sweep.allowed)} allowed`,
    "well-formed": `${documents.all.length} policies`,
  };
  const verdicts = Object.entries(parts).map(([part, figures]) => [
    part,
    failed.has(part as Part) ? "NO" : "yes",
    figures,
  ]);
  const rows = headroom ? [...verdicts, ["room", "", roomText(headroom)]] : verdicts;
  return columns(rows, { indent: "  ", widest: [20, 3] }).flat();
}

function roomText({ more, like, title }: Headroom): string {
  const others = more === 1 ? "1 more principal" : `${number(more)} more principals`;
  return `for ${others} like ${isAccountRoot(like) ? `account ${accountOf(like)}` : nameOf(like)}; then the ${title} is full`;
}

function of(part: number, all: number): string {
  return `${number(part)} of ${number(all)}`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
