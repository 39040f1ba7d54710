import { isUserError } from "../messages/user-error";
import { diffMarkdown, diffText } from "../report/diff-text";
import { accessDiff } from "../verify/access-diff";
import { type AnyInputFlags, isAbsentRevision, readEstates, stacksOf } from "./any-input";
import { noRevisionEither } from "./errors";
import { EXIT_CODE, type Outcome } from "./exit-code";

/** The options of `s3porter diff`. */
export interface DiffFlags extends AnyInputFlags {
  readonly markdown?: boolean;
  readonly colour: boolean;
}

/**
 * @param before an input, see `readEstates`
 * @param after the same; by default, all stacks of the project as they are now
 */
export async function diffCommand(
  before: string,
  after: string | undefined,
  flags: DiffFlags,
): Promise<Outcome> {
  const old = await read(before, flags);
  const now = await (after === undefined ? stacksOf(flags) : read(after, flags));
  const diff = accessDiff(
    old.map(({ estate }) => estate),
    now.map(({ estate }) => estate),
  );
  return {
    text: flags.markdown ? diffMarkdown(diff) : diffText(diff, { colour: flags.colour }),
    exitCode: diff.gains.length + diff.losses.length === 0 ? EXIT_CODE.yes : EXIT_CODE.no,
  };
}

async function read(input: string, flags: DiffFlags): ReturnType<typeof readEstates> {
  try {
    return await readEstates(input, flags);
  } catch (error) {
    if (!isUserError(error) || !(await isAbsentRevision(input, flags))) throw error;
    throw noRevisionEither(input, error.message);
  }
}
