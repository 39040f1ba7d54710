/** Prices: defaults of us-east-1, or those of a file. */
import { UsageError } from "../messages/user-error";
import { didYouMean, list, quote } from "../messages/wording";

export interface Price {
  readonly usd: number;
  /** How many units it is for. */
  readonly per: number;
  /** The units, in words. */
  readonly of: string;
  readonly source: string;
  /** Why it may be wrong. @default - it is confirmed */
  readonly unverified?: string;
}

/** Where the defaults are from. The pages were read in copies, and compared with AWS's price list. */
export const DEFAULTS = { region: "us-east-1", date: "2026-11-27" } as const;

const S3 = "https://aws.amazon.com/s3/pricing/";
const KMS = "https://aws.amazon.com/kms/pricing/";
const DATASYNC = "https://aws.amazon.com/datasync/pricing/";

const CLOUDWATCH = "https://aws.amazon.com/cloudwatch/pricing/";

const PAGES_OF_OTHERS = "found on pages of others than AWS";
const OTHER_REGIONS = "found for other regions only";

/** The default prices. The names are those of a file of prices. */
export const PRICES = {
  s3_put_per_1000: {
    usd: 0.005,
    per: 1_000,
    of: "PUT, COPY, POST and LIST requests to S3 Standard",
    source: S3,
  },
  s3_get_per_1000: { usd: 0.0004, per: 1_000, of: "GET and HEAD requests to S3 Standard", source: S3 },
  kms_per_10000: { usd: 0.03, per: 10_000, of: "requests to KMS with a symmetric key", source: KMS },
  transfer_per_gb: { usd: 0.02, per: 1, of: "GB to another region (0.01 to us-east-2)", source: S3 },
  time_control_per_gb: { usd: 0.015, per: 1, of: "GB with S3 Replication Time Control", source: S3 },
  cloudwatch_metric_per_month: {
    usd: 0.3,
    per: 1,
    of: "metric a month, of the first 10,000",
    source: CLOUDWATCH,
    unverified: PAGES_OF_OTHERS,
  },
  cloudwatch_alarm_per_month: {
    usd: 0.1,
    per: 1,
    of: "alarm on a metric a month",
    source: CLOUDWATCH,
    unverified: PAGES_OF_OTHERS,
  },
  batch_per_job: { usd: 0.25, per: 1, of: "job of S3 Batch Operations", source: S3 },
  batch_per_million_objects: { usd: 1, per: 1_000_000, of: "objects of such a job", source: S3 },
  manifest_per_million_objects: {
    usd: 0.015,
    per: 1_000_000,
    of: "objects in the bucket, if S3 generates the manifest",
    source: S3,
    unverified: OTHER_REGIONS,
  },
  datasync_enhanced_per_gb: {
    usd: 0.015,
    per: 1,
    of: "GB with DataSync in Enhanced mode",
    source: DATASYNC,
    unverified: OTHER_REGIONS,
  },
  datasync_enhanced_per_execution: {
    usd: 0.55,
    per: 1,
    of: "execution of such a task",
    source: DATASYNC,
    unverified: OTHER_REGIONS,
  },
  datasync_basic_per_gb: {
    usd: 0.0125,
    per: 1,
    of: "GB with DataSync in Basic mode",
    source: DATASYNC,
    unverified: OTHER_REGIONS,
  },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof PRICES;

export const PRICE_NAMES = Object.keys(PRICES) as PriceName[];

export type Prices = Readonly<Record<PriceName, Price>>;

/** How much is used of what has a price, in units such as requests, objects and gigabytes. */
export type Usage = Readonly<Partial<Record<PriceName, number>>>;

/**
 * The default prices with those of a file in their places.
 *
 * @param given the content of the file
 * @throws UsageError if it has anything other than prices
 */
export function pricesWith(given: unknown, file: string): Prices {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new UsageError(
      `${file} must be a mapping from names of prices to US dollars, such as kms_per_10000: 0.03; found ${quote(given)}`,
    );
  const own = Object.entries(given).map(([name, usd]: [string, unknown]) => {
    if (!isPriceName(name))
      throw new UsageError(
        `${file}: ${name} is not a price; there are ${list(PRICE_NAMES, "and")}${didYouMean(name, PRICE_NAMES)}`,
      );
    if (typeof usd !== "number" || !Number.isFinite(usd) || usd < 0)
      throw new UsageError(
        `${file}: ${name} must be a price in US dollars, such as ${PRICES[name].usd}; found ${typeof usd === "number" ? usd : quote(usd)}`,
      );
    const { per, of } = PRICES[name];
    return [name, { usd, per, of, source: file }] as const;
  });
  return { ...PRICES, ...Object.fromEntries(own) };
}

function isPriceName(name: string): name is PriceName {
  return Object.hasOwn(PRICES, name);
}

/** What a usage costs, in US dollars. */
export function usdOf(usage: Usage, prices: Prices): number {
  return PRICE_NAMES.reduce((sum, name) => {
    const { usd, per } = prices[name];
    return sum + ((usage[name] ?? 0) / per) * usd;
  }, 0);
}
