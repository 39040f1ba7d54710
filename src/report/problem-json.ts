import * as z from "zod";
import type { Problem } from "../topology/problem";

/** Something in a topology file. */
export interface ProblemJson {
  /** What kind of problem it is, such as `topology/unknown-key`. See `docs/messages.md`. */
  readonly id: string;
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

export const problem: z.ZodType<ProblemJson> = z
  .object({
    id: z
      .string()
      .describe("What kind of problem it is, such as topology/unknown-key. See docs/messages.md."),
    file: z.string(),
    line: z.int().min(1).describe("From 1."),
    column: z.int().min(1).describe("From 1, in characters."),
    path: z
      .string()
      .describe("The place in the topology, such as buckets.source.name; empty for the whole file."),
    message: z.string(),
    suggestion: z.string().nullable().describe("The word that the author probably meant."),
  })
  .describe("Something in a topology file.");

export function problemJson({ id, file, line, column, path, message, suggestion }: Problem): ProblemJson {
  return { id, file, line, column, path, message, suggestion: suggestion ?? null };
}
