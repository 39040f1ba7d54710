import type { Gap } from "./gaps";

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
  /**
   * What it says is lacking, so that no other flaw says it again.
   *
   * @internal
   */
  readonly gaps?: readonly Gap[];
  /** The id of the check that found it, if it can be known without knowing what was asked for. See `docs/checks.md`. */
  readonly check?: string;
  /**
   * That of the check. `error`: AWS refuses it, access fails or is open to strangers. `warning`: it works, but is
   * probably not meant.
   */
  readonly severity?: "error" | "warning";
}

/** The parts of a proof. */
export type Part = "complete" | "minimal" | "nothing else" | "well-formed";

/** The id of a flaw's message: its check or, if only the topology makes it a flaw, the part of the proof that fails. */
export function messageIdOf({ check, part }: Pick<Flaw, "check" | "part">): string {
  return check ?? `proof/${part.replace(" ", "-")}`;
}
