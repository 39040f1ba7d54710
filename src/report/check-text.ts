import { listOf } from "../prove/flaws/wording";
import { groupBy } from "../prove/multimap";
import { type Checked, notRead } from "../verify/check";
import { withAddressesOfKeys } from "../verify/made-up-keys";
import { checkContents, checkVerdict } from "./check-facts";
import { connectionLines, locationLines, outsiderLines, ruleLines, unknownLines } from "./check-access";
import { checkFlawLines } from "./check-flaws";
import { type Style, styleOf, type TextOptions } from "./style";
import { wrap } from "./wrap";

/** Which parts of a check to print. */
export interface CheckTextOptions extends TextOptions {
  /** Leaves out what is as it should be. @default false */
  readonly onlyFailing?: boolean;
}

/** A check as text: a summary, what is wrong, and who can do what. */
export function checkText(checked: Checked, options: CheckTextOptions): string {
  const style = styleOf(options);
  const { description, estate } = checked;
  const { connections, outsiders, replications, locations } = description;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", style.bold(title), ...lines];
  const words = checked.keysAreMadeUp ? withAddressesOfKeys(estate) : (text: string) => text;
  const failing = options.onlyFailing
    ? replications.filter(({ isEnabled, answer }) => isEnabled && answer !== "can")
    : replications;
  return [
    ...summaryLines(checked, style),
    ...section(
      "Not read, although it can allow more",
      notReadLines(notRead(checked)).map((line) => style.yellow(line)),
    ),
    ...section("Assumed", listLines([...checked.assumptions, ...description.assumptions])),
    ...section("What is wrong", checkFlawLines(checked, options)),
    ...section("Replication", ruleLines(failing)),
    ...section(
      "DataSync",
      locationLines(options.onlyFailing ? locations.filter(({ answer }) => answer !== "can") : locations),
    ),
    ...(options.onlyFailing
      ? []
      : [
          ...section("Who can do what; nothing else is allowed", connectionLines(connections, style)),
          ...section("Why answers are unknown", unknownLines(connections, [...replications, ...locations])),
          ...section("What others can do, beyond these accounts", outsiderLines(outsiders, words)),
          ...section(
            "Not read; cannot allow more",
            notReadLines(estate.unmodelled.filter(({ canAllow, isData }) => !canAllow && !isData)).map(
              (line) => style.dim(line),
            ),
          ),
        ]),
  ].join("\n");
}

function summaryLines(checked: Checked, style: Style): string[] {
  return [
    ...wrap(`${checked.name}: ${checkVerdict(checked)}`).map((line) =>
      style.bold(colourOf(checked, style)(line)),
    ),
    ...checkContents(checked).flatMap((text) => wrap(text, "  ")),
  ];
}

function colourOf(checked: Checked, { green, red, yellow }: Style): Style["red"] {
  if (checked.flaws.length > 0) return red;
  return notRead(checked).length > 0 ? yellow : green;
}

/** Resources that were not read for the same reason are one line. */
function notReadLines(unread: Checked["estate"]["unmodelled"]): string[] {
  return groupBy(unread, ({ reason }) => reason).flatMap((alike) => {
    const addresses = listOf(
      alike.map(({ address }) => address),
      3,
    );
    return wrap(`${addresses}: ${alike[0]?.reason}`, "  ", "    ");
  });
}

const MOST_LISTED = 10;

function listLines(texts: readonly string[]): string[] {
  const distinct = [...new Set(texts)];
  const rest = distinct.length - MOST_LISTED;
  return [
    ...distinct.slice(0, MOST_LISTED).flatMap((each) => wrap(each, "  ", "    ")),
    ...(rest > 0 ? [`  and ${rest} more (see --json)`] : []),
  ];
}
