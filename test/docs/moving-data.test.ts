import { readFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../scripts/moving-data";
import { ENGINES } from "../../src/cost/engines";
import { DEFAULTS, PRICE_NAMES, PRICES, pricesWith } from "../../src/cost/prices";
import { costCommand } from "../../src/cli/cost-command";
import { parse } from "yaml";
import { REPOSITORY } from "../support/repository";
import { saidBy } from "../support/said-by";

interface EngineJson {
  readonly id: string;
  readonly fits: boolean;
  readonly misfits: readonly string[];
  readonly usd: { readonly total: number; readonly total_with_bucket_keys: number };
  readonly requests: { readonly s3: number; readonly kms: number; readonly kms_with_bucket_keys: number };
}

const page = (name: string) => readFileSync(join(REPOSITORY, name), "utf8");

test("the tables of costs are what src/cost says", async () => {
  expect(await saidBy(main)).toEqual([]);
});

/** The columns of the table, as options of the command. */
const COLUMNS = [
  { objects: "1000000", gigabytes: "200" },
  { objects: "50000000", gigabytes: "10000" },
  { objects: "50000000", gigabytes: "10000", perDay: "200000" },
];

/** The numbers of a cell: costs, and requests such as `1M` and `20K`. */
function numbersIn(cell: string): number[] {
  const units: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9 };
  return [...cell.matchAll(/\$?([\d,.]*\d)([KMB]?)/g)].map(
    ([, digits = "", unit = ""]) => Number(digits.replaceAll(",", "")) * (units[unit] ?? 1),
  );
}

describe.each(COLUMNS.map((flags, column) => ({ flags, column })))("$flags", ({ flags, column }) => {
  const { text } = costCommand({ ...flags, json: true, colour: false });
  const { engines } = JSON.parse(text) as { engines: readonly EngineJson[] };

  test.each(ENGINES.map(({ id, title }) => [title, id]))(
    "the command prints what README.md has of %s",
    (title, id) => {
      const row =
        page("README.md")
          .split("\n")
          .find((line) => line.startsWith(`| ${title} `)) ?? "";
      const cell = row.split("|")[2 + column]?.trim() ?? "";
      const engine = engines.find((each) => each.id === id);
      if (!engine) return expect(cell).toBe("not needed");
      if (!engine.fits) return expect(cell).toBe(`no: ${engine.misfits.join("; ")}`);
      const { usd, requests } = engine;
      const printed = [
        usd.total,
        usd.total_with_bucket_keys,
        requests.s3,
        requests.kms,
        requests.kms_with_bucket_keys,
      ];
      const found = numbersIn(cell);
      expect(found).toHaveLength(printed.length);
      // The table rounds.
      for (const [index, value] of printed.entries()) expect((found[index] ?? 0) / value).toBeCloseTo(1, 2);
      return undefined;
    },
  );
});

test("the table says of when and from where its prices are, and which may be wrong", () => {
  const [, table = ""] = page("README.md").split("<!-- which engine");
  expect(table).toContain(DEFAULTS.date);
  expect(table).toContain(DEFAULTS.region);
  for (const name of PRICE_NAMES) {
    expect(table).toContain(PRICES[name].source);
    if ("unverified" in PRICES[name]) expect(table).toContain(`\`${name}\``);
  }
});

test.each(["README.md", "docs/moving-data.md"])("%s has a row for every engine", (name) => {
  for (const { title } of ENGINES) expect(page(name)).toContain(`\n| ${title}`);
});

test("the prices that the page shows are a file of prices", () => {
  const [, yaml = ""] = /^ *```yaml\n([^]*?)```/m.exec(page("docs/moving-data.md")) ?? [];
  const prices = pricesWith(parse(yaml), "prices.yaml");
  expect(prices.s3_put_per_1000.usd).not.toBe(PRICES.s3_put_per_1000.usd);
});
