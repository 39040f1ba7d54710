import { topologyTerraform } from "../constructs/topology-terraform";
import { diagramOf } from "../diagram/diagram";
import type { Format } from "../diagram/format";
import { UsageError } from "../messages/user-error";
import { describe } from "../prove/check/describe";
import { asGiven } from "../prove/existing";
import { resolve } from "../topology/resolve";
import { located } from "../verify/located";
import { isPath } from "../verify/terraform-input";
import { caseOf } from "../verify/topology";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { findStack } from "./find-stacks";
import { type InputFlags, readInput } from "./input-options";

/** The options of `s3porter diagram`. */
export interface DiagramFlags extends InputFlags {
  readonly format: Format;
  /** The folder of the topologies. */
  readonly folder: string;
  /** Standard output is a terminal. */
  readonly isTerminal: boolean;
}

/** @param input the name of a stack, or the path of other Terraform */
export async function diagramCommand(input: string | undefined, flags: DiagramFlags): Promise<Outcome> {
  if (flags.format === "png" && flags.isTerminal)
    throw new UsageError(
      "a PNG is not for a terminal; write it to a file: s3porter diagram … --format png > diagram.png",
    );
  const { name, estate } = await estateOf(input, flags);
  const drawn = await diagramOf(name, { estate, description: describe(estate) }, flags.format);
  return {
    ...(typeof drawn === "string" ? { text: drawn } : { text: "", bytes: drawn }),
    exitCode: EXIT_CODE.yes,
  };
}

async function estateOf(input: string | undefined, flags: DiagramFlags) {
  if (input === undefined || isPath(input)) return readInput(input, flags);
  const file = findStack(flags.folder, input);
  const model = resolve(file.topology);
  const { terraform } = located(file, () => topologyTerraform(file.name, model));
  const { intents, estate } = caseOf(model, terraform);
  return { name: file.name, estate: asGiven(intents, estate).estate };
}
