import type { Model } from "../../topology/model";

/** What a topology calls buckets, principals and services, besides their names in AWS. */
export interface Names extends Pick<Model, "buckets" | "principals">, Partial<Pick<Model, "services">> {
  /** What the question is about, as messages name it: `infra/`. @default "the stack" */
  readonly whole?: string;
  /** Whether the ARNs of keys are known. @default false */
  readonly keysAreKnown?: boolean;
}

/** The name of the whole in messages. */
export function wholeOf({ whole = "the stack" }: Names): string {
  return whole;
}
