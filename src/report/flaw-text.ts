import type { Flaw, Part } from "../prove/flaw";
import { groupBy } from "../prove/multimap";
import { fold } from "./fold";
import { styleOf, type TextOptions } from "./style";
import { wrap } from "./wrap";

const FAILED: Readonly<Record<Part, string>> = {
  complete: "Not complete: something the topology asks for is not allowed",
  minimal: "Not minimal: something is not needed",
  "nothing else": "Allows something else: more is allowed than the topology asks for, or was not read",
  "well-formed": "Not well-formed: something is invalid or has no effect",
};

/** For each part. People repair the first few flaws and run the proof again. */
const MOST_PRINTED = 20;

/** Why a stack is not proved: each flaw with its place, its reasons and its repair. */
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
  const shown = fold(flaws, shapeOf);
  const rest = shown.length - MOST_PRINTED;
  return [
    bold(FAILED[part]),
    ...shown
      .slice(0, MOST_PRINTED)
      .flatMap(({ shown: flaw, others }) => [
        "",
        ...flawLines(flaw, options),
        ...(others.length === 0 ? [] : [`    and ${others.length} more like it (see --json)`]),
      ]),
    ...(rest > 0 ? ["", `  and ${rest} more; s3porter prove --json lists all of them`] : []),
  ];
}

/** Flaws of many pairs, whose names differ in numbers. */
function shapeOf({ problem, because, repair }: Flaw): string {
  return [problem, ...because, repair].join("\n").replaceAll(/\d+/g, "#");
}

function flawLines({ problem, addresses, because, repair, source }: Flaw, options: TextOptions): string[] {
  const { red } = styleOf(options);
  const placed = addresses.map((address) => {
    const place = options.placeOf?.(address);
    return place === undefined ? address : `${address} (${place.file}:${place.line})`;
  });
  return [
    ...wrap(problem, "  ", "    ").map(red),
    ...because.flatMap((line) => wrap(line, "    - ", "      ")),
    ...(addresses.length > 0 ? wrap(placed.join(", "), "    where:  ", "            ") : []),
    ...wrap(repair, "    repair: ", "            "),
    ...(source === undefined ? [] : wrap(source, "    see:    ")),
  ];
}
