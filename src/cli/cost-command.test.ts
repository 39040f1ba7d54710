import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import type { CostJson } from "../report/cost-json";
import { costCommand, type CostFlags } from "./cost-command";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

const cost = (flags: Partial<CostFlags>) =>
  costCommand({ objects: "50000000", gigabytes: "10000", colour: false, ...flags });

test("text", () => {
  const { text, exitCode } = cost({});
  expect(text).toMatch(/^50,000,000 objects, 10,000 GB /);
  expect(exitCode).toBe(0);
});

test("JSON, with every option", () => {
  const prices = join(folder, "prices.yaml");
  writeFileSync(prices, "transfer_per_gb: 0.01\n");
  const { text } = cost({ perDay: "200000", crossRegion: true, prices, json: true });
  const { workload, engines } = JSON.parse(text) as CostJson;
  expect(workload).toMatchObject({ per_day: 200_000, cross_region: true });
  // 30 days × 40 GB × 0.01
  expect(engines[0]?.usd.transfer).toBeCloseTo(12, 6);
});

test.each<[string, Partial<CostFlags>, RegExp]>([
  ["words", { objects: "many" }, /^--objects "many" is not a number; write it in digits, such as 50000000/],
  ["commas", { objects: "50,000,000" }, /^--objects "50,000,000" is not a number/],
  ["units", { gigabytes: "10TB" }, /^--gigabytes "10TB" is not a number/],
  ["nothing", { perDay: "" }, /^--per-day "" is not a number/],
  ["negative numbers", { objects: "-1" }, /^--objects -1 must be a whole number from 1 on/],
  ["no objects", { objects: "0" }, /^--objects 0 must be a whole number from 1 on/],
])("%s are refused", (_, flags, message) => {
  expect(() => cost(flags)).toThrow(message);
});
