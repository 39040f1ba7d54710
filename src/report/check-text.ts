import { listOf } from "../prove/flaws/wording";
import { groupBy } from "../prove/multimap";
import { type Checked, notRead } from "../verify/check";
import { withAddressesOfKeys } from "../verify/made-up-keys";
import { connectionLines, outsiderLines, ruleLines, unknownLines } from "./check-access";
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
  const { connections, outsiders, replications } = description;
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
    ...(options.onlyFailing
      ? []
      : [
          ...section("Who can do what; nothing else is allowed", connectionLines(connections, style)),
          ...section("Why answers are unknown", unknownLines(connections, replications)),
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
  const { estate, description, accepted } = checked;
  const { operations, replications } = description.counts;
  const contents = [
    counted(estate.buckets.length, "bucket"),
    counted(estate.keys.length, "key"),
    counted(estate.principals.length, "role or user", "roles and users"),
    counted(new Set(estate.accounts.map(({ id }) => id)).size, "account"),
  ].flat();
  const asked = operations.can + operations.half + operations.unknown + operations.cannot;
  const answers = [
    ...(asked > 0 ? [`${number(operations.can)} of ${counted(asked, "operation")[0]} allowed`] : []),
    ...(operations.half > 0 ? [`${number(operations.half)} only in part`] : []),
    ...(operations.unknown > 0 ? [`${number(operations.unknown)} unknown`] : []),
  ];
  const rules = [
    ...counted(replications.cannot, "replication rule fails", "replication rules fail"),
    ...counted(replications.unknown, "replication rule is unknown", "replication rules are unknown"),
  ];
  const accepts = accepted > 0 ? [`${counted(accepted, "flaw")[0]} in the baseline`] : [];
  return [
    ...wrap(verdict(checked)).map((line) => style.bold(colourOf(checked, style)(line))),
    ...[contents, answers, rules, accepts]
      .filter((parts) => parts.length > 0)
      .flatMap((parts) => wrap(parts.join(", "), "  ")),
  ];
}

function verdict(checked: Checked): string {
  const { name, flaws, accepted } = checked;
  const errors = flaws.filter(({ severity }) => severity === "error").length;
  const unread = notRead(checked).length;
  const missing = unread > 0 ? [`${counted(unread, "thing")[0]} not read`] : [];
  const found = [...counted(errors, "error"), ...counted(flaws.length - errors, "warning")];
  const none = accepted > 0 ? "no new flaws" : "no flaws";
  return `${name}: ${[...(found.length > 0 ? found : [none]), ...missing].join(", ")}`;
}

function colourOf(checked: Checked, { green, red, yellow }: Style): Style["red"] {
  if (checked.flaws.length > 0) return red;
  return notRead(checked).length > 0 ? yellow : green;
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}

/** Nothing for none. */
function counted(count: number, one: string, several = `${one}s`): string[] {
  return count === 0 ? [] : [`${number(count)} ${count === 1 ? one : several}`];
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
