import { nameOf } from "../../aws/arn";
import { refuse, within } from "../iam/errors";
import type { Caller } from "./caller";
import { compiledPolicy } from "./compiled-policy";
import type { Asked, PolicyType } from "./compiled-statement";
import type { Attached, Documents, Finding, Layer } from "./decision";
import type { NamedAs } from "./principal-element";
import type { Service } from "./services";

/** An Allow that covers the action but does not apply. */
export interface NearMiss {
  readonly document: Attached;
  readonly sid: string | undefined;
  readonly index: number;
  /** Why it does not apply, in words. */
  readonly unmet: readonly string[];
}

/** In a layer without a match, the statements that need the fewest changes, closest first. */
export function nearMisses(
  asked: Asked,
  target: Service | undefined,
  { layer: name, documents }: Finding,
): NearMiss[] {
  const type = name === "resource" ? target?.resourcePolicy : "identity";
  if (type === undefined) return [];
  return documents
    .filter(hasDocument)
    .flatMap((document) =>
      compiledPolicy(document.document, type).allows.flatMap((statement) => {
        const { sid, index } = statement;
        const unmet = statement.unmet(asked) ?? [];
        return unmet.length > 0 ? [{ document, sid, index, unmet }] : [];
      }),
    )
    .sort((a, b) => a.unmet.length - b.unmet.length);
}

/** The result of every layer that a request depends on. */
export interface Findings {
  /** The policies that organizations attach to accounts. */
  readonly organizations: readonly Finding[];
  readonly resource: Finding | undefined;
  readonly identity: Finding | undefined;
  /** What limits the identity policies: boundary and session policies. */
  readonly caps: readonly Finding[];
  /** The last three, in the order in which AWS evaluates them. */
  readonly sides: readonly Finding[];
}

export function findings(asked: Asked, target: Service | undefined, documents: Documents): Findings {
  const { resource: named, ignoredStatement } = documents;
  const organizations = documents.organizations ? ofOrganizations(asked, target, documents) : NONE;
  const resource = target && ofResource(asked, target, named, ignoredStatement);
  const identity = ofIdentity(asked, documents);
  const caps = ofCaps(asked, documents);
  // Most requests have these two. A list literal has no spare capacity, which matters if many lists are kept.
  const both = resource && identity && caps.length === 0 && [resource, identity];
  const sides = both || [resource ?? NONE, identity ?? NONE, caps].flat();
  return { organizations, resource, identity, caps, sides };
}

const NONE: readonly never[] = [];

/**
 * Policies of an organization do not limit service-linked roles.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#not-restricted-by-scp
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#not-restricted-by-rcps
 */
function isServiceLinked(caller: Caller): boolean {
  return caller.kind === "session" && caller.role.includes(":role/aws-service-role/");
}

function ofOrganizations(
  asked: Asked,
  target: Service | undefined,
  { organizations, resource }: Documents,
): Finding[] {
  const { caller } = asked;
  if (isServiceLinked(caller)) return [];
  const levels = "account" in caller ? organizations?.[caller.account]?.serviceControl : undefined;
  const found = (levels ?? []).map((level) => layer("service control", "service control", level, asked));
  const limits = target && organizations?.[resource.account]?.resourceControl;
  for (const level of limits ?? []) {
    const finding = layer("resource control", "resource control", level, asked);
    // RCPFullAWSAccess is attached everywhere and cannot be detached, so only a Deny matters.
    if (finding.outcome === "denies") found.push(finding);
  }
  return found;
}

function ofResource(
  asked: Asked,
  target: Service,
  resource: Documents["resource"],
  ignoredStatement: Documents["ignoredStatement"],
): Finding {
  if (!hasDocument(resource)) return { layer: "resource", outcome: "absent", documents: [resource] };
  const finding = layer("resource", target.resourcePolicy, [resource], asked, ignoredStatement);
  if (finding.outcome !== "denies" || !isKept(asked, target, resource.account)) return finding;
  return { layer: "resource", outcome: "silent", documents: [resource] };
}

/** A bucket policy cannot lock out the owner's root user. */
function isKept({ action, caller }: Asked, { rootUserKeeps }: Service, owner: string): boolean {
  return caller.kind === "root" && caller.account === owner && rootUserKeeps?.has(action) === true;
}

