import type { Problem } from "../topology/problem";

/** Something in a topology file. */
export interface ProblemJson {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** The place in the topology, such as `buckets.source.name`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  /** The word that the author probably meant. */
  readonly suggestion: string | null;
}

export function problemJson({ file, line, column, path, message, suggestion }: Problem): ProblemJson {
  return { file, line, column, path, message, suggestion: suggestion ?? null };
}
