/** Worked examples. The arithmetic is in the comments, done by hand with the default prices. */
import { cheapest, type Cost, costOf, type EngineCost } from "./cost";
import { ENGINES } from "./engines";
import { PRICES, pricesWith } from "./prices";
import type { Workload } from "./workload";

const cost = (given: Partial<Workload> = {}): Cost =>
  costOf({ objects: 50_000_000, gigabytes: 10_000, isCrossRegion: false, ...given }, PRICES);

function of(id: string, { engines }: Cost): EngineCost {
  const found = engines.find(({ engine }) => engine.id === id);
  if (found === undefined) throw new Error(`no engine ${id}`);
  return found;
}

const fitting = ({ engines }: Cost) =>
  engines.flatMap(({ engine, misfits }) => (misfits.length === 0 ? [engine.id] : []));

describe("50 million objects of 200 kB, once", () => {
  const all = cost();

  test("Batch Operations copy", () => {
    // COPY: 50,000,000 × 0.005 / 1,000 = 250
    // KMS: 2 × 50,000,000 × 0.03 / 10,000 = 300, with Bucket Keys 1,000,000 = 3
    // job 0.25 + objects 50 × 1 + manifest 50 × 0.015 = 51
    const { requests, usd, misfits } = of("batch_copy", all);
    expect(requests).toEqual({ s3: 50_000_000, kms: 100_000_000, kmsWithBucketKeys: 1_000_000 });
    expect(usd.s3).toBeCloseTo(250, 6);
    expect(usd.kms).toBeCloseTo(300, 6);
    expect(usd.kmsWithBucketKeys).toBeCloseTo(3, 6);
    expect(usd.transfer).toBe(0);
    expect(usd.fee).toBeCloseTo(51, 6);
    expect(usd.total).toBeCloseTo(601, 6);
    expect(usd.totalWithBucketKeys).toBeCloseTo(304, 6);
    expect(misfits).toEqual([]);
  });

  test("Batch Replication: one charged PUT and two requests to KMS an object", () => {
    const { requests, usd } = of("batch_replication", all);
    expect(requests).toEqual({ s3: 50_000_000, kms: 100_000_000, kmsWithBucketKeys: 1_000_000 });
    expect(usd.totalWithBucketKeys).toBeCloseTo(304, 6);
  });

  test("aws s3 sync lists both buckets, and takes days", () => {
    // LIST: 50,000 of the source, 1 of the empty destination; 50,050,001 × 0.005 / 1,000 = 250.250005
    const { calls, usd, misfits } = of("sync", all);
    expect(calls).toEqual({ ListObjectsV2: 50_001, CopyObject: 50_000_000 });
    expect(usd.s3).toBeCloseTo(250.250005, 6);
    expect(usd.fee).toBe(0);
    // 50,050,001 / 100 / 86,400 = 5.8
    expect(misfits).toEqual(["one machine takes about 6 days"]);
  });

  test("DataSync in Enhanced mode reads everything twice", () => {
    // PUT 50,000,000 and LIST 50,001: 250.250005
    // GET: HEAD 50,000,000 before, then for each object a tag request, 2 GET and 1 HEAD: 250,000,000 × 0.0004 / 1,000 = 100
    // KMS: 3 × 50,000,000 × 0.03 / 10,000 = 450
    // fee: 10,000 × 0.015 + 0.55 = 150.55
    const { requests, usd } = of("datasync_enhanced", all);
    expect(requests.s3).toBe(300_050_001);
    expect(requests.kms).toBe(150_000_000);
    expect(usd.s3).toBeCloseTo(350.250005, 6);
    expect(usd.kms).toBeCloseTo(450, 6);
    expect(usd.fee).toBeCloseTo(150.55, 6);
  });

  test("DataSync in Basic mode costs by the gigabyte alone", () => {
    // 10,000 × 0.0125
    expect(of("datasync_basic", all).usd.fee).toBeCloseTo(125, 6);
  });

  test("UpdateObjectEncryption is charged as PUT", () => {
    // 50,000,000 + 50,000 LIST = 250.25
    expect(of("update_encryption", all).usd.s3).toBeCloseTo(250.25, 6);
    expect(of("batch_update_encryption", all).usd.totalWithBucketKeys).toBeCloseTo(304, 6);
  });

  test("what fits, and what does at the lowest cost", () => {
    expect(fitting(all)).toEqual([
      "batch_replication",
      "batch_copy",
      "datasync_enhanced",
      "batch_update_encryption",
      "batch_copy_in_place",
    ]);
    expect(cheapest(all, "copy").map(({ engine }) => engine.id)).toEqual(["batch_replication", "batch_copy"]);
  });
});

test("1,000 objects of 100 MB are copied in parts by the AWS CLI, and as one by Batch Operations", () => {
  const all = cost({ objects: 1_000, gigabytes: 100 });
  // 1 create + 12 parts + 1 complete = 14 an object, 2 LIST: 14,002 × 0.005 / 1,000 = 0.07001
  // HEAD and tags: 2,000 × 0.0004 / 1,000 = 0.0008; KMS: (1 + 24 + 1) × 1,000
  const sync = of("sync", all);
  expect(sync.requests).toEqual({ s3: 16_002, kms: 26_000, kmsWithBucketKeys: 260 });
  expect(sync.usd.s3).toBeCloseTo(0.07081, 8);
  expect(of("batch_copy", all).requests).toEqual({ s3: 1_000, kms: 2_000, kmsWithBucketKeys: 20 });
  expect(cheapest(all, "copy").map(({ engine }) => engine.id)).toEqual(["sync"]);
});

