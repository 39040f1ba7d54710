import { costOf } from "../cost/cost";
import { PRICES, type Prices, pricesWith } from "../cost/prices";
import type { Workload } from "../cost/workload";
import { costText, workloadInWords } from "./cost-text";

const ONCE: Workload = { objects: 50_000_000, gigabytes: 10_000, isCrossRegion: false };
const DAILY: Workload = { ...ONCE, perDay: 200_000, isCrossRegion: true };
const textOf = (workload: Workload, prices: Prices = PRICES) => costText(costOf(workload, prices), {});

test("everything, once", () => {
  const text = textOf(ONCE);
  expect(text).toContain(`
Copy to another bucket
                                         KMS                               total
                                      Bucket                              Bucket
                        S3      KMS     Keys transfer      fee    total     Keys
  aws s3 sync: does not fit: one machine takes about 6 days
    US dollars        $250     $300    $3.00       $0       $0     $550     $253
    requests         50.1M     100M       1M
    limits: one machine; current versions only
`);
  expect(text).toContain(`
  Batch Operations copy: fits, at the lowest cost
    US dollars        $250     $300    $3.00       $0   $51.00     $601     $304
    requests           50M     100M       1M
    limits: 5 GB an object; 20 billion objects a job; one source and one
      destination bucket a job
`);
  expect(text).toContain("\nRe-encrypt in place\n");
});

test("a month of new objects has nothing to re-encrypt", () => {
  const text = textOf(DAILY);
  expect(text).toContain("  S3 Replication: fits, at the lowest cost\n");
  expect(text).not.toContain("Re-encrypt");
  expect(text).not.toContain("UpdateObjectEncryption");
});

test.each<[string, Workload, string]>([
  ["once", ONCE, "50,000,000 objects, 10,000 GB (200 kB each on average), once, within a region"],
  [
    "daily",
    DAILY,
    "200,000 new objects a day, 40 GB (200 kB each on average), for 30 days, to another region, in a bucket of 50,000,000 objects",
  ],
  [
    "one byte",
    { objects: 10 ** 9, gigabytes: 1, isCrossRegion: false },
    "1,000,000,000 objects, 1 GB (1 byte each on average), once, within a region",
  ],
])("the workload in words, %s", (_, workload, words) => {
  expect(workloadInWords(workload)).toBe(words);
});

test.each<[string, Workload]>([
  ["once", ONCE],
  ["daily", DAILY],
  ["the most there can be", { objects: Number.MAX_SAFE_INTEGER, gigabytes: 10 ** 9, isCrossRegion: true }],
  ["the least", { objects: 1, gigabytes: 10 ** -9, isCrossRegion: true }],
])("it fits the page: %s", (_, workload) => {
  expect(
    textOf(workload)
      .split("\n")
      .filter((line) => line.length > 80),
  ).toEqual([]);
});

test("an unverified price says so, and a price of one's own names its file", () => {
  expect(textOf(ONCE)).toMatch(
    /\n {2}datasync_basic_per_gb +0\.0125 per GB with DataSync in Basic mode;\n +UNVERIFIED: /,
  );
  const own = textOf(ONCE, pricesWith({ datasync_basic_per_gb: 0.01 }, "prices.yaml"));
  expect(own).toMatch(
    /\n {2}datasync_basic_per_gb +0\.01 per GB with DataSync in Basic mode\n +\(prices\.yaml\)/,
  );
});

test("the region and the date of the defaults are named, unless all prices are one's own", () => {
  expect(textOf(ONCE)).toMatch(/Defaults are those of us-east-1 on \d{4}-\d\d-\d\d, from/);
  const own = Object.fromEntries(Object.entries(PRICES).map(([name, { usd }]) => [name, usd]));
  expect(textOf(ONCE, pricesWith(own, "prices.yaml"))).not.toContain("us-east-1 on");
});

test("what Bucket Keys are assumed to save is said", () => {
  expect(textOf(ONCE).replaceAll(/\s+/g, " ")).toContain(
    `Bucket Keys leave 1 request to KMS in 100: AWS's best case, "up to 99 percent" fewer`,
  );
});
