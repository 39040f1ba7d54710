import type { BucketKeys } from "./bucket-keys";
import type { Caller } from "./callers";
import type { EstateJudge } from "./estate-judge";

/** What the parts of a description are made of. */
export interface Scenery {
  readonly judge: EstateJudge;
  readonly keys: BucketKeys;
  /** The role or user with an ARN. */
  readonly callers: (arn: string) => Caller;
}
