import { UsageError } from "../messages/user-error";
import { list } from "../messages/wording";
import { explanationText } from "../report/explanation-text";
import { readErrorMessage, type RefusedRequest } from "../verify/explain/error-message";
import { type Ask, type Explanation, isAllowed, verdictOf } from "../verify/explain/explanation";
import { bestOf } from "../verify/explain/for-each-source";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { type ExplainerFlags, readExplainer } from "./read-explainer";

/** The options of `s3porter explain`. */
export interface ExplainFlags extends ExplainerFlags, Partial<Ask> {
  /** An error message of AWS, instead of the caller, the action and the resource. */
  readonly error?: string;
  readonly colour: boolean;
}

/** @param input the name of a stack, or the path of other Terraform */
export async function explainCommand(input: string | undefined, flags: ExplainFlags): Promise<Outcome> {
  const refused = flags.error === undefined ? undefined : readErrorMessage(flags.error);
  const ask = askOf(flags, refused);
  const { explain } = await readExplainer(input, flags, [ask.as]);
  const explanation = withReason(bestOf(explain(ask)), refused);
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
