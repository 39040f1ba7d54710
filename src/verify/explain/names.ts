import type { Model } from "../../topology/model";

/** What a topology calls buckets and principals, besides their names in AWS. */
export type Names = Pick<Model, "buckets" | "principals">;

export const NO_NAMES: Names = { buckets: [], principals: [] };
