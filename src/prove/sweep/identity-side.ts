/**
 * What the policies of the estate's roles and users allow, were the other side to allow everything: so each of them
 * holds by itself, whatever becomes of the policies in other accounts.
 */
import { accountOf, parseArn } from "../../aws/arn";
import type { Account } from "../../estate/estate";
import type { Authorization } from "../catalogue/authorization";
import type { Documents } from "../evaluator/decision";
import { ROLE_ACTIONS, serviceOf } from "../evaluator/services";
import type { Document } from "../iam/documents";
import { parseStatement, type Statement } from "../iam/statement";
import { type Actor, EVERYTHING, STRANGE_ACCOUNT } from "../proof/actor";
import { prefixFor } from "../proof/prefix";
import type { Cell } from "./cell";
import { type Inventory, TLS } from "./inventory";
import { ELSEWHERE } from "./pattern";
import { actionsPerKind } from "./statement-actions";

const SOURCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html";

/**
 * A bucket's ARN names no account: what a principal may do with a bucket it should not be able to do if the name were
 * a stranger's. Of a role that S3 assumes that is not asked, for AWS does not say whether its requests have
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
  for (const { statements } of policies)
    for (const statement of statements) {
      if (statement.effect !== "Allow") continue;
      for (const authorization of authorizationsOf(asReadFor(actor, statement), account, inventory)) {
        const { owner, resource } = authorization;
        if (owner === STRANGE_ACCOUNT && isAssumedByS3) continue;
        const policy = resource === "*" ? undefined : openPolicy(authorization, account.id);
        cells.push({ actor, authorization, policy });
      }
    }
  return cells;
}

/** With its policy variables replaced, to find out what it is about. */
function asReadFor(actor: Actor, statement: Statement): Statement {
  const text = JSON.stringify(statement.raw);
  return text.includes("${")
    ? parseStatement(JSON.parse(prefixFor(text, actor)), statement.index)
    : statement;
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
      for (const action of actions.bucket)
        for (const context of contextsFor(action, contexts))
          for (const owner of [...inventory.ownersOf(arn), STRANGE_ACCOUNT]) add(action, arn, owner, context);
    }
  if (actions.object.length > 0)
    for (const arn of inventory.objectsLike(patterns)) {
      const owners = [...inventory.ownersOf(arn.slice(0, arn.indexOf("/"))), STRANGE_ACCOUNT];
      for (const action of actions.object) for (const owner of owners) add(action, arn, owner, TLS);
    }
  if (actions.key.length > 0)
    for (const arn of inventory.keysLike(patterns))
      for (const context of inventory.keyContexts(arn, statement))
        for (const action of actions.key) add(action, arn, accountOf(arn) ?? "", context);
  // The others are for federated callers, whom nothing here trusts: a trust policy that does is refused.
  const onRoles = actions.role.filter((action) => ROLE_ACTIONS.includes(action));
  const someRole = `arn:${account.partition}:iam::${account.id}:role/${ELSEWHERE}`;
  for (const action of onRoles)
    for (const resource of patterns.map((pattern) => (pattern.includes("*") ? someRole : pattern))) {
      const arn = parseArn(resource);
      if (arn?.type === "role") add(action, resource, arn.account, TLS);
    }
  for (const action of actions.none) add(action, "*", account.id, TLS);
  return found;
}

/** What a statement is about. What it does not mean may be anything else. */
export function resourcePatterns({ raw, resources }: Statement): readonly string[] {
  return raw.NotResource === undefined ? resources : ["*"];
}

/** Only listings name a prefix. */
export function contextsFor(
  action: string,
  contexts: readonly Authorization["context"][],
): readonly Authorization["context"][] {
  return action.startsWith("s3:ListBucket") ? contexts : contexts.slice(0, 1);
}

const open = new Map<string, Documents["resource"]>();

/** A policy that leaves it to the caller's account. */
function openPolicy({ action, owner }: Authorization, account: string): Documents["resource"] {
  const isTrust = serviceOf(action).resourcePolicy === "trust";
  const id = `${owner} ${account} ${isTrust}`;
  const before = open.get(id);
  if (before) return before;
  const [statement] = EVERYTHING.Statement;
  const policy = {
    name: "policy of the resource, were it to allow everything",
    account: owner,
    document: {
      ...EVERYTHING,
      Statement: [{ ...statement, ...(isTrust && { Resource: undefined }), Principal: { AWS: account } }],
    },
  };
  open.set(id, policy);
  return policy;
}
