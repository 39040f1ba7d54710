/** A reason why a stack is not proved. */
export interface Flaw {
  /** The part of the proof that fails. */
  readonly part: Part;
  /** Who or what is wrong, in one line. */
  readonly problem: string;
  /** The Terraform addresses to look at, such as `aws_s3_bucket_policy.source`. */
  readonly addresses: readonly string[];
  /**
   * The statements that decide it, with their documents and accounts, or the document that lacks one: one on each line.
   */
  readonly because: readonly string[];
  /** What to do about it. */
  readonly repair: string;
  /** The AWS page that documents it. */
  readonly source?: string;
}

/** The parts of a proof. */
export type Part = "complete" | "minimal" | "nothing else" | "well-formed";
