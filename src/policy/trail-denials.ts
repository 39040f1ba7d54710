import type { Conditions, Statement } from "./document";
import { areLike } from "./patterns";
import { TRAIL_CONTEXT } from "./statements";

/**
 * Without what is denied twice. With the context of a trail alone, a key cannot tell which bucket has the log, so a Deny for
 * one bucket also denies the logs of these trails in the others.
 *
 * @param foreign whether a denied principal is of another account than the key
 */
export function withTrailsOnce(
  denials: readonly Statement[],
  foreign: (principalArn: string) => boolean,
): Statement[] {
  return denials
    .flatMap((one) => withoutForeigners(one, denials, foreign))
    .filter((one, index, rest) => {
      const isRepeated = (other: Statement, at: number) =>
        at !== index && covers(other, one) && (at < index || !covers(one, other));
      return !rest.some(isRepeated);
    });
}

/** An account is in one organization, so that what is only for members of two is for no other account. */
function withoutForeigners(
  one: Statement,
  denials: readonly Statement[],
  foreign: (principalArn: string) => boolean,
): Statement[] {
  const { conditions = {} } = one;
  const trails = valuesOf(conditions, "StringLike", TRAIL_CONTEXT);
  const principals = valuesOf(conditions, "ArnLike", PRINCIPAL);
  if (trails.length === 0 || principals.length === 0) return [one];
  const isOutside = (arn: string) => {
    if (!foreign(arn)) return false;
    const refusing = denials.filter(
      ({ conditions: wide = {} }) =>
        areLike(trails, valuesOf(wide, "StringLike", TRAIL_CONTEXT)) &&
        !valuesOf(wide, "ArnNotLike", PRINCIPAL).includes(arn),
    );
    const organizations = refusing.flatMap(({ conditions: wide = {} }) =>
      valuesOf(wide, "StringNotEquals", "aws:PrincipalOrgID"),
    );
    return new Set(organizations).size > 1;
  };
  const left = principals.filter((arn) => !isOutside(arn));
  if (left.length === principals.length) return [one];
  return left.length === 0
    ? []
    : [{ ...one, conditions: { ...conditions, ArnLike: { ...conditions.ArnLike, [PRINCIPAL]: left } } }];
}

const PRINCIPAL = "aws:PrincipalArn";

/** Whether a statement denies all that another one does, which is about logs. */
function covers({ conditions: wide = {} }: Statement, { conditions: narrow = {} }: Statement): boolean {
  const trails = valuesOf(narrow, "StringLike", TRAIL_CONTEXT);
  const denied = valuesOf(narrow, "ArnLike", PRINCIPAL);
  const deniedToo = valuesOf(wide, "ArnLike", PRINCIPAL);
  const excepted = valuesOf(narrow, "ArnNotLike", PRINCIPAL);
  return (
    trails.length > 0 &&
    areLike(trails, valuesOf(wide, "StringLike", TRAIL_CONTEXT)) &&
    denied.length > 0 === deniedToo.length > 0 &&
    areLike(denied, deniedToo) &&
    valuesOf(wide, "ArnNotLike", PRINCIPAL).every((arn) => excepted.includes(arn)) &&
    others(narrow) === others(wide)
  );
}

function valuesOf(conditions: Conditions, operator: string, key: string): readonly string[] {
  return [conditions[operator]?.[key] ?? []].flat();
}

function others({ StringLike: _, ArnLike: __, ArnNotLike: ___, ...conditions }: Conditions): string {
  return JSON.stringify(conditions);
}
