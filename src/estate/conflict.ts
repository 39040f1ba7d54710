/** Two resources of which AWS would keep one, or would not accept one. */
export interface Clash {
  /** That of the check that reports it. */
  readonly id: "other-account" | "defined-twice" | "exclusive-attachments";
  readonly problem: string;
  readonly remedy: string;
}

/** Anything else that AWS would refuse. */
export interface Refusal {
  readonly id: "refused";
  /** What was found, and what to do if that is not plain. */
  readonly message: string;
}
