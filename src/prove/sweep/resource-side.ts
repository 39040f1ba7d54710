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
import { actionsOf, onKind } from "./statement-actions";

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

type Asked = Pick<Authorization, "action" | "resource" | "context">;

function cells(
  policy: Policy | undefined,
  { account }: Bucket | Key | Principal,
  people: People,
  asked: (statement: RawStatement) => Asked[],
): Cell[] {
  const allows = policy?.document.Statement.filter(({ Effect }) => Effect === "Allow") ?? [];
  return allows.flatMap((statement) => {
    const actors = people.named(statement, account);
    if (actors.length === 0) return [];
    const authorizations = asked(statement).map((one) => ({ ...one, owner: account.id, source: SOURCE }));
    return actors.flatMap((actor) => authorizations.map((authorization) => ({ actor, authorization })));
  });
}

/** A bucket policy is about its own bucket only. */
function onBucket(statement: RawStatement, { arn }: Bucket, inventory: Inventory): Asked[] {
  const actions = actionsOf(statement);
  const patterns = statement.NotResource === undefined ? [statement.Resource ?? []].flat() : ["*"];
  const isOwn = (resource: string) => resource === arn || resource.startsWith(`${arn}/`);
  const contexts = inventory.listingContexts(arn, statement);
  const buckets = inventory.bucketsLike(patterns).filter(isOwn);
  const objects = inventory.objectsLike(patterns).filter(isOwn);
  return [
    ...buckets.flatMap((resource) =>
      onKind(actions, "bucket").flatMap((action) =>
        contextsFor(action, contexts).map((context) => ({ action, resource, context })),
      ),
    ),
    ...objects.flatMap((resource) =>
      onKind(actions, "object").map((action) => ({ action, resource, context: TLS })),
    ),
  ];
}

function onKey(statement: RawStatement, { arn }: Key, inventory: Inventory): Asked[] {
  const contexts = inventory.keyContexts(arn, statement);
  return onKind(actionsOf(statement), "key").flatMap((action) =>
    contexts.map((context) => ({ action, resource: arn, context })),
  );
}

function onRole(statement: RawStatement, { arn }: Principal): Asked[] {
  const ids = conditionValues(statement, "sts:ExternalId").map((id) => instance(id, ELSEWHERE));
  const contexts = [TLS, ...ids.map((id) => ({ ...TLS, "sts:ExternalId": id }))];
  return ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
    .filter((action) => actionsOf(statement).includes(action))
    .flatMap((action) => contexts.map((context) => ({ action, resource: arn, context })));
}
