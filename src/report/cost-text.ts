import { REMAINING_WITH_BUCKET_KEYS, type Cost, cheapest, type EngineCost } from "../cost/cost";
import type { Purpose } from "../cost/engines";
import { DEFAULTS, type Price, PRICES } from "../cost/prices";
import { DAYS, runOf, type Workload } from "../cost/workload";
import { list } from "../messages/wording";
import { columns } from "./columns";
import { type Style, styleOf, type TextOptions } from "./style";
import { wrap } from "./wrap";

const PURPOSES: Readonly<Record<Purpose, string>> = {
  copy: "Copy to another bucket",
  "re-encrypt": "Re-encrypt in place",
};

/** Right-aligned, three lines high. */
const COLUMNS = [
  ["", "", "S3"],
  ["", "", "KMS"],
  ["KMS", "Bucket", "Keys"],
  ["", "", "transfer"],
  ["", "", "fee"],
  ["", "", "total"],
  ["total", "Bucket", "Keys"],
] as const;
const COLUMN = 8;
/** The table has 80 columns on every terminal. */
const LABEL = 80 - COLUMNS.length * (COLUMN + 1);
const HEADER = [0, 1, 2].map((line) => "".padEnd(LABEL) + row(COLUMNS.map((column) => column[line] ?? "")));

/** What the engines cost, as text. */
export function costText(cost: Cost, options: TextOptions): string {
  const style = styleOf(options);
  return [
    ...wrap(workloadInWords(cost.workload), "", "  ").map((line, at) => (at === 0 ? style.bold(line) : line)),
    ...(Object.keys(PURPOSES) as Purpose[]).flatMap((purpose) => purposeLines(cost, purpose, style)),
    "",
    style.bold("Assumed"),
    ...assumptionsOf(cost).flatMap((each) => wrap(each, "  - ", "    ")),
    "",
    style.bold("Not counted"),
    ...wrap(NOT_COUNTED, "  "),
    "",
    ...priceLines(cost, style),
  ].join("\n");
}

export const NOT_COUNTED =
  "Storage of copies and old versions, retrieval from other storage classes, KMS keys, metrics and alarms of CloudWatch beyond those of one replication rule, CloudTrail data events, the machine that runs the AWS CLI, free tiers, discounts, taxes.";

/** `50,000,000 objects, 10,000 GB (200 kB each on average), once, within a region` */
export function workloadInWords(workload: Workload): string {
  const { objects, perDay, isCrossRegion } = workload;
  const { gigabytes, bytes } = runOf(workload);
  const size = `${number(gigabytes)} GB (${bytesInWords(bytes)} each on average)`;
  const where = isCrossRegion ? "to another region" : "within a region";
  return perDay === undefined
    ? `${number(objects)} objects, ${size}, once, ${where}`
    : `${number(perDay)} new objects a day, ${size}, for ${DAYS} days, ${where}, in a bucket of ${number(objects)} objects`;
}

function purposeLines(cost: Cost, purpose: Purpose, style: Style): string[] {
  const best = cheapest(cost, purpose);
  const engines = cost.engines.filter(({ engine }) => engine.purpose === purpose);
  if (engines.length === 0) return [];
  return [
    "",
    style.bold(PURPOSES[purpose]),
    ...HEADER.map((line) => style.dim(line)),
    ...engines.flatMap((each) => engineLines(each, { isBest: best.includes(each), style })),
  ];
}

function engineLines(
  { engine: { title, limits }, requests, usd, misfits }: EngineCost,
  { isBest, style }: { readonly isBest: boolean; readonly style: Style },
): string[] {
  const fit = isBest ? "fits, at the lowest cost" : "fits";
  const head = wrap(
    `${title}: ${misfits.length === 0 ? fit : `does not fit: ${misfits.join("; ")}`}`,
    "  ",
    "    ",
  );
  return [
    ...head.map((line) => (misfits.length > 0 ? style.yellow(line) : isBest ? style.green(line) : line)),
    labelled("US dollars", [
      money(usd.s3),
      money(usd.kms),
      money(usd.kmsWithBucketKeys),
      money(usd.transfer),
      money(usd.fee),
      money(usd.total),
      money(usd.totalWithBucketKeys),
    ]),
    labelled("requests", [count(requests.s3), count(requests.kms), count(requests.kmsWithBucketKeys)]),
    ...wrap(`limits: ${limits.join("; ")}`, "    ", "      ").map((line) => style.dim(line)),
  ];
}

