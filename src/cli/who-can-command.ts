import { whoCanText } from "../report/who-can-text";
import { whoCan } from "../verify/who-can";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { type InputFlags, readInput } from "./input-options";
import { type LimitFlags, readLimits } from "./limit-options";

/** The options of `s3porter who-can`. */
export interface WhoCanFlags extends InputFlags, LimitFlags {
  readonly context?: readonly string[];
  readonly colour: boolean;
}

/**
 * @param what an action or an operation
 * @param on a bucket, an object, a key or a role
 */
export async function whoCanCommand(
  what: string,
  on: string,
  path: string | undefined,
  flags: WhoCanFlags,
): Promise<Outcome> {
  const input = await readInput(path, flags);
  const ask = { do: what, on, ...(flags.context && { context: flags.context }) };
  const found = whoCan(ask, input, readLimits(flags, input));
  const exitCode =
    found.allowed.length > 0 ? EXIT_CODE.yes : found.unknown.length > 0 ? EXIT_CODE.notRead : EXIT_CODE.no;
  return { text: whoCanText(found, { colour: flags.colour }), exitCode };
}
