import { givenBy } from "../prove/given";
import type { Proof } from "../prove/prove";
import { columns } from "./columns";
import { Documents } from "./documents";
import { flawsText } from "./flaw-text";
import { allowedLines, refusedLines } from "./matrix-text";
import { proofFacts, proofVerdict } from "./proof-facts";
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
    (flaws.length === 0 ? green : red)(bold(`${stack} is ${proofVerdict(proof)}`)),
    ...[...handovers.map(givenBy), ...assumptions].flatMap((given) =>
      wrap(`given that ${given}`, "  ", "    "),
    ),
    ...before.flatMap((sentence) => wrap(sentence, "  ", "    ")).map(yellow),
    ...columns(
      proofFacts(proof).map(({ label, holds, text }) => [
        label,
        holds === undefined ? "" : holds ? "yes" : "NO",
        text,
      ]),
      { indent: "  ", widest: [20, 3] },
    ).flat(),
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
