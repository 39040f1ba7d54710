/** Roles and users of other accounts that statements single out by their tags. */
import { taggedArn, tagsOfArn } from "../../aws/tagged-arn";
import type { Estate } from "../../estate/estate";
import { conditionsOf, documentsOf, jsonOf } from "../iam/documents";
import type { ConditionLine } from "../iam/condition-line";
import type { Statement } from "../iam/statement";
import { isPattern } from "../iam/wildcard";
import { once } from "../once";

const TAG = "aws:principaltag/";

/** More are told as one, of whom tags are not known. */
const MOST_TEAMS = 20;

/**
 * What stands for those of an account whom a statement names: the account, or one for each set of tags, see `aws/tagged-arn.ts`.
 *
 * @param rootArn the ARN of the account's root
 */
export function teamsOf(rootArn: string, statement: Statement): readonly string[] {
  const teams = tagsRequired(statement);
  return teams === undefined ? [rootArn] : teams.map((tags) => taggedArn(rootArn, tags));
}

/** Whether a statement is for those whom an ARN stands for, as far as its tags say. */
export function isForTagsOf(arn: string, statement: Statement): boolean {
  const own = new Map(Object.entries(tagsOfArn(arn)).map(([key, value]) => [key.toLowerCase(), value]));
  if (own.size === 0) return true;
  const teams = tagsRequired(statement) ?? [];
  return (
    teams.length === 0 ||
    teams.some((tags) => Object.entries(tags).every(([key, value]) => own.get(key.toLowerCase()) === value))
  );
}

/** Whether tags matter only where statements single them out, so that whoever has others has nothing by them. */
export const tagsAreSingledOut = once(
  (estate: Estate): boolean =>
    documentsOf(estate).every((document) => !/\$\{aws:principaltag\//i.test(jsonOf(document))) &&
    [...conditionsOf(estate).all()]
      .flat()
      .every(
        ({ statement, line }) =>
          !line.lowerKey.startsWith(TAG) ||
          (statement.effect === "Allow" && tagsRequired(statement) !== undefined),
      ),
);

type Tags = Readonly<Record<string, string>>;

/** Every set of tags that meets the conditions; undefined without any, or if there is no end to them. */
function tagsRequired({ conditions }: Statement): readonly Tags[] | undefined {
  const lines = conditions.filter(({ lowerKey }) => lowerKey.startsWith(TAG));
  const number = lines.reduce((product, { values }) => product * values.length, 1);
  if (lines.length === 0 || number > MOST_TEAMS || !lines.every(isLiteral)) return undefined;
  return lines.reduce<readonly Tags[]>(
    (teams, { key, values }) =>
      teams.flatMap((tags) => values.map((value) => ({ ...tags, [key.slice(TAG.length)]: value }))),
    [{}],
  );
}

function isLiteral({ base, qualifier, ifExists, values }: ConditionLine): boolean {
  const isEqual = base === "StringEquals" || base === "StringLike";
  return (
    isEqual &&
    qualifier === undefined &&
    !ifExists &&
    !values.some((value) => isPattern(value) || value.includes("${"))
  );
}
