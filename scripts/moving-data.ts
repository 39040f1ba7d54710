/**
 * Writes the tables of costs in README.md and docs/moving-data.md, computed as by `s3porter cost`; with --check, says
 * whether they are up to date.
 */
import { CALLS, type Calls, entriesOf } from "../src/cost/calls";
import { costOf, type EngineCost } from "../src/cost/cost";
import { type Engine, ENGINES } from "../src/cost/engines";
import { DEFAULTS, PRICE_NAMES, PRICES } from "../src/cost/prices";
import { runOf, type Workload } from "../src/cost/workload";
import { list } from "../src/messages/wording";
import { assumptionsOf, count, money, NOT_COUNTED } from "../src/report/cost-text";
import { isCheck, table, writeParts } from "./generated-page";

const ONCE: Workload = { objects: 50_000_000, gigabytes: 10_000, isCrossRegion: false };

/** The columns of the table of engines. */
const WORKLOADS: Readonly<Record<string, Workload>> = {
  "1 million objects, 200 GB, once": { objects: 1_000_000, gigabytes: 200, isCrossRegion: false },
  "50 million objects, 10 TB, once": ONCE,
  "200,000 new ones a day, for 30 days, in that bucket": { ...ONCE, perDay: 200_000 },
};

/** The parts of the pages, by their names in the pages' marks. */
const PARTS: Readonly<Record<string, string>> = {
  "which engine": whichEngine(),
  "requests of each engine": requestsOfEngines(),
  "what each call counts as": callsTable(),
  "default prices": pricesTable(),
  assumptions: assumptionsOf(costOf(ONCE, PRICES))
    .map((each) => `- ${sentence(each)}`)
    .join("\n"),
  "not counted": NOT_COUNTED,
};

function whichEngine(): string {
  const costs = Object.values(WORKLOADS).map((workload) => costOf(workload, PRICES).engines);
  const rows = ENGINES.map((engine) => [
    engine.title,
    ...costs.map((all) => cellOf(all.find((each) => each.engine === engine))),
    engine.limits.join("; "),
  ]);
  const sources = [...new Set(PRICE_NAMES.map((name) => PRICES[name].source))];
  const doubted = PRICE_NAMES.filter((name) => "unverified" in PRICES[name]).map((name) => `\`${name}\``);
  const pages = sources.map((page) => `[${new URL(page).pathname.split("/")[1]}](${page})`);
  return [
    `Prices: AWS's for ${DEFAULTS.region} on ${DEFAULTS.date}, from its pages for ${list(pages, "and")}. UNVERIFIED: ${list(doubted, "and")}.`,
    "",
    "Cost without, with Bucket Keys (requests to S3; to KMS without, with Bucket Keys):",
    "",
    table(["engine", ...Object.keys(WORKLOADS), "limits"], rows),
  ].join("\n");
}

function cellOf(cost: EngineCost | undefined): string {
  if (cost === undefined) return "not needed";
  const { requests, usd, misfits } = cost;
  if (misfits.length > 0) return `no: ${misfits.join("; ")}`;
  const [s3, kms, withBucketKeys] = [requests.s3, requests.kms, requests.kmsWithBucketKeys].map(count);
  return `${money(usd.total)}, ${money(usd.totalWithBucketKeys)} (${s3}; ${kms}, ${withBucketKeys})`;
}

/** The calls for one object, as the formulas give them: what one more object adds. */
function requestsOfEngines(): string {
  const sizes = [1, 100].map((megabytes) => megabytes / 1_000);
  const rows = ENGINES.map((engine) => [
    engine.title,
    ...sizes.map((gigabytes) => callsInWords(perObject(engine, gigabytes))),
    engine.fees === undefined
      ? "–"
      : feesOf(engine.fees)
          .map((name) => `\`${name}\``)
          .join(", "),
  ]);
  return table(["engine", "calls for an object of 1 MB", "for one of 100 MB", "fees"], rows);
}

/** Those of a single run and of daily ones. */
function feesOf(fees: NonNullable<Engine["fees"]>): string[] {
  const once: Workload = { objects: 1, gigabytes: 1, isCrossRegion: false };
  const runs = [once, { ...once, perDay: 1 }].map(runOf);
  return [...new Set(runs.flatMap((run) => Object.keys(fees(run))))];
}

/** Of a thousand objects, so that the requests that list them count as well. */
function perObject(engine: Engine, gigabytes: number): Calls {
  const objects = 1_000;
  const calls = engine.calls(runOf({ objects, gigabytes: gigabytes * objects, isCrossRegion: false }));
  return Object.fromEntries(entriesOf(calls).map(([name, all]) => [name, all / objects]));
}

function callsInWords(calls: Calls): string {
  return entriesOf(calls)
    .map(([name, each]) => (name === "ListObjectsV2" ? `${name} per 1,000` : `${each} ${name}`))
    .join(", ");
}

function callsTable(): string {
  return table(
    ["call", "charged as", "requests to KMS without a Bucket Key"],
    Object.entries(CALLS).map(([name, { chargedAs, kms }]) => [
      name,
      `\`${chargedAs}\``,
      kms.length === 0 ? "none" : kms.map((action) => `\`${action}\``).join(", "),
    ]),
  );
}

function pricesTable(): string {
  const rows = PRICE_NAMES.map((name) => {
    const { usd, per, of, source, ...rest } = PRICES[name];
    const doubt = "unverified" in rest ? `UNVERIFIED: ${rest.unverified}` : "confirmed";
    return [
      `\`${name}\``,
      String(usd),
      `${per === 1 ? "" : `${per.toLocaleString("en-US")} `}${of}`,
      `[AWS](${source})`,
      doubt,
    ];
  });
  return table(["name", `US dollars in ${DEFAULTS.region}`, "per", "source", `on ${DEFAULTS.date}`], rows);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export async function main(check = isCheck()): Promise<void> {
  for (const name of ["README.md", "docs/moving-data.md"])
    await writeParts(name, PARTS, "npm run moving-data", "src/cost", check);
}

if (require.main === module) void main();