describe("200,000 new objects of 200 kB a day, to another region", () => {
  const all = cost({ perDay: 200_000, isCrossRegion: true });

  test("S3 Replication", () => {
    // 6,000,000 PUT = 30; KMS 12,000,000 = 36, with Bucket Keys 0.36; 30 × 40 GB × 0.02 = 24;
    // 4 metrics × 0.30 + 1 alarm × 0.10 = 1.30
    const { usd, misfits } = of("replication", all);
    expect(usd.s3).toBeCloseTo(30, 6);
    expect(usd.kms).toBeCloseTo(36, 6);
    expect(usd.kmsWithBucketKeys).toBeCloseTo(0.36, 6);
    expect(usd.transfer).toBeCloseTo(24, 6);
    expect(usd.fee).toBeCloseTo(1.3, 6);
    expect(usd.total).toBeCloseTo(91.3, 6);
    expect(usd.totalWithBucketKeys).toBeCloseTo(55.66, 6);
    expect(misfits).toEqual([]);
  });

  test("time control costs by the gigabyte, and has a second alarm", () => {
    // 1,200 GB × 0.015 + 4 metrics × 0.30 + 2 alarms × 0.10
    expect(of("replication_time_control", all).usd.fee).toBeCloseTo(19.4, 6);
  });

  test("aws s3 sync lists both buckets every day", () => {
    // 30 × (2 × 50,000 LIST + 200,000 COPY) = 9,000,000 = 45
    expect(of("sync", all).calls).toEqual({ ListObjectsV2: 3_000_000, CopyObject: 6_000_000 });
    expect(of("sync", all).usd.s3).toBeCloseTo(45, 6);
  });

  test("a job a day", () => {
    // 30 × (0.25 + 0.2 × 1 + 50 × 0.015)
    expect(of("batch_copy", all).usd.fee).toBeCloseTo(36, 6);
  });

  test("DataSync looks at every object of both buckets every day", () => {
    // HEAD: 30 × (2 × 50,000,000 + 200,000)
    expect(of("datasync_enhanced", all).calls.HeadObject).toBe(3_006_000_000);
    expect(of("datasync_basic", all).misfits).toHaveLength(1);
  });

  test("there is nothing to re-encrypt, and nothing for Batch Replication to do", () => {
    expect(all.engines.map(({ engine }) => engine.purpose)).not.toContain("re-encrypt");
    expect(of("batch_replication", all).misfits).toEqual(["S3 Replication already copies new objects"]);
    expect(cheapest(all, "copy").map(({ engine }) => engine.id)).toEqual(["replication"]);
  });
});

test.each<[string, Partial<Workload>, string, RegExp]>([
  ["6 GB an object", { objects: 1_000, gigabytes: 6_000 }, "batch_copy", /up to 5 GB/],
  ["6 GB an object", { objects: 1_000, gigabytes: 6_000 }, "batch_copy_in_place", /up to 5 GB/],
  ["20 billion and one", { objects: 20_000_000_001 }, "batch_copy", /20 billion objects at most/],
  ["20 billion and one", { objects: 20_000_000_001 }, "batch_replication", /20 billion objects at most/],
  ["20 billion and one", { objects: 20_000_000_001 }, "batch_update_encryption", /20 billion objects/],
  ["25 million and one", { objects: 25_000_001 }, "datasync_basic", /25 million objects/],
  [
    "12.5 million and one in both buckets",
    { objects: 12_500_001, perDay: 1 },
    "datasync_basic",
    /25 million/,
  ],
  ["old objects", { objects: 1, gigabytes: 1 }, "replication", /only objects that are written after/],
  ["10 million copies", { objects: 10_000_000 }, "copy_in_place", /^one machine takes more than a day$/],
])("with %s, %s %s does not fit", (_, workload, id, reason) => {
  const { misfits } = of(id, cost(workload));
  expect(misfits).toHaveLength(1);
  expect(misfits[0]).toMatch(reason);
});

test.each<[string, Partial<Workload>]>([
  ["batch_copy", { objects: 1_000, gigabytes: 5_000 }],
  ["batch_copy", { objects: 20_000_000_000 }],
  ["datasync_basic", { objects: 25_000_000 }],
  ["datasync_basic", { objects: 12_500_000, perDay: 1 }],
  ["copy_in_place", { objects: 8_000_000 }],
])("%s fits at its limit: %j", (id, workload) => {
  expect(of(id, cost(workload)).misfits).toEqual([]);
});

test("only copies are transferred, and only to another region", () => {
  const transferred = (isCrossRegion: boolean) =>
    cost({ isCrossRegion }).engines.map(({ engine, usd }) => [engine.purpose, usd.transfer]);
  expect(new Set(transferred(false).map(([, usd]) => usd))).toEqual(new Set([0]));
  for (const [purpose, usd] of transferred(true)) expect(usd).toBe(purpose === "copy" ? 200 : 0);
});

test("prices of a file count, and only those in use are listed", () => {
  const workload = { objects: 1_000_000, gigabytes: 100, isCrossRegion: false };
  const all = costOf(workload, pricesWith({ kms_per_10000: 1 }, "p.yaml"));
  expect(of("batch_copy", all).usd.kms).toBeCloseTo(200, 6);
  expect(all.used).not.toContain("transfer_per_gb");
  expect(all.used).toContain("kms_per_10000");
});

test("ids are distinct", () => {
  expect(new Set(ENGINES.map(({ id }) => id)).size).toBe(ENGINES.length);
});
