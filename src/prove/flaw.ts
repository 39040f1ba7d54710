/** A reason why a stack is not proved. */
export interface Flaw {
  /** The part of the proof that fails. */
  readonly part: Part;
  /** Who or what is wrong, in one line. */
  readonly problem: string;
  /** The Terraform addresses of what decides it, such as `aws_s3_bucket_policy.source`; the place to look at. */
  readonly addresses: readonly string[];
  /** Which statements of which documents in which accounts decide it, or which document lacks one: a line each. */
  readonly because: readonly string[];
  /** What to do about it. */
  readonly repair: string;
  /** The page of AWS that says so. */
  readonly source?: string;
}

/** What a proof consists of. */
export type Part = "complete" | "minimal" | "nothing else" | "well-formed";
