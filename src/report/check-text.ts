import type { Connection, DescribedRule, OutsideGrant } from "../prove/check/description";
import type { EstateFlaw } from "../prove/check/findings";
import { PERMISSIONS } from "../prove/catalogue/permissions";
import { listOf } from "../prove/flaws/wording";
import { groupBy } from "../prove/multimap";
import { type Checked, notRead } from "../verify/check";
import { columns } from "./columns";
import { type Style, styleOf, type TextOptions } from "./style";
import { wrap } from "./wrap";

/** Which parts of a check to print. */
export interface CheckTextOptions extends TextOptions {
  /** Only what fails. @default false */
  readonly onlyFailing?: boolean;
  /** Only what concerns this bucket. @default - all buckets */
  readonly bucket?: string;
}

/** A check as text: a summary, what is wrong, and who can do what. */
export function checkText(checked: Checked, options: CheckTextOptions): string {
  const style = styleOf(options);
  const { description, estate, assumptions } = checked;
  const concerns = (names: readonly string[]) =>
    options.bucket === undefined || names.some((name) => name.includes(options.bucket ?? ""));
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", style.bold(title), ...lines];
  const unread = notRead(checked);
  const flaws = checked.flaws.filter((flaw) => concerns([flaw.problem, ...flaw.addresses]));
  const connections = description.connections.filter(({ bucket }) => concerns([bucket.name]));
  const rules = description.replications.filter(({ from, to }) => concerns([from, to]));
  const outsiders = description.outsiders.filter(({ resource }) => concerns([resource]));
  return [
    ...summaryLines(checked, style),
    ...section(
      "Not read, though it can allow more",
      unread.flatMap(({ address, reason }) => wrap(`${address}: ${reason}`, "  ", "    ")).map(style.yellow),
    ),
    ...section(
      "Assumed",
      [...assumptions, ...description.assumptions].flatMap((each) => wrap(each, "  ", "    ")),
    ),
    ...section("What is wrong", flawLines(flaws, options)),
    ...section("Replication", ruleLines(rules, style, options.onlyFailing)),
    ...(options.onlyFailing
      ? []
      : [
          ...section("Who can do what", connectionLines(connections, style)),
          ...section(
            "Who else can do something: people beyond the accounts of this Terraform",
            outsiderLines(outsiders),
          ),
          ...section(
            "Not read; cannot allow more, but may change the result",
            estate.unmodelled
              .filter(({ canAllow, isData }) => !canAllow && !isData)
              .flatMap(({ address, reason }) => wrap(`${address}: ${reason}`, "  ", "    "))
              .map(style.dim),
          ),
        ]),
  ].join("\n");
}

function summaryLines(checked: Checked, { bold, green, red, yellow }: Style): string[] {
  const { name: input, estate, flaws, accepted, description } = checked;
  const accounts = new Set(estate.accounts.map(({ id }) => id)).size;
  const errors = flaws.filter(({ severity }) => severity === "error").length;
  const unread = notRead(checked).length;
  const { operations, replications } = description.counts;
  const found = [
    count(errors, "error"),
    count(flaws.length - errors, "warning"),
    ...(accepted > 0 ? [`${accepted} in the baseline`] : []),
  ].filter((each) => each !== "");
  const verdict =
    flaws.length > 0
      ? red(bold(`${input}: ${found.join(", ")}`))
      : unread > 0
        ? yellow(bold(`${input}: no flaws in what was read, but not everything was read`))
        : green(bold(`${input}: no flaws${accepted > 0 ? ` besides ${accepted} in the baseline` : ""}`));
  const what = [
    count(estate.buckets.length, "bucket"),
    count(estate.keys.length, "key"),
    count(estate.principals.length, "role or user", "roles and users"),
  ].filter((each) => each !== "");
  const kinds = [
    `${operations.can} operations possible`,
    ...(operations.half > 0 ? [`${operations.half} only in part`] : []),
    ...(operations.unknown > 0 ? [`${operations.unknown} unknown`] : []),
    ...(replications.cannot > 0 ? [`${count(replications.cannot, "replication rule")} failing`] : []),
    ...(unread > 0 ? [`${count(unread, "resource")} not read`] : []),
  ];
  return [
    verdict,
    ...wrap(`${what.join(", ") || "nothing"} in ${count(accounts, "account")}; ${kinds.join(", ")}`, "  "),
  ];
}

function count(number: number, one: string, several = `${one}s`): string {
  return number === 0 ? "" : `${number} ${number === 1 ? one : several}`;
}

/** People repair the first few flaws and run the check again. */
const MOST_ALIKE = 10;

function flawLines(
  flaws: readonly EstateFlaw[],
  { placeOf = () => undefined, ...options }: CheckTextOptions,
): string[] {
  const { bold, red, yellow } = styleOf(options);
  return groupBy(flaws, ({ check }) => check).flatMap((group) => [
    ...group
      .slice(0, MOST_ALIKE)
      .flatMap(({ check, severity, problem, addresses, because, repair, source }) => {
        const places = addresses.map((address) => {
          const place = placeOf(address);
          return place ? `${address} (${place.file}:${place.line})` : address;
        });
        const mark = severity === "error" ? red("error") : yellow("warning");
        return [
          ...wrap(`${problem} [${check}]`, `  ${severity} `, "    ").map((line) =>
            bold(line.replace(severity, mark)),
          ),
          ...(places.length > 0 ? wrap(`in ${places.join(", ")}`, "    ", "      ") : []),
          ...because.flatMap((each) => wrap(each, "    ", "      ")),
          ...wrap(`to do: ${repair}`, "    ", "      "),
          ...(source === undefined ? [] : [`    ${source}`]),
        ];
      }),
    ...(group.length > MOST_ALIKE
      ? [`  and ${group.length - MOST_ALIKE} more of ${group[0]?.check} (see --json)`]
      : []),
  ]);
}

