/** The flaws of a check. Similar ones are folded into one. */
import type { EstateFlaw } from "../prove/check/findings";
import { listOf } from "../prove/flaws/wording";
import { groupBy } from "../prove/multimap";
import type { Checked } from "../verify/check";
import { likewise } from "./fold";
import { type Style, styleOf, type TextOptions } from "./style";
import { wrap } from "./wrap";

/** People repair the first few flaws and run the check again. */
const MOST_OF_A_CHECK = 10;

/** The lines of each flaw: what is wrong, why, where and what to do. Flaws that differ only in names are one. */
export function checkFlawLines(checked: Checked, options: TextOptions): string[] {
  const style = styleOf(options);
  const shapeOf = shapes(checked);
  return groupBy(checked.flaws, ({ check }) => check).flatMap((ofCheck) => {
    const folded = groupBy(ofCheck, shapeOf);
    const rest = folded.slice(MOST_OF_A_CHECK).flat().length;
    return [
      ...folded.slice(0, MOST_OF_A_CHECK).flatMap((alike) => ["", ...linesOf(alike, checked, style)]),
      ...(rest > 0 ? ["", `  … and ${rest} more of ${ofCheck[0]?.check} (see --json)`] : []),
    ];
  });
}

function linesOf(alike: readonly EstateFlaw[], { placeOf }: Checked, { bold, red, yellow }: Style): string[] {
  const [{ check, severity, problem, addresses, because, repair, source }] = alike as [EstateFlaw];
  const mark = severity === "error" ? red : yellow;
  const placed = (address: string) => {
    const place = placeOf(address);
    return place === undefined ? address : `${address} (${place.file}:${place.line})`;
  };
  const others = alike.slice(1).map((flaw) => flaw.addresses.find((each) => !addresses.includes(each)) ?? "");
  const named = others.filter((address) => address !== "");
  return [
    ...wrap(`${severity}: ${problem} [${check}]`, "  ", "    ").map((line) => bold(mark(line))),
    ...reasonsOf(problem, because).flatMap((each) => wrap(each, "    - ", "      ")),
    ...(addresses.length > 0 ? wrap(listOf(addresses.map(placed), 4), "    where:  ", "            ") : []),
    ...wrap(repair, "    repair: ", "            "),
    ...(source === undefined ? [] : wrap(source, "    see:    ")),
    ...(named.length === others.length
      ? likewise(named, "    likewise: ")
      : [`    and ${others.length} more like it (see --json)`]),
  ];
}

/** Without what the problem says already: that the statement is in an account. */
function reasonsOf(problem: string, because: readonly string[]): string[] {
  return [...new Set(because)].filter(
    (each) => each !== "" && !problem.startsWith(each.replace(/ in account \d+$/, "")),
  );
}

/**
 * What flaws have in common that differ only in names and numbers: their texts without these. Names are looked up word
 * for word, because an estate can have thousands of both.
 */
function shapes({ estate }: Checked): (flaw: EstateFlaw) => string {
  const { buckets, keys, principals, managedPolicies, accounts } = estate;
  const policies = [...principals.flatMap(({ identityPolicies }) => identityPolicies), ...managedPolicies];
  const names = new Set(
    [
      ...[...buckets, ...keys, ...principals].flatMap(({ arn, address = "" }) => [arn, address]),
      ...[...buckets, ...principals].map(({ name }) => name),
      ...policies.flatMap(({ name, address }) => [name, address]),
      ...accounts.map(({ id }) => id),
    ].flatMap(wordsOf),
  );
  const withoutNames = (text: string) =>
    wordsOf(text)
      .map((word) => (names.has(word) ? "?" : word.replaceAll(/\d+/g, "#")))
      .join(" ");
  return ({ check, problem, repair }) => [check, withoutNames(problem), withoutNames(repair)].join("\n");
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,;:/"'[\](){}]+/);
}
