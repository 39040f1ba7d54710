import { whoCanText } from "../report/who-can-text";
import { whoCan } from "../verify/who-can";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { type ExplainerFlags, readExplainer } from "./read-explainer";

/** The options of `s3porter who-can`. */
export interface WhoCanFlags extends ExplainerFlags {
  readonly context?: readonly string[];
  readonly colour: boolean;
}

/**
 * @param what an action or an operation
 * @param on a bucket, an object, a key or a role
 * @param input the name of a stack, the path of its topology, or the path of other Terraform
 */
export async function whoCanCommand(
  what: string,
  on: string,
  input: string | undefined,
  flags: WhoCanFlags,
): Promise<Outcome> {
  const ask = { do: what, on, ...(flags.context && { context: flags.context }) };
  const found = whoCan(ask, await readExplainer(input, flags));
  const exitCode =
    found.allowed.length > 0 ? EXIT_CODE.yes : found.unknown.length > 0 ? EXIT_CODE.notRead : EXIT_CODE.no;
  return { text: whoCanText(found, { colour: flags.colour }), exitCode };
}
