/**
 * What the policies of buckets, keys and roles allow the callers that they name. Callers in the same account have no
 * policies here. Callers in other accounts can do everything there.
 */
import { accountOf } from "../../aws/arn";
import type { Estate } from "../../estate/estate";
import { MFA } from "../catalogue/assume-role";
import { type Authorization, TLS } from "../catalogue/authorization";
import { FEDERATED_ACTIONS, ROLE_ACTIONS } from "../evaluator/services";
import { hasVariables, type ResourcePolicy, resourcePoliciesOf } from "../iam/documents";
import type { Statement } from "../iam/statement";
import type { Cell } from "./cell";
import { asReadFor, contextsFor, resourcePatterns } from "./identity-side";
import { conditionValues, type Inventory } from "./inventory";
import { ELSEWHERE, instance } from "./pattern";
import type { People } from "./people";
import { sessionContexts } from "./session-contexts";
import { actionsPerKind } from "./statement-actions";

const SOURCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html";

/** The cells of one policy after another. */
export function* resourceCells(estate: Estate, people: People, inventory: Inventory): Generator<Cell[]> {
  for (const policy of resourcePoliciesOf(estate)) yield cells(policy, people, inventory);
}

type Asked = Omit<Authorization, "owner" | "source">;

function cells(
  { kind, arn, account, document }: ResourcePolicy,
  people: People,
  inventory: Inventory,
): Cell[] {
  const found: Cell[] = [];
  if (!document) return found;
  const isVariable = hasVariables(document);
  for (const statement of document.statements) {
    if (statement.effect !== "Allow") continue;
    const actors = people.named(statement, account);
    if (actors.length === 0) continue;
    const askedOf = (read: Statement) =>
      ASKED[kind](read, arn, inventory).map(({ action, resource, context }): Authorization => ({
        action,
        resource,
        owner: account.id,
        context,
        source: SOURCE,
      }));
    // With policy variables, a statement means something else for each caller.
    const forAll = isVariable ? undefined : askedOf(statement);
    for (const actor of actors)
      for (const authorization of forAll ?? askedOf(asReadFor(actor, statement)))
        found.push({ actor, authorization });
  }
  return found;
}

type Ask = (statement: Statement, arn: string, inventory: Inventory) => Asked[];

const ASKED: Readonly<Record<ResourcePolicy["kind"], Ask>> = { bucket: onBucket, key: onKey, trust: onRole };

/** A bucket policy only applies to its own bucket. */
function onBucket(statement: Statement, arn: string, inventory: Inventory): Asked[] {
  const { bucket: onBuckets, object: onObjects } = actionsPerKind(statement);
  const patterns = resourcePatterns(statement);
  const found: Asked[] = [];
  const sources = requestSources(statement);
  if (onBuckets.length > 0 && inventory.bucketsLike(patterns).includes(arn)) {
    const contexts = withEach(inventory.listingContexts(arn, statement), sources);
    for (const action of onBuckets)
      for (const context of contextsFor(action, contexts)) found.push({ action, resource: arn, context });
  }
  if (onObjects.length > 0)
    for (const resource of inventory.objectsLike(patterns)) {
      if (!resource.startsWith(`${arn}/`)) continue;
      for (const action of onObjects)
        for (const context of withEach([TLS], sources)) found.push({ action, resource, context });
    }
  return found;
}

function onKey(statement: Statement, arn: string, inventory: Inventory): Asked[] {
  const { key: onKeys } = actionsPerKind(statement);
  const contexts = withEach(inventory.keyContexts(arn, statement), requestSources(statement));
  return onKeys.flatMap((action) => contexts.map((context) => ({ action, resource: arn, context })));
}

function onRole(statement: Statement, arn: string): Asked[] {
  const ids = conditionValues(statement, "sts:ExternalId").map((id) => instance(id, ELSEWHERE));
  const named = ids.map((id) => ({ ...TLS, "sts:ExternalId": id }));
  const withMfa = conditionValues(statement, MFA).length === 0 ? [] : [TLS, ...named].map(signedInWithMfa);
  const { role: onRoles } = actionsPerKind(statement);
  const sources = sourceContexts(statement);
  return ALL_ROLE_ACTIONS.filter((action) => onRoles.includes(action)).flatMap((action) =>
    [...sessionContexts(action, statement), ...named, ...withMfa, ...sources].map((context) => ({
      action,
      resource: arn,
      context,
    })),
  );
}

function signedInWithMfa(context: Asked["context"]): Asked["context"] {
  return { ...context, [MFA]: "true" };
}

const ALL_ROLE_ACTIONS: readonly string[] = [...ROLE_ACTIONS, ...Object.values(FEDERATED_ACTIONS)];

/** For everything that a statement says that a service must assume the role for. */
function sourceContexts(statement: Statement): Asked["context"][] {
  const valuesOf = (key: string) =>
    conditionValues(statement, key).map((value) => instance(value, ELSEWHERE));
  const [accounts, arns] = [valuesOf("aws:SourceAccount"), valuesOf("aws:SourceArn")];
  if (accounts.length + arns.length === 0) return [];
  return either(accounts).flatMap((account) =>
    either(arns).map((arn) => ({
      ...TLS,
      ...(account !== undefined && { "aws:SourceAccount": account }),
      ...(arn !== undefined && { "aws:SourceArn": arn }),
    })),
  );
}

/** For whom a service can act that the statement names: whatever its conditions single out. */
function requestSources(statement: Statement): Asked["context"][] {
  const valuesOf = (key: string) =>
    conditionValues(statement, key).map((value) => instance(value, ELSEWHERE));
  const [accounts, arns] = [valuesOf("aws:SourceAccount"), valuesOf("aws:SourceArn")];
  const organizations = valuesOf("aws:SourceOrgID");
  if (accounts.length + arns.length + organizations.length === 0) return [];
  const ofArns = either(arns).flatMap((arn) => {
    const inArn = accountOf(arn ?? "");
    // A service never names two accounts.
    const fitting = accounts.filter((account) => inArn === undefined || account === inArn);
    return either(fitting.length > 0 ? fitting : accounts.slice(0, 1)).map((account) => ({
      ...(account !== undefined && { "aws:SourceAccount": account }),
      ...(arn !== undefined && { "aws:SourceArn": arn }),
    }));
  });
  return ofArns.flatMap((keys) =>
    either(organizations).map((organization) => ({
      ...keys,
      ...(organization !== undefined && { "aws:SourceOrgID": organization }),
    })),
  );
}

function withEach(
  contexts: readonly Asked["context"][],
  more: readonly Asked["context"][],
): readonly Asked["context"][] {
  if (more.length === 0) return contexts;
  return contexts.flatMap((context) => more.map((keys) => ({ ...context, ...keys })));
}

function either(values: readonly string[]): readonly (string | undefined)[] {
  return values.length > 0 ? values : [undefined];
}
