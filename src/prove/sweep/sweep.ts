import { parseArn } from "../../aws/arn";
import type { Decision } from "../evaluator/decision";
import { identityPoliciesOf } from "../iam/documents";
import { actionsOn } from "../iam-data/iam-data";
import type { Authority } from "../proof/authority";
import type { Answers } from "../proof/answers";
import type { Scene } from "../proof/scene";
import type { Cell } from "./cell";
import { Expected } from "./expected";
import { identityCells } from "./identity-side";
import { Inventory } from "./inventory";
import { People } from "./people";
import { resourceCells } from "./resource-side";

/** Whether the policies allow nothing except what was asked for. */
export interface Sweep {
  /** All combinations of a principal or stranger, an action, and a bucket, object, key or role. */
  readonly cells: number;
  /** How many requests an Allow statement can match. They were evaluated. */
  readonly evaluated: number;
  /** How many of those are allowed. */
  readonly allowed: number;
  readonly unexpected: readonly Unexpected[];
}

/** Access that nobody asked for. */
export interface Unexpected extends Cell {
  readonly decision: Decision;
}

/**
 * Whatever AWS allows, some Allow statement matches. The sweep therefore goes from statement to statement, and asks for
 * each action of S3, KMS and STS that the statement names: by every caller and on everything that it can mean,
 * including what does not exist. Each side is evaluated as if the other allowed everything.
 */
export function sweep(answers: Answers, scene: Scene, authority: Authority): Sweep {
  const expected = new Expected(answers, scene);
  const unexpected: Unexpected[] = [];
  let evaluated = 0;
  let allowed = 0;
  for (const cells of cellsOf(scene)) {
    for (const cell of cells) {
      const asked = scene.reached(cell.actor, cell.authorization);
      const decision = authority.decide(cell.actor, asked, { policy: cell.policy });
      evaluated++;
      if (!decision.allowed) continue;
      allowed++;
      if (!expected.has(cell)) unexpected.push({ ...cell, decision });
    }
  }
  return { cells: countOf(scene), evaluated, allowed, unexpected };
}

/** Policy by policy, because all of them together would take a lot of memory. */
function* cellsOf(scene: Scene): Generator<Cell[]> {
  const { estate, intents } = scene;
  const inventory = new Inventory(scene);
  const assumedByS3 = new Set(estate.replicationRules.map(({ roleArn }) => roleArn));
  for (const principal of estate.principals) {
    const { arn, account } = principal;
    const actor = scene.actor({ principalArn: arn });
    yield identityCells(actor, identityPoliciesOf(principal), account, inventory, assumedByS3.has(arn));
  }
  for (const offer of intents.offers) {
    const { principalArn } = offer;
    const { partition = "", account: id = "" } = parseArn(principalArn) ?? {};
    const policies = [scene.documentOffered(offer) ?? []].flat();
    const actor = scene.actor({ principalArn });
    yield identityCells(actor, policies, { id: actor.account ?? id, partition }, inventory);
  }
  yield* resourceCells(estate, new People(estate, intents.limits), inventory);
}

/** In each account and in a strange one, there is a user without any policy and one who can do everything. */
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
