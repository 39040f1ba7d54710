import type { Flaw } from "../prove/flaw";
import { givenBy } from "../prove/given";
import type { Proof } from "../prove/prove";
import { columns } from "./columns";
import { Documents } from "./documents";
import { flawsText } from "./flaw-text";
import { accessLines, allowedLines, refusedLines } from "./matrix-text";
import { proofFacts, proofVerdict } from "./proof-facts";
import { policyLines } from "./policies-text";
import { type Style, styleOf, type TextOptions } from "./style";
import { wrap } from "./wrap";

export interface ProofTextOptions extends TextOptions {
  /** The flaws that no baseline accepts. @default - those of the proof */
  readonly flaws?: readonly Flaw[];
  /** Those of them to print. @default - all */
  readonly shown?: readonly Flaw[];
}

/** A proof as text: the verdict, who can do what and why, what is refused, and what was not read. */
export function proofText(stack: string, proof: Proof, options: ProofTextOptions): string {
  const style = styleOf(options);
  const { grants } = proof;
  const documents = new Documents(proof);
  return [
    ...verdictLines(stack, proof, options),
    ...section(
      "Allowed, with the statements that allow it ([n]: policy below, ×n: variants)",
      allowedLines(proof, documents, style),
      style,
    ),
    ...section("Refused, and why", refusedLines(proof, documents, style), style),
    ...section("What each action is needed for", policyLines(grants, documents, style), style),
    ...figureLines(proof),
    ...endLines(stack, proof, options),
  ].join("\n");
}

/** The verdict, who can do what, and why it is not proved. */
export function proofSummary(stack: string, proof: Proof, options: ProofTextOptions): string {
  const style = styleOf(options);
  return [
    ...verdictLines(stack, proof, options),
    ...section(
      proof.flaws.length === 0 ? "Who can do what; nothing else is allowed" : "Who can do what",
      accessLines(proof, style),
      style,
    ),
    ...figureLines(proof),
    ...endLines(stack, proof, options),
  ].join("\n");
}

/** The verdict in one line and, if it is not proved, why. */
export function proofLine(stack: string, proof: Proof, options: ProofTextOptions): string {
  const { flaws = proof.flaws } = options;
  const line = verdictLine(stack, proof, options);
  return flaws.length === 0 ? line : [line, "", flawsText(stack, flaws, options), ""].join("\n");
}

function verdictLine(stack: string, proof: Proof, options: ProofTextOptions): string {
  const { bold, green, red, yellow } = styleOf(options);
  const { flaws = proof.flaws } = options;
  if (flaws.length > 0 || proof.flaws.length === 0)
    return (flaws.length === 0 ? green : red)(bold(`${stack} is ${proofVerdict(proof)}`));
  const count = proof.flaws.length === 1 ? "1 flaw" : `${proof.flaws.length} flaws`;
  return yellow(bold(`${stack} is not proved, but the baseline accepts its ${count}`));
}

function verdictLines(stack: string, proof: Proof, options: ProofTextOptions): string[] {
  const { yellow } = styleOf(options);
  const { handovers, assumptions, checked, before } = proof;
  return [
    verdictLine(stack, proof, options),
    ...[...handovers.map(givenBy), ...assumptions].flatMap((given) =>
      wrap(`given that ${given}`, "  ", "    "),
    ),
    ...checked.flatMap((fact) => wrap(`each plan checks that ${fact}`, "  ", "    ")),
    ...before.flatMap((sentence) => wrap(sentence, "  ", "    ")).map(yellow),
    ...columns(
      proofFacts(proof).flatMap(({ label, holds, text }) =>
        holds === undefined ? [] : [[label, holds ? "yes" : "NO", text]],
      ),
      { indent: "  ", widest: [20, 3] },
    ).flat(),
  ];
}

/** What decides nothing, in sentences. */
function figureLines(proof: Proof): string[] {
  return proofFacts(proof).flatMap(({ label, holds, text }) =>
    holds === undefined ? ["", ...wrap(`${label[0]?.toUpperCase()}${label.slice(1)} ${text}`)] : [],
  );
}

function endLines(stack: string, proof: Proof, options: ProofTextOptions): string[] {
  const style = styleOf(options);
  const { flaws = proof.flaws, shown = flaws } = options;
  const others = flaws.length - shown.length;
  const notes = proof.unmodelled.filter(({ canAllow }) => !canAllow);
  return [
    ...section(
      "Not read; cannot allow more, but may change the result",
      notes
        .flatMap(({ address, reason }) => wrap(`${address}: ${reason}`, "  ", "    "))
        .map((line) => style.yellow(line)),
      style,
    ),
    ...(shown.length === 0 ? [] : ["", flawsText(stack, shown, options)]),
    ...(others === 0 ? [] : ["", `${others === 1 ? "1 flaw is" : `${others} flaws are`} about others`]),
  ];
}

function section(title: string, lines: readonly string[], { bold }: Style): string[] {
  return lines.length === 0 ? [] : ["", bold(title), ...lines];
}
