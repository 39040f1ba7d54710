/**
 * What the policies of buckets, keys and roles allow: in their own account to whom they name without more, and in
 * others as if those allowed everything.
 */
import type { Bucket, Estate, Key, Policy, Principal } from "../../estate/estate";
import type { RawStatement } from "../../estate/policy-document";
import type { Authorization } from "../catalogue/authorization";
import type { Cell } from "./cell";
import { contextsFor } from "./identity-side";
import { conditionValues, type Inventory, TLS } from "./inventory";
import { ELSEWHERE, instance } from "./pattern";
import type { People } from "./people";
import { actionsOf, actionsPerKind } from "./statement-actions";

const SOURCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html";

/** The cells of one policy after the other. */
export function* resourceCells(
  { buckets, keys, principals }: Estate,
  people: People,
  inventory: Inventory,
): Generator<Cell[]> {
  for (const bucket of buckets)
    yield cells(bucket.policy, bucket, people, (statement) => onBucket(statement, bucket, inventory));
  for (const key of keys)
    yield cells(key.policy, key, people, (statement) => onKey(statement, key, inventory));
  for (const role of principals)
    yield cells(role.trustPolicy, role, people, (statement) => onRole(statement, role));
}

type Asked = Omit<Authorization, "owner" | "source">;

function cells(
  policy: Policy | undefined,
  { account }: Bucket | Key | Principal,
  people: People,
  asked: (statement: RawStatement) => Asked[],
): Cell[] {
  const found: Cell[] = [];
  for (const statement of policy?.document.Statement ?? []) {
    if (statement.Effect !== "Allow") continue;
    const actors = people.named(statement, account);
    if (actors.length === 0) continue;
    const authorizations = asked(statement).map(({ action, resource, context }): Authorization => ({
      action,
      resource,
      owner: account.id,
      context,
      source: SOURCE,
    }));
    for (const actor of actors)
      for (const authorization of authorizations) found.push({ actor, authorization });
  }
  return found;
}

/** A bucket policy is about its own bucket only. */
function onBucket(statement: RawStatement, { arn }: Bucket, inventory: Inventory): Asked[] {
  const { bucket: onBuckets, object: onObjects } = actionsPerKind(statement);
  const patterns = statement.NotResource === undefined ? [statement.Resource ?? []].flat() : ["*"];
  const found: Asked[] = [];
  if (onBuckets.length > 0 && inventory.bucketsLike(patterns).includes(arn)) {
    const contexts = inventory.listingContexts(arn, statement);
    for (const action of onBuckets)
      for (const context of contextsFor(action, contexts)) found.push({ action, resource: arn, context });
  }
  if (onObjects.length > 0)
    for (const resource of inventory.objectsLike(patterns)) {
      if (!resource.startsWith(`${arn}/`)) continue;
      for (const action of onObjects) found.push({ action, resource, context: TLS });
    }
  return found;
}

function onKey(statement: RawStatement, { arn }: Key, inventory: Inventory): Asked[] {
  const { key: onKeys } = actionsPerKind(statement);
  const contexts = inventory.keyContexts(arn, statement);
  return onKeys.flatMap((action) => contexts.map((context) => ({ action, resource: arn, context })));
}

function onRole(statement: RawStatement, { arn }: Principal): Asked[] {
  const ids = conditionValues(statement, "sts:ExternalId").map((id) => instance(id, ELSEWHERE));
  const contexts = [TLS, ...ids.map((id) => ({ ...TLS, "sts:ExternalId": id }))];
  return ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
    .filter((action) => actionsOf(statement).includes(action))
    .flatMap((action) => contexts.map((context) => ({ action, resource: arn, context })));
}
