/** What principals can do with buckets, to compare what different readings of the same Terraform say. */
import type { Description } from "../../src/prove/check/description";
import { titleOf } from "./differences";

/** The answer to each question, without Terraform addresses and ids of keys, which differ. */
export function matrixOf({ connections }: Description): ReadonlyMap<string, string> {
  return new Map(
    connections.flatMap(({ principal, bucket, operations }) =>
      operations.map((operation) => {
        const { keys, answer, missing } = operation;
        const question = `${principal.arn} ${bucket.arn}/${keys.join(" ")} ${titleOf(operation)}`;
        const lacks = missing.map(({ authorization }) => authorization.action).sort();
        return [question, [answer, ...lacks].join(" ")] as const;
      }),
    ),
  );
}
