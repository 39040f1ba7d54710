/**
 * What the policies of the estate's roles and users allow if the other side allows everything. Each policy must be
 * right alone, because the policies in other accounts can change.
 */
import { accountOf, parseArn } from "../../aws/arn";
import type { Account } from "../../estate/estate";
import { BoundedCache } from "../bounded-cache";
import { type Authorization, TLS } from "../catalogue/authorization";
import type { Documents } from "../evaluator/decision";
import { ROLE_ACTIONS, serviceOf } from "../evaluator/services";
import { type Document, hasVariables } from "../iam/documents";
import { instanceOf, isPattern } from "../iam/wildcard";
import { parseStatement, type Statement } from "../iam/statement";
import { takesConditionKey } from "../iam-data/iam-data";
import { type Actor, EVERYTHING, STRANGE_ACCOUNT } from "../proof/actor";
import { withoutKeys } from "../evaluator/context";
import { anyValues, prefixFor } from "../proof/prefix";
import type { Cell } from "./cell";
import type { Inventory } from "./inventory";
import { ELSEWHERE } from "./pattern";
import { sessionContexts } from "./session-contexts";
import { actionsPerKind } from "./statement-actions";

const SOURCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html";

/**
 * The ARN of a bucket contains no account. If a stranger owned the name, a principal should not be able to use that
 * bucket. This is not checked for a role that S3 assumes, because AWS does not say whether its requests have
 * `aws:ResourceAccount`, and the replication rule states the account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount
 *
 * @param isAssumedByS3 whether the actor is the role of a replication rule
 */
export function identityCells(
  actor: Actor,
  policies: readonly Document[],
  account: Owner,
  inventory: Inventory,
  isAssumedByS3 = false,
): Cell[] {
  const cells: Cell[] = [];
  for (const policy of policies) {
    const isVariable = hasVariables(policy);
    for (const statement of policy.statements) {
      if (statement.effect !== "Allow") continue;
      for (const each of isVariable ? asAnyone(actor, statement, inventory) : [actor]) {
        const read = isVariable ? asReadFor(each, statement) : statement;
        for (const authorization of authorizationsOf(read, account, inventory)) {
          const { owner, resource } = authorization;
          if (owner === STRANGE_ACCOUNT && isAssumedByS3) continue;
          const other = resource === "*" ? undefined : openPolicy(authorization, account.id);
          cells.push({ actor: each, authorization, policy: other });
        }
      }
    }
  }
  return cells;
}

/**
 * The actor as it is, and with a value for each other policy variable: it can get more tags than the Terraform states.
 * Variables in its prefixes need no value here: if they have none, something that was asked for is not allowed.
 */
function asAnyone(actor: Actor, { raw }: Statement, inventory: Inventory): Actor[] {
  const own = { ...anyValues(inventory.prefixesFor(actor)), ...actor.context };
  const others = withoutKeys(anyValues(JSON.stringify(raw)), own);
  if (Object.keys(others).length === 0) return [actor];
  return [actor, { ...actor, context: { ...actor.context, ...others } }];
}

/** Replaces policy variables, to find the resources that a text matches. */
export function asReadFor(actor: Actor, { raw, index }: Statement): Statement {
  return parseStatement(JSON.parse(prefixFor(JSON.stringify(raw), actor)), index);
}

type Owner = Pick<Account, "id" | "partition">;

function authorizationsOf(statement: Statement, account: Owner, inventory: Inventory): Authorization[] {
  const actions = actionsPerKind(statement);
  const patterns = resourcePatterns(statement);
  const found: Authorization[] = [];
  const add = (action: string, resource: string, owner: string, context: Authorization["context"]) =>
    found.push({ action, resource, owner, context, source: SOURCE });

  if (actions.bucket.length > 0)
    for (const arn of inventory.bucketsLike(patterns)) {
      const contexts = inventory.listingContexts(arn, statement);
      const owners = [...inventory.ownersOf(arn), STRANGE_ACCOUNT];
      for (const action of actions.bucket)
        for (const context of contextsFor(action, contexts))
          for (const owner of owners) add(action, arn, owner, context);
    }
  if (actions.object.length > 0)
    for (const arn of inventory.objectsLike(patterns)) {
      const owners = [...inventory.ownersOf(arn.slice(0, arn.indexOf("/"))), STRANGE_ACCOUNT];
      for (const action of actions.object) for (const owner of owners) add(action, arn, owner, TLS);
    }
  if (actions.key.length > 0)
    for (const arn of inventory.keysLike(patterns)) {
      const owner = accountOf(arn) ?? "";
      for (const context of inventory.keyContexts(arn, statement))
        for (const action of actions.key) add(action, arn, owner, context);
    }
  // The others need a token or an assertion, and no policy of the caller.
  const onRoles = actions.role.filter((action) => ROLE_ACTIONS.includes(action));
  for (const action of onRoles)
    for (const resource of patterns.flatMap((pattern) => rolesLike(pattern, account))) {
      const arn = parseArn(resource);
      if (arn?.type === "role")
        for (const context of sessionContexts(action, statement)) add(action, resource, arn.account, context);
    }
  for (const action of actions.none) add(action, "*", account.id, TLS);
  return found;
}

/** Roles that a pattern can match: some role of the caller's account, and one that is like the pattern. */
function rolesLike(pattern: string, { id, partition }: Owner): string[] {
  if (!isPattern(pattern)) return [pattern];
  const { service, account = "", resource = "" } = parseArn(pattern) ?? {};
  const owner = isPattern(account) ? STRANGE_ACCOUNT : account;
  return [
    `arn:${partition}:iam::${id}:role/${ELSEWHERE}`,
    `arn:${partition}:${service}::${owner}:${instanceOf(resource, ELSEWHERE)}`,
  ];
}

/** The resources of a statement. With NotResource, they can be anything. */
export function resourcePatterns({ raw, resources }: Statement): readonly string[] {
  return raw.NotResource === undefined ? resources : ["*"];
}

/** Only requests for some of the listings have the prefix in their context. */
export function contextsFor(
  action: string,
  contexts: readonly Authorization["context"][],
): readonly Authorization["context"][] {
  return contexts.length < 2 || takesConditionKey(action, "s3:prefix") ? contexts : contexts.slice(0, 1);
}

/** A policy that leaves the decision to the caller's account. */
function openPolicy({ action, owner }: Authorization, account: string): Documents["resource"] {
  const isTrust = serviceOf(action).resourcePolicy === "trust";
  return (isTrust ? openTrustPolicies : openPolicies).of(account).of(owner);
}

/** By the account of the caller and the owner, because many cells share one of a few. */
const openPolicies = openPoliciesLike(EVERYTHING.Statement);
const openTrustPolicies = openPoliciesLike(
  EVERYTHING.Statement.map((statement) => ({ ...statement, Resource: undefined })),
);

function openPoliciesLike(statements: readonly object[]) {
  return new BoundedCache(
    (account: string) =>
      new BoundedCache((owner: string): Documents["resource"] => ({
        name: "policy of the resource, if it allowed everything",
        account: owner,
        document: {
          ...EVERYTHING,
          Statement: statements.map((statement) => ({ ...statement, Principal: { AWS: account } })),
        },
      })),
  );
}
