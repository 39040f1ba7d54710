import type { Decision } from "../evaluator/decision";
import { actionsOn } from "../iam-data/iam-data";
import type { Authority } from "../proof/authority";
import type { Operation } from "../proof/operation";
import type { Scene } from "../proof/scene";
import type { Cell } from "./cell";
import { Expected } from "./expected";
import { identityCells } from "./identity-side";
import { Inventory } from "./inventory";
import { People } from "./people";
import { resourceCells } from "./resource-side";

/** Whether the policies allow nothing but what was asked for. */
export interface Sweep {
  /** Every principal and stranger, times every action, times every bucket, object, key and role. */
  readonly cells: number;
  /** How many questions some Allow statement might answer yes, and were therefore put to the policies. */
  readonly evaluated: number;
  /** How many of those were allowed. */
  readonly allowed: number;
  readonly unexpected: readonly Unexpected[];
}

/** Something that somebody may do and that nobody asked for. */
export interface Unexpected extends Cell {
  readonly decision: Decision;
}

/**
 * Whatever AWS allows, some Allow statement matches. So it goes from statement to statement, and asks for each action
 * of S3, KMS and STS that the statement names, by everybody and about everything that it may mean, and about something
 * that nobody meant. Either side is asked as if the other allowed everything.
 */
export function sweep(operations: readonly Operation[], scene: Scene, authority: Authority): Sweep {
  const { estate } = scene;
  const inventory = new Inventory(scene);
  const expected = new Expected(operations, scene);
  const assumedByS3 = new Set(estate.replicationRules.map(({ roleArn }) => roleArn));
  const cells = [
    ...estate.principals.flatMap(({ arn, identityPolicies, account }) =>
      identityCells(
        scene.actor({ principalArn: arn }),
        identityPolicies,
        account,
        inventory,
        assumedByS3.has(arn),
      ),
    ),
    ...scene.intents.offers.flatMap(({ principalArn, address }) => {
      const [, partition = "", , , id = ""] = principalArn.split(":");
      const policies = estate.offeredPolicies.filter((policy) => policy.address === address);
      return identityCells(scene.actor({ principalArn }), policies, { id, partition }, inventory);
    }),
    ...resourceCells(estate, new People(estate), inventory),
  ];
  const unexpected: Unexpected[] = [];
  let allowed = 0;
  for (const cell of cells) {
    const decision = authority.decide(cell.actor, cell.authorization, { policy: cell.policy });
    if (!decision.allowed) continue;
    allowed++;
    if (!expected.has(cell)) unexpected.push({ ...cell, decision });
  }
  return { cells: countOf(scene), evaluated: cells.length, allowed, unexpected };
}

/** In each account there is somebody without any policy, and somebody who may do everything, and in a strange one too. */
function countOf({ estate: { accounts, principals, buckets, keys } }: Scene): number {
  const people = principals.length + 2 * new Set(accounts.map(({ id }) => id)).size + 2;
  const roles = principals.filter(({ kind }) => kind === "role").length;
  const things =
    buckets.length * (actionsOn("bucket").length + 2 * actionsOn("object").length) +
    keys.length * actionsOn("key").length +
    roles * actionsOn("role").length +
    actionsOn("none").length;
  return people * things;
}