function labelled(label: string, cells: readonly string[]): string {
  return `    ${label}`.padEnd(LABEL) + row(cells);
}

function row(cells: readonly string[]): string {
  return cells.map((cell) => ` ${cell.padStart(COLUMN)}`).join("");
}

/** What is assumed where AWS documents nothing, or where the workload leaves it open. */
export function assumptionsOf({ engines }: Pick<Cost, "engines">): string[] {
  return [
    "every object has the average size; if yours differ much, ask for small and large ones separately",
    "both buckets use SSE-KMS, each with a key of its own; without a Bucket Key, every request that reads or writes an object is one to KMS for each key",
    `Bucket Keys leave ${REMAINING_WITH_BUCKET_KEYS * 100} request to KMS in 100: AWS's best case, "up to 99 percent" fewer; the columns with and without them are the two ends`,
    ...new Set(engines.flatMap(({ engine }) => engine.assumption ?? [])),
  ];
}

function priceLines({ prices, used }: Cost, style: Style): string[] {
  const rows = used.map((name) => [name, priceInWords(prices[name])]);
  const lines = columns(rows, { indent: "  ", widest: [32] });
  const pages = [
    ...new Set(
      used.filter((name) => prices[name] === PRICES[name]).map((name) => shortened(prices[name].source)),
    ),
  ];
  return [
    style.bold("Prices in US dollars"),
    ...(pages.length > 0
      ? wrap(
          `Defaults are those of ${DEFAULTS.region} on ${DEFAULTS.date}, from ${list(pages, "and")}. Other regions, China and GovCloud differ: give your prices with --prices.`,
          "  ",
        )
      : []),
    ...used.flatMap((name, at) => {
      const own = lines[at] ?? [];
      return prices[name].unverified === undefined ? own : own.map((line) => style.yellow(line));
    }),
  ];
}

/** `0.005 per 1,000 PUT, COPY, POST and LIST requests` */
function priceInWords({ usd, per, of, source, unverified }: Price): string {
  const quantity = per === 1 ? "" : `${number(per)} `;
  const from = source.startsWith("https:") ? "" : ` (${source})`;
  const doubt = unverified === undefined ? "" : `; UNVERIFIED: ${unverified}`;
  return `${usd} per ${quantity}${of}${from}${doubt}`;
}

function shortened(page: string): string {
  return page.replace(/^https:\/\/|\/$/g, "");
}

/** `$0.36`, `$1,255` or `$1.2M` */
export function money(usd: number): string {
  if (usd > 0 && usd < 0.01) return "<$0.01";
  if (usd === 0) return "$0";
  if (usd < 100) return `$${usd.toFixed(2)}`;
  return `$${usd < 100_000 ? number(Math.round(usd)) : compact(usd)}`;
}

/** `9,999` or `50.1M` */
export function count(quantity: number): string {
  return quantity < 10_000 ? number(quantity) : compact(quantity);
}

function number(quantity: number): string {
  return quantity.toLocaleString("en-US", { maximumFractionDigits: 3 });
}

function compact(quantity: number): string {
  return quantity.toLocaleString("en-US", { notation: "compact", maximumSignificantDigits: 3 });
}

function bytesInWords(bytes: number): string {
  const units = [bytes === 1 ? "byte" : "bytes", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const quantity = (bytes / 1_000 ** power).toLocaleString("en-US", { maximumSignificantDigits: 3 });
  return `${quantity} ${units[power]}`;
}