function ruleLines(rules: readonly DescribedRule[], { red, yellow }: Style, onlyFailing = false): string[] {
  const shown = rules.filter(({ answer }) => !onlyFailing || answer !== "can");
  return columns(
    shown.map(({ from, to, id, isEnabled, answer, failures, unknown }) => {
      const verdict = !isEnabled
        ? "disabled"
        : { can: "works", cannot: red("fails"), unknown: yellow("unknown") }[answer];
      const why = [...new Set([...failures.map(({ problem }) => problem), ...unknown])];
      return [`${from} to ${to}${id === undefined ? "" : ` (${id})`}`, verdict, why.join("; ")];
    }),
    { indent: "  ", widest: [40, 10] },
  ).flat();
}

/** One row for each principal and what it can do; buckets with the same row are listed together. */
function connectionLines(connections: readonly Connection[], { bold, red, yellow }: Style): string[] {
  const principals = groupBy(connections, ({ principal: { arn } }) => arn);
  const alike = groupBy(principals, (ofOne) => JSON.stringify(ofOne.map(shapeOf).sort()));
  return alike.flatMap((group) => {
    const [first] = group as readonly [readonly Connection[], ...(readonly Connection[])[]];
    const names = group.map(([connection]) => connection && principalText(connection.principal));
    return [
      ...wrap(listOf(names.map(String), 5), "  ", "    ").map(bold),
      ...groupBy(first, (each) => JSON.stringify(permissionsOf(each))).flatMap((rows) => {
        const { can, part, half, unknown, cannot } = permissionsOf(rows[0] as Connection);
        const buckets =
          group.length > 1
            ? "their buckets"
            : listOf(
                rows.map(({ bucket: { name } }) => name),
                3,
              );
        const texts = [
          ...(can.length > 0 ? [`can ${can.join(", ")}`] : []),
          ...(part.length > 0 ? [`can for some objects ${part.join(", ")}`] : []),
          ...(half.length > 0 ? [red(`only in part ${half.join(", ")}`)] : []),
          ...(unknown.length > 0 ? [yellow(`unknown ${unknown.join(", ")}`)] : []),
          ...(cannot.length > 0 ? [`cannot ${cannot.join(", ")}`] : []),
        ];
        return columns([[buckets, texts.join("; ")]], { indent: "    ", widest: [30] }).flat();
      }),
    ];
  });
}

function shapeOf(connection: Connection): string {
  return JSON.stringify([connection.principal.kind, permissionsOf(connection)]);
}

function principalText({ kind, name, account, policies }: Connection["principal"]): string {
  const what = kind === "account" ? name : `${kind} ${name} of account ${account}`;
  return policies === "assumed" ? `${what} (if its own policies allow it)` : what;
}

/** The permissions of a connection, by answer. */
interface Permissions {
  readonly can: string[];
  /** Of some objects, or with some commands. */
  readonly part: string[];
  readonly half: string[];
  readonly unknown: string[];
  readonly cannot: string[];
}

const PERMISSION_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(PERMISSIONS).flatMap(([permission, { operations }]) =>
    operations.map(({ title }) => [title, permission]),
  ),
);

function permissionsOf({ operations }: Connection): Permissions {
  const found: Permissions = { can: [], part: [], half: [], unknown: [], cannot: [] };
  const known = operations.filter(({ title }) => PERMISSION_OF.has(title));
  for (const group of groupBy(known, ({ title }) => PERMISSION_OF.get(title) ?? title)) {
    const permission = PERMISSION_OF.get(group[0]?.title ?? "") ?? "";
    const answers = new Set(group.map(({ answer }) => answer));
    const keys = [...new Set(group.flatMap((each) => (each.answer === "can" ? each.keys : [])))];
    const where = keys.length === 0 || keys.includes("*") ? "" : ` (${listOf(keys, 2)})`;
    if (answers.has("half")) found.half.push(permission);
    else if (answers.has("unknown")) found.unknown.push(permission);
    else if (!answers.has("can")) found.cannot.push(permission);
    else if (answers.size === 1 || where !== "") found.can.push(`${permission}${where}`);
    else found.part.push(permission);
  }
  return found;
}

function outsiderLines(outsiders: readonly OutsideGrant[]): string[] {
  return columns(
    outsiders.map(({ who, resource, actions, operations, document, statement, conditions }) => [
      outsiderText(who),
      `${operations.length > 0 ? listOf(operations, 3) : listOf(actions, 3)} on ${resource}, by statement ${statement} of the ${document.name}${conditions.length > 0 ? `, if ${listOf(conditions, 3)} matches` : ""}`,
    ]),
    { indent: "  ", widest: [30] },
  ).flat();
}

function outsiderText(who: OutsideGrant["who"]): string {
  switch (who.kind) {
    case "account":
      return `account ${who.account}`;
    case "principal":
      return who.arn;
    case "organization":
      return `organization ${who.id}`;
    case "everyone":
      return who.isAnonymous ? "everyone, without credentials" : "everyone with an AWS account";
  }
}
