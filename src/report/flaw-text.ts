import type { Flaw, Part } from "../prove/flaw";
import { groupBy } from "../prove/multimap";
import { styleOf, type TextOptions } from "./style";
import { wrap } from "./wrap";

const FAILED: Readonly<Record<Part, string>> = {
  complete: "Not complete: somebody cannot do what was asked for",
  minimal: "Not minimal: something is there that nothing needs",
  "nothing else": "Allows something else: somebody can do what nobody asked for",
  "well-formed": "Not well-formed: something does not mean what it says",
};

/** Of each part: who reads a hundred reasons repairs the first few and looks again. */
const MOST_PRINTED = 20;

/** Why a stack is not proved, for people: what is wrong, where, what decides it and what to do. */
export function flawsText(stack: string, flaws: readonly Flaw[], options: TextOptions): string {
  const { bold, red } = styleOf(options);
  const count = flaws.length === 1 ? "1 flaw" : `${flaws.length} flaws`;
  return [
    red(bold(`${stack} is not proved: ${count}`)),
    ...groupBy(flaws, ({ part }) => part).flatMap((group) => ["", ...partLines(group, options)]),
  ].join("\n");
}

function partLines(flaws: readonly Flaw[], options: TextOptions): string[] {
  const { bold } = styleOf(options);
  const part = flaws[0]?.part as Part;
  const rest = flaws.length - MOST_PRINTED;
  return [
    bold(FAILED[part]),
    ...flaws.slice(0, MOST_PRINTED).flatMap((flaw) => ["", ...flawLines(flaw, options)]),
    ...(rest > 0 ? ["", `  and ${rest} more, all of which s3porter prove --json lists`] : []),
  ];
}

function flawLines({ problem, addresses, because, repair, source }: Flaw, options: TextOptions): string[] {
  const { red } = styleOf(options);
  return [
    ...wrap(problem, "  ", "    ").map(red),
    ...because.flatMap((line) => wrap(line, "    - ", "      ")),
    ...(addresses.length > 0 ? wrap(addresses.join(", "), "    where:  ", "            ") : []),
    ...wrap(repair, "    repair: ", "            "),
    ...(source === undefined ? [] : wrap(source, "    see:    ")),
  ];
}
