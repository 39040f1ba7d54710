import type { ReplicationRule } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { wellFormed } from "./well-formed";

/** What is wrong with a replication rule. */
export interface Found {
  readonly problem: string;
  readonly repair: string;
  readonly source: string;
  /** More addresses than the rule's. */
  readonly addresses?: readonly string[];
  readonly gaps?: Flaw["gaps"];
}

export function replicationFlaw(
  rule: ReplicationRule,
  { problem, repair, source: page, addresses = [], gaps }: Found,
): Flaw {
  const { address, source } = rule;
  const what = titleOf(rule);
  return wellFormed({
    problem: `${what}: ${problem}`,
    addresses: [...new Set([address, ...addresses])],
    because: [`${what} in account ${source.account.id}`],
    repair,
    source: page,
    ...(gaps && { gaps }),
  });
}

/** `rule logs of aws_s3_bucket_replication_configuration.source` */
export function titleOf({ address, id }: ReplicationRule): string {
  return `${id === undefined ? "a rule" : `rule ${id}`} of ${address}`;
}
