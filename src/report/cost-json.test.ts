import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020";
import { REPOSITORY } from "../../test/support/repository";
import { costOf } from "../cost/cost";
import { PRICES } from "../cost/prices";
import type { Workload } from "../cost/workload";
import { costJson } from "./cost-json";

const schema = JSON.parse(readFileSync(join(REPOSITORY, "docs/cost.schema.json"), "utf8")) as object;
const ONCE: Workload = { objects: 50_000_000, gigabytes: 10_000, isCrossRegion: false };
const DAILY: Workload = { ...ONCE, perDay: 200_000, isCrossRegion: true };

test.each([
  ["once", ONCE],
  ["daily", DAILY],
])("the output follows the schema: %s", (_, workload) => {
  const validate = new Ajv().compile(schema);
  const json = JSON.parse(JSON.stringify(costJson(costOf(workload, PRICES)))) as Record<string, unknown>;
  validate(json);
  expect(validate.errors).toBeNull();
  expect(validate({ ...json, version: 2 })).toBe(false);
});

test("numbers are exact", () => {
  const { engines, cheapest, workload, prices } = costJson(costOf(ONCE, PRICES));
  expect(workload).toEqual({
    objects: 50_000_000,
    gigabytes: 10_000,
    per_day: null,
    days: null,
    cross_region: false,
  });
  expect(engines.find(({ id }) => id === "sync")).toMatchObject({
    fits: false,
    misfits: ["one machine takes about 6 days"],
    calls: { ListObjectsV2: 50_001, CopyObject: 50_000_000 },
    requests: { s3: 50_050_001, kms: 100_000_000, kms_with_bucket_keys: 1_000_000 },
  });
  expect(cheapest).toEqual({
    copy: ["batch_replication", "batch_copy"],
    re_encrypt: ["batch_update_encryption", "batch_copy_in_place"],
  });
  expect(prices.flatMap(({ name, unverified }) => (unverified === null ? [] : [name]))).toEqual([
    "manifest_per_million_objects",
    "datasync_enhanced_per_gb",
    "datasync_enhanced_per_execution",
    "datasync_basic_per_gb",
  ]);
});

test("a month says how many days it has", () => {
  const { workload, cheapest } = costJson(costOf(DAILY, PRICES));
  expect(workload).toMatchObject({ per_day: 200_000, days: 30 });
  expect(cheapest).toEqual({ copy: ["replication"], re_encrypt: [] });
});
