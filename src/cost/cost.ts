/** What each engine costs for a workload. */
import { type Calls, kmsRequestsOf, s3UsageOf, times } from "./calls";
import { type Engine, ENGINES, type Purpose } from "./engines";
import { PRICE_NAMES, type PriceName, type Prices, type Usage, usdOf } from "./prices";
import { DAYS, runOf, type Workload } from "./workload";

/**
 * The share of the requests to KMS that remain with Bucket Keys. AWS says "up to 99 percent" fewer, so this is its best
 * case: few callers, many objects in a short time. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export const REMAINING_WITH_BUCKET_KEYS = 1 / 100;

export interface EngineCost {
  readonly engine: Engine;
  /** The calls of the run, or of all runs of a month. */
  readonly calls: Calls;
  readonly requests: { readonly s3: number; readonly kms: number; readonly kmsWithBucketKeys: number };
  /** In US dollars. */
  readonly usd: Readonly<
    Record<"s3" | "kms" | "kmsWithBucketKeys" | "transfer" | "fee" | "total" | "totalWithBucketKeys", number>
  >;
  /** Why it does not fit. Empty if it fits. */
  readonly misfits: readonly string[];
}

export interface Cost {
  readonly workload: Workload;
  readonly prices: Prices;
  readonly engines: readonly EngineCost[];
  /** The prices that were used. */
  readonly used: readonly PriceName[];
}

export function costOf(workload: Workload, prices: Prices): Cost {
  const costs = enginesFor(workload).map((engine) => engineCost(engine, workload, prices));
  const usages = costs.map(({ usage }) => usage);
  return {
    workload,
    prices,
    engines: costs.map(({ cost }) => cost),
    used: PRICE_NAMES.filter((name) => usages.some((usage) => (usage[name] ?? 0) > 0)),
  };
}

/** New objects are encrypted with the bucket's key as they are written, so there is nothing to re-encrypt every day. */
function enginesFor({ perDay }: Workload): readonly Engine[] {
  return perDay === undefined ? ENGINES : ENGINES.filter(({ purpose }) => purpose === "copy");
}

/** The engines that fit at the lowest cost, with Bucket Keys. Empty if none fits. */
export function cheapest({ engines }: Pick<Cost, "engines">, purpose: Purpose): EngineCost[] {
  const fitting = engines.filter(({ engine, misfits }) => engine.purpose === purpose && misfits.length === 0);
  const lowest = Math.min(...fitting.map(({ usd }) => usd.totalWithBucketKeys));
  return fitting.filter(({ usd }) => usd.totalWithBucketKeys === lowest);
}

function engineCost(engine: Engine, workload: Workload, prices: Prices): { cost: EngineCost; usage: Usage } {
  const run = runOf(workload);
  const runs = run.isDaily ? DAYS : 1;
  const calls = times(runs, engine.calls(run));
  const s3 = s3UsageOf(calls);
  const kms = kmsRequestsOf(calls);
  const kmsWithBucketKeys = Math.ceil(kms * REMAINING_WITH_BUCKET_KEYS);
  const transfer: Usage =
    workload.isCrossRegion && engine.purpose === "copy" ? { transfer_per_gb: run.gigabytes * runs } : {};
  const fees = multiplied(runs, engine.fees?.(run) ?? {});
  const usd = {
    s3: usdOf(s3, prices),
    kms: usdOf({ kms_per_10000: kms }, prices),
    kmsWithBucketKeys: usdOf({ kms_per_10000: kmsWithBucketKeys }, prices),
    transfer: usdOf(transfer, prices),
    fee: usdOf(fees, prices),
  };
  const rest = usd.s3 + usd.transfer + usd.fee;
  return {
    usage: { ...s3, kms_per_10000: kms, ...transfer, ...fees },
    cost: {
      engine,
      calls,
      requests: {
        s3: (s3.s3_put_per_1000 ?? 0) + (s3.s3_get_per_1000 ?? 0),
        kms,
        kmsWithBucketKeys,
      },
      usd: { ...usd, total: rest + usd.kms, totalWithBucketKeys: rest + usd.kmsWithBucketKeys },
      misfits: engine.misfits(run),
    },
  };
}

function multiplied(count: number, usage: Usage): Usage {
  return Object.fromEntries(Object.entries(usage).map(([name, quantity]) => [name, quantity * count]));
}
