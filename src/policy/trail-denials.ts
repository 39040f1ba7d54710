import type { Conditions, Statement } from "./document";
import { areLike } from "./patterns";
import { TRAIL_CONTEXT } from "./statements";

/**
 * Without what is denied twice. With the context of a trail alone, a key cannot tell which bucket has the log, so a Deny for
 * one bucket also denies the logs of these trails in the others.
 */
export function withTrailsOnce(denials: readonly Statement[]): Statement[] {
  return denials.filter((one, index) => {
    const isRepeated = (other: Statement, at: number) =>
      at !== index && covers(other, one) && (at < index || !covers(one, other));
    return !denials.some(isRepeated);
  });
}

/** Whether a statement denies all that another one does, which is about logs. */
function covers({ conditions: wide = {} }: Statement, { conditions: narrow = {} }: Statement): boolean {
  const trails = valuesOf(narrow, "StringLike", TRAIL_CONTEXT);
  const denied = valuesOf(narrow, "ArnLike", "aws:PrincipalArn");
  const deniedToo = valuesOf(wide, "ArnLike", "aws:PrincipalArn");
  const excepted = valuesOf(narrow, "ArnNotLike", "aws:PrincipalArn");
  return (
    trails.length > 0 &&
    areLike(trails, valuesOf(wide, "StringLike", TRAIL_CONTEXT)) &&
    denied.length > 0 === deniedToo.length > 0 &&
    areLike(denied, deniedToo) &&
    valuesOf(wide, "ArnNotLike", "aws:PrincipalArn").every((arn) => excepted.includes(arn)) &&
    others(narrow) === others(wide)
  );
}

function valuesOf(conditions: Conditions, operator: string, key: string): readonly string[] {
  return [conditions[operator]?.[key] ?? []].flat();
}

function others({ StringLike: _, ArnLike: __, ArnNotLike: ___, ...conditions }: Conditions): string {
  return JSON.stringify(conditions);
}
