import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { readPrices } from "./read-prices";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

function fileOf(text: string, name = "prices.yaml"): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test.each([
  ["YAML", "prices.yaml", "# Frankfurt\nkms_per_10000: 0.03\ns3_put_per_1000: 0.0054\n"],
  ["JSON", "prices.json", '{ "kms_per_10000": 0.03, "s3_put_per_1000": 0.0054 }'],
])("%s", (_, name, text) => {
  const file = fileOf(text, name);
  expect(readPrices(file).s3_put_per_1000).toMatchObject({ usd: 0.0054, per: 1_000, source: file });
});

test.each<[string, string, RegExp]>([
  ["what is not YAML", "kms_per_10000: [", /prices\.yaml:1:17: is not valid YAML or JSON: /],
  ["a price twice", "kms_per_10000: 1\nkms_per_10000: 2\n", /prices\.yaml:2:1: is not valid YAML or JSON: /],
  [
    "two documents",
    "kms_per_10000: 1\n---\nkms_per_10000: 2\n",
    /prices\.yaml:2:1: is not valid YAML or JSON: Source contains multiple documents$/,
  ],
  ["an alias", "kms_per_10000: *kms\n", /prices\.yaml: \*kms is an alias; write the price itself/],
  ["a list as a key", "? [a]\n: 1\n", /prices\.yaml: \[ a \] is not a price;/],
  [
    "no number",
    "kms_per_10000: .nan\n",
    /kms_per_10000 must be a price in US dollars, such as 0\.03; found NaN$/,
  ],
  ["an empty file", "", /prices\.yaml must be a mapping/],
])("%s is refused with its place", (_, text, message) => {
  expect(() => readPrices(fileOf(text))).toThrow(message);
});

test("a folder is refused by its name", () => {
  expect(() => readPrices(folder)).toThrow(`${folder} is a folder; name the file with the prices`);
});

test("a file that is not there is an error of the operating system with its path", () => {
  expect(() => readPrices(join(folder, "none.yaml"))).toThrow(/ENOENT.*none\.yaml/);
});
