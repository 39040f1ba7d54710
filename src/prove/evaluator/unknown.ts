import type { NotEvaluated } from "../iam/errors";
import { Multimap } from "../multimap";

/** Why an answer is not known. */
export type Unknown = Cause & {
  /** As the end of "unknown because …". */
  readonly text: string;
};

/** What the answer depends on, if that is one thing. */
export type Cause =
  /** A condition key of the request, in lower case. */
  | { readonly kind: "condition key"; readonly key: string }
  /** A document that an option of the commands gives. */
  | { readonly kind: "option"; readonly option: string }
  /** The region of a provider. */
  | { readonly kind: "region"; readonly provider: string }
  /** A statement that cannot be judged: `statement Org of the bucket policy of acme in account 111111111111`. */
  | { readonly kind: "statement"; readonly statement: string }
  /** A document that is known in part or not at all: `the key policy of aws_kms_key.data in account 111111111111`. */
  | { readonly kind: "document"; readonly document: string }
  /** The other policies of a role or user that exists already, which can only allow more. */
  | { readonly kind: "other policies"; readonly document: string }
  | { readonly kind: "other" };

/** Each reason once. */
export function distinctReasons(unknown: readonly Unknown[]): readonly Unknown[] {
  const byText = new Multimap(unknown.map((each) => [each.text, each] as const));
  return [...byText.all()].flatMap(([first]) => first ?? []);
}

export function textsOf(unknown: readonly Unknown[]): readonly string[] {
  return unknown.map(({ text }) => text);
}

/** @param otherwise if no condition key is what an evaluation lacks */
export function causeIn({ conditionKey }: NotEvaluated, otherwise: Cause): Cause {
  return conditionKey === undefined ? otherwise : { kind: "condition key", key: conditionKey };
}
