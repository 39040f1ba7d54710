/** Costs as JSON. Within a version, fields keep their names and meanings; new fields can be added. */
import * as z from "zod";
import { type Cost, cheapest, REMAINING_WITH_BUCKET_KEYS } from "../cost/cost";
import { DAYS } from "../cost/workload";

const engine = z.object({
  id: z.string(),
  title: z.string(),
  purpose: z.enum(["copy", "re-encrypt"]),
  fits: z.boolean(),
  misfits: z.array(z.string()).describe("Why it does not fit."),
  limits: z.array(z.string()),
  calls: z.record(z.string(), z.number()).describe("How often each API call is made."),
  requests: z.object({
    s3: z.number().describe("All that S3 charges for."),
    kms: z.number().describe("Without Bucket Keys."),
    kms_with_bucket_keys: z.number(),
  }),
  usd: z.object({
    s3: z.number(),
    kms: z.number().describe("Without Bucket Keys."),
    kms_with_bucket_keys: z.number(),
    transfer: z.number(),
    fee: z.number(),
    total: z.number().describe("Without Bucket Keys."),
    total_with_bucket_keys: z.number(),
  }),
  assumption: z.string().nullable().describe("What AWS does not document, and what is assumed instead."),
});

/** What `s3porter cost --json` prints. */
export const CostJson = z
  .object({
    version: z.literal(1),
    workload: z.object({
      objects: z.number(),
      gigabytes: z.number(),
      per_day: z.number().nullable().describe("New objects a day. Null to copy everything once."),
      days: z.number().nullable().describe("How many days of new objects the costs are for."),
      cross_region: z.boolean(),
    }),
    bucket_keys_leave: z.number().describe("The share of the requests to KMS that Bucket Keys leave."),
    engines: z.array(engine),
    cheapest: z
      .object({ copy: z.array(z.string()), re_encrypt: z.array(z.string()) })
      .describe("The ids of the engines that fit at the lowest cost, with Bucket Keys."),
    prices: z.array(
      z.object({
        name: z.string(),
        usd: z.number(),
        per: z.number(),
        of: z.string(),
        source: z.string(),
        unverified: z.string().nullable().describe("Why it may be wrong."),
      }),
    ),
  })
  .describe("What s3porter cost --json prints.");

export type CostJson = z.infer<typeof CostJson>;

export function costJson(cost: Cost): CostJson {
  const { objects, gigabytes, perDay, isCrossRegion } = cost.workload;
  return {
    version: 1,
    workload: {
      objects,
      gigabytes,
      per_day: perDay ?? null,
      days: perDay === undefined ? null : DAYS,
      cross_region: isCrossRegion,
    },
    bucket_keys_leave: REMAINING_WITH_BUCKET_KEYS,
    engines: cost.engines.map(({ engine: { id, title, purpose, limits, assumption }, ...each }) => ({
      id,
      title,
      purpose,
      fits: each.misfits.length === 0,
      misfits: [...each.misfits],
      limits: [...limits],
      calls: { ...each.calls },
      requests: {
        s3: each.requests.s3,
        kms: each.requests.kms,
        kms_with_bucket_keys: each.requests.kmsWithBucketKeys,
      },
      usd: {
        s3: each.usd.s3,
        kms: each.usd.kms,
        kms_with_bucket_keys: each.usd.kmsWithBucketKeys,
        transfer: each.usd.transfer,
        fee: each.usd.fee,
        total: each.usd.total,
        total_with_bucket_keys: each.usd.totalWithBucketKeys,
      },
      assumption: assumption ?? null,
    })),
    cheapest: {
      copy: cheapest(cost, "copy").map(({ engine: { id } }) => id),
      re_encrypt: cheapest(cost, "re-encrypt").map(({ engine: { id } }) => id),
    },
    prices: cost.used.map((name) => {
      const { usd, per, of, source, unverified } = cost.prices[name];
      return { name, usd, per, of, source, unverified: unverified ?? null };
    }),
  };
}
