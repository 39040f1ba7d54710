/**
 * The tags that roles and users of an account or an organization must have, see `aws/tagged-arn.ts`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag
 */
import { tagsOfArn } from "../../aws/tagged-arn";

export type TagKeys = Readonly<Record<string, string>>;

const TAG = "aws:PrincipalTag/";

/** The condition keys of the tags. Empty without tags. */
export function requiredTags(arn: string): TagKeys {
  return tagKeys(tagsOfArn(arn));
}

export function tagKeys(tags: Readonly<Record<string, string>>): TagKeys {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [TAG + key, value]));
}

/** Whether a caller has them all. Condition keys ignore case. */
export function hasTags(required: TagKeys, context: TagKeys = {}): boolean {
  const lowerCase = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(required).every(([key, value]) => lowerCase.get(key.toLowerCase()) === value);
}

/** Those of callers who come close: without one of the tags, and with another value of it. */
export function otherTags(required: TagKeys, made: string): TagKeys[] {
  return Object.keys(required).flatMap((key) => {
    const { [key]: _, ...rest } = required;
    return [rest, { ...rest, [key]: made }];
  });
}

/** In words, for the name of whoever has them. */
export function tagsInWords(required: TagKeys): string {
  const number = Object.keys(required).length;
  return number === 0 ? "" : ` with the ${number === 1 ? "tag" : "tags"} ${listOfTags(required)}`;
}

/** `env=prod, team=red` */
export function listOfTags(required: TagKeys): string {
  return Object.entries(required)
    .map(([key, value]) => `${key.slice(TAG.length)}=${value}`)
    .join(", ");
}

/** An account, or those in it whom an ARN stands for. */
export function accountInWords(arn: string, account: string): string {
  return `account ${account}${tagsInWords(requiredTags(arn))}`;
}
