import { PRICE_NAMES, PRICES, pricesWith, usdOf } from "./prices";

test.each([
  [{ s3_put_per_1000: 1_000_000 }, 5],
  [{ s3_get_per_1000: 1_000_000 }, 0.4],
  [{ kms_per_10000: 1_000_000 }, 3],
  [{ transfer_per_gb: 10 }, 0.2],
  [{ batch_per_job: 2, batch_per_million_objects: 3_000_000, manifest_per_million_objects: 4_000_000 }, 3.56],
  [{ datasync_enhanced_per_gb: 100, datasync_enhanced_per_execution: 2 }, 2.6],
  [{}, 0],
])("%j costs %d dollars", (usage, usd) => {
  expect(usdOf(usage, PRICES)).toBeCloseTo(usd, 10);
});

test("every default has a page of AWS and a unit that its name says", () => {
  for (const name of PRICE_NAMES) {
    expect(PRICES[name].source).toMatch(/^https:\/\/aws\.amazon\.com\/\w+\/pricing\/$/);
    const [, per = "1"] = /_per_(\d+)$/.exec(name) ?? [];
    expect([name, PRICES[name].per]).toEqual([name, name.includes("_million_") ? 1_000_000 : Number(per)]);
  }
});

test("a file replaces single prices, and they are no longer unverified", () => {
  const prices = pricesWith({ datasync_basic_per_gb: 0.01, kms_per_10000: 0 }, "prices.yaml");
  expect(prices.datasync_basic_per_gb).toEqual({
    usd: 0.01,
    per: 1,
    of: "GB with DataSync in Basic mode",
    source: "prices.yaml",
  });
  expect(prices.kms_per_10000.usd).toBe(0);
  expect(prices.s3_put_per_1000).toBe(PRICES.s3_put_per_1000);
});

test.each<[string, unknown, RegExp]>([
  [
    "an unknown price",
    { kms_per_1000: 0.003 },
    /^prices\.yaml: kms_per_1000 is not a price; there are .*; did you mean "kms_per_10000"\?$/,
  ],
  ["one that objects inherit", { toString: 1 }, /^prices\.yaml: toString is not a price; there are /],
  [
    "text",
    { kms_per_10000: "0.03" },
    /kms_per_10000 must be a price in US dollars, such as 0\.03; found "0\.03"$/,
  ],
  ["less than nothing", { kms_per_10000: -1 }, /found -1$/],
  ["infinity", { kms_per_10000: Infinity }, /must be a price in US dollars/],
  [
    "a list",
    [0.03],
    /^prices\.yaml must be a mapping from names of prices to US dollars, .*; found \[0\.03\]$/,
  ],
  ["an empty file", null, /^prices\.yaml must be a mapping .*; found null$/],
])("%s is refused", (_, given, message) => {
  expect(() => pricesWith(given, "prices.yaml")).toThrow(message);
});
