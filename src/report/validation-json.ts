/** What `validate` prints as JSON. Within a version, fields keep their names and meanings; new fields can be added. */
import * as z from "zod";
import type { Problem } from "../topology/problem";
import { problem, problemJson } from "./problem-json";

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
  /** The stacks without problems. */
  readonly stacks: readonly {
    readonly name: string;
    readonly file: string;
    readonly warnings: readonly Problem[];
  }[];
  readonly problems: readonly Problem[];
}

export function validationJson({ stacks, problems }: Validation): z.infer<typeof ValidationJson> {
  return {
    version: 1,
    valid: problems.length === 0,
    stacks: stacks.map(({ name }) => name),
    problems: problems.map(problemJson),
    warnings: stacks.flatMap(({ warnings }) => warnings.map(problemJson)),
  };
}
