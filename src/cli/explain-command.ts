import { topologyTerraform } from "../constructs/topology-terraform";
import { UsageError } from "../messages/user-error";
import { list } from "../messages/wording";
import { explanationText } from "../report/explanation-text";
import { resolve } from "../topology/resolve";
import { readErrorMessage, type RefusedRequest } from "../verify/explain/error-message";
import { explain, explainEstate } from "../verify/explain/explain";
import { type Ask, type Explanation, isAllowed, verdictOf } from "../verify/explain/explanation";
import { located } from "../verify/located";
import { isPath } from "../verify/terraform-input";
import { caseOf } from "../verify/topology";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { findAppStack } from "./app-stacks";
import { findStack } from "./find-stacks";
import { type InputFlags, readInput } from "./input-options";
import type { App } from "./settings";
import { givenLimits, type LimitFlags, readLimits } from "./limit-options";

/** The options of `s3porter explain`. */
export interface ExplainFlags extends InputFlags, LimitFlags, Partial<Ask> {
  /** An error message of AWS, instead of the caller, the action and the resource. */
  readonly error?: string;
  readonly colour: boolean;
  /** The folder of the topologies. */
  readonly folder: string;
  /** The app with the stacks, instead of topologies. */
  readonly app?: App;
}

/** @param input the name of a stack, or the path of other Terraform */
export async function explainCommand(input: string | undefined, flags: ExplainFlags): Promise<Outcome> {
  const refused = flags.error === undefined ? undefined : readErrorMessage(flags.error);
  const ask = askOf(flags, refused);
  const explanation = withReason(await answerTo(input, ask, flags), refused);
  return {
    text: explanationText(explanation, { colour: flags.colour }),
    exitCode: EXIT_CODES[verdictOf(explanation)],
  };
}

const EXIT_CODES = {
  allowed: EXIT_CODE.yes,
  refused: EXIT_CODE.no,
  unknown: EXIT_CODE.notRead,
} as const;

async function answerTo(input: string | undefined, ask: Ask, flags: ExplainFlags): Promise<Explanation> {
  if (input === undefined || (isPath(input) && !isTopology(input))) {
    const terraform = await readInput(input, flags);
    return explainEstate(ask, terraform, readLimits(flags, terraform, [ask.as]));
  }
  const limits = givenLimits(flags);
  if (limits.length > 0)
    throw new UsageError(
      `the policies of a topology are explained alone; leave out ${list(limits, "and")}, or explain the Terraform of the stack, such as cdktf.out/stacks/${input}`,
    );
  if (flags.app) {
    const stack = findAppStack(flags.app, input);
    return explain(ask, stack.model, stack.case);
  }
  const file = findStack(flags.folder, input);
  const model = resolve(file.topology);
  const { terraform } = located(file, () => topologyTerraform(file.name, model));
  return explain(ask, model, caseOf(model, terraform));
}

function isTopology(input: string): boolean {
  return /\.ya?ml$/.test(input);
}

function askOf({ as, do: what, on, context }: ExplainFlags, refused?: RefusedRequest): Ask {
  const ask = { as: as ?? refused?.as, do: what ?? refused?.do, on: on ?? refused?.on };
  const missing = Object.entries(ask).flatMap(([name, value]) => (value === undefined ? [`--${name}`] : []));
  if (missing.length > 0)
    throw new UsageError(
      refused
        ? `the error message does not name the resource; add --on, such as --on s3://bucket/key`
        : `${list(missing, "and")} ${missing.length === 1 ? "is" : "are"} missing; ask with --as, --do and --on, or paste an error message of AWS with --error`,
    );
  return { ...(ask as Pick<Ask, "as" | "do" | "on">), ...(context && { context }) };
}

/** What AWS itself said about the request. */
function withReason(explanation: Explanation, refused: RefusedRequest | undefined): Explanation {
  if (refused?.reason === undefined) return explanation;
  const { policy, explicit } = refused.reason;
  const said = explicit
    ? `AWS says that a ${policy} policy denies it`
    : `AWS says that no ${policy} policy allows it`;
  const assumed = isAllowed(explanation)
    ? `${said}, but the policies here allow it: something that is not here decides, or it is not applied yet`
    : said;
  return { ...explanation, assumed: [...explanation.assumed, assumed] };
}
