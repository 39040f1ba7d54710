/** What `validate` prints as JSON. Within a version, fields keep their names and meanings; new fields can be added. */
import { z } from "zod";
import type { Problem } from "../topology/problem";
import { problemJson } from "./problem-json";

const problem = z.object({
  file: z.string(),
  line: z.number().describe("From 1."),
  column: z.number().describe("From 1, in characters."),
  path: z
    .string()
    .describe("The place in the topology, such as buckets.source.name; empty for the whole file."),
  message: z.string(),
  suggestion: z.string().nullable().describe("The word that the author probably meant."),
});

/** The topologies that `validate` read. */
export const ValidationJson = z.object({
  version: z.literal(1),
  valid: z.boolean(),
  stacks: z.array(z.string()).describe("The names of the stacks without problems."),
  problems: z.array(problem),
  warnings: z.array(problem).describe("What AWS accepts, but is probably a mistake."),
});

/** What `validate` found. */
export interface Validation {
  /** The names of the stacks without problems. */
  readonly stacks: readonly string[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

export function validationJson({ stacks, problems, warnings }: Validation): z.infer<typeof ValidationJson> {
  return {
    version: 1,
    valid: problems.length === 0,
    stacks: [...stacks],
    problems: problems.map(problemJson),
    warnings: warnings.map(problemJson),
  };
}