function hasDocument(resource: Finding["documents"][number]): resource is Attached {
  return resource.document !== undefined;
}

/** Services and anonymous callers have no identity policies. */
function ofIdentity(
  asked: Asked,
  { identity = NONE, ignoredStatement }: Pick<Documents, "identity" | "ignoredStatement">,
): Finding | undefined {
  const { caller } = asked;
  if (!("account" in caller)) return undefined;
  const { account } = caller;
  if (caller.kind === "root")
    return { layer: "identity", outcome: "full", documents: [{ name: "root user", account }] };
  if (identity.length === 0)
    return { layer: "identity", outcome: "absent", documents: [{ name: ownPolicy(caller), account }] };
  return layer("identity", "identity", identity, asked, ignoredStatement);
}

function ofCaps(asked: Asked, { boundary, session }: Documents): readonly Finding[] {
  if (!boundary && !session) return NONE;
  return [
    ...(boundary ? [layer("boundary", "identity", [boundary], asked)] : []),
    ...(session && session.length > 0 ? [layer("session", "identity", session, asked)] : []),
  ];
}

/** The strongest result of any of the documents. */
function layer(
  name: Layer,
  type: PolicyType,
  documents: readonly Attached[],
  asked: Asked,
  ignoredStatement?: Documents["ignoredStatement"],
): Finding {
  let best: Finding | undefined;
  for (const attached of documents) {
    try {
      best = strongest(best, name, type, attached, asked, ignoredStatement);
    } catch (error) {
      throw within(`the ${attached.name} in account ${attached.account}`, error);
    }
  }
  return best ?? { layer: name, outcome: "silent", documents };
}

function strongest(
  before: Finding | undefined,
  name: Layer,
  type: PolicyType,
  attached: Attached,
  asked: Asked,
  ignoredStatement: Documents["ignoredStatement"],
): Finding | undefined {
  const { allows, denies } = compiledPolicy(attached.document, type);
  const without = ignoredStatement?.document === attached.document ? ignoredStatement.index : undefined;
  let best = before;
  for (const statement of denies) {
    if (best?.outcome === "denies" || statement.index === without) continue;
    if (statement.applies(asked) !== undefined) best = statement.finding(name, attached);
  }
  if (best?.outcome === "denies") return best;
  for (const statement of allows) {
    if (statement.index === without) continue;
    const as = statement.applies(asked);
    if (as === undefined) continue;
    const namedAs = as === "attached" ? undefined : as;
    if (!best || strength(namedAs) > strength(best.namedAs))
      best = statement.finding(name, attached, namedAs);
  }
  return best;
}

/** A grant to an account only delegates, and a grant to a role is limited. Other grants are not. */
function strength(namedAs: NamedAs | undefined): number {
  if (namedAs === undefined || namedAs === "account") return 0;
  return namedAs === "role" ? 1 : 2;
}

function ownPolicy(caller: Caller): string {
  if (caller.kind === "session") return `identity policy of role ${nameOf(caller.role)}`;
  return caller.kind === "user" ? `identity policy of user ${nameOf(caller.arn)}` : "";
}

/** AWS has no document there. Without this check, it would be ignored silently. */
export function checkAttachments(caller: Caller, target: Service | undefined, documents: Documents): void {
  const { identity = NONE, boundary, session, resource } = documents;
  if (caller.kind !== "session" && session) refuse("only a role session has session policies");
  if (caller.kind !== "session" && caller.kind !== "user" && (identity.length > 0 || boundary))
    refuse("only a role or a user has identity policies and a permissions boundary");
  for (const attached of identity) checkAccount(caller, attached);
  if (boundary) checkAccount(caller, boundary);
  for (const attached of session ?? NONE) checkAccount(caller, attached);
  if (!target && resource.document) refuse("an action without a resource has no resource policy");
  if (!target && "account" in caller && caller.account !== resource.account)
    refuse(`an action without a resource belongs to the caller's account, ${caller.account}`);
}

function checkAccount(caller: Caller, { name, account }: Attached): void {
  if ("account" in caller && account !== caller.account)
    refuse(`the ${name} is in account ${account}, but the caller is in ${caller.account}`);
}
