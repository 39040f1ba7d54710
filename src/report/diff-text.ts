/** How two versions differ in who can do what, for a terminal and for a pull request. */
import { list } from "../messages/wording";
import type { AccessDiff, Change } from "../verify/access-diff";
import { styleOf, type TextOptions } from "./style";
import { wrap } from "./wrap";

export function diffText(diff: AccessDiff, options: TextOptions): string {
  const { bold, green, red } = styleOf(options);
  const lines = (changes: readonly Change[], sign: string, verb: string, colour: (text: string) => string) =>
    changes.flatMap((change) => wrap(`${sign} ${sentence(change, verb)}`, "  ", "    ").map(colour));
  return [
    bold(headline(diff)),
    ...lines(diff.gains, "+", "gains", green),
    ...lines(diff.losses, "-", "loses", red),
  ].join("\n");
}

/** The same as Markdown. */
export function diffMarkdown(diff: AccessDiff): string {
  const lines = (changes: readonly Change[], verb: string) =>
    changes.map((change) => `- ${escaped(sentence(change, verb))}`);
  return [`**${headline(diff)}**`, "", ...lines(diff.gains, "gains"), ...lines(diff.losses, "loses")]
    .join("\n")
    .trimEnd();
}

function headline({ gains, losses }: AccessDiff): string {
  if (gains.length + losses.length === 0) return "Nobody gains or loses access.";
  return `${who(gains, "gains", "gain")}; ${who(losses, "loses", "lose")}.`;
}

function who(changes: readonly Change[], one: string, several: string): string {
  const people = [...new Set(changes.map((change) => change.who))];
  if (people.length === 0) return `nobody ${one} anything`;
  return people.length > MOST_NAMED
    ? `${people.length} ${several} access`
    : `${list(people, "and")} ${people.length === 1 ? one : several} access`;
}

const MOST_NAMED = 2;

function sentence({ who: somebody, what, on, state }: Change, verb: string): string {
  return `${somebody} ${verb} ${what.join(", ")} ${on}${NOTES[state]}`;
}

const NOTES: Readonly<Record<Change["state"], string>> = {
  works: "",
  part: ", but only in part: s3porter check says what is missing",
  unknown: ", as far as can be known",
  outside: ", beyond the accounts of this Terraform",
};

/** https://spec.commonmark.org/0.31.2/#backslash-escapes */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>()#+!|~&]/g, (character) => `\\${character}`);
}
