import { diagramOf } from "../diagram/diagram";
import type { Format } from "../diagram/format";
import { UsageError } from "../messages/user-error";
import { describe } from "../prove/check/describe";
import { type AnyInputFlags, readEstates } from "./any-input";
import { severalStacks } from "./errors";
import { EXIT_CODE, type Outcome } from "./exit-code";

/** The options of `s3porter diagram`. */
export interface DiagramFlags extends AnyInputFlags {
  readonly format: Format;
  /** Standard output is a terminal. */
  readonly isTerminal: boolean;
}

/** @param input the name of a stack, or the path of other Terraform */
export async function diagramCommand(input: string | undefined, flags: DiagramFlags): Promise<Outcome> {
  if (flags.format === "png" && flags.isTerminal)
    throw new UsageError(
      "a PNG is not for a terminal; write it to a file: s3porter diagram … --format png > diagram.png",
    );
  const [first, ...others] = await readEstates(input, flags);
  if (!first || others.length > 0)
    throw severalStacks(
      input ?? "",
      [first, ...others].map((each) => each?.name ?? ""),
    );
  const { name, estate, intents } = first;
  const picture = { estate, description: describe(estate), ...(intents && { intents }) };
  const drawn = await diagramOf(name, picture, flags.format);
  return {
    ...(typeof drawn === "string" ? { text: drawn } : { text: "", bytes: drawn }),
    exitCode: EXIT_CODE.yes,
  };
}
