import { nameOf } from "../../aws/arn";
import { NotEvaluated, refuse, within } from "../iam/errors";
import { statementName } from "../iam/statement";
import type { Caller } from "./caller";
import { type CompiledPolicy, compiledPolicy, lenientPolicy } from "./compiled-policy";
import type { Asked, CompiledStatement, PolicyType } from "./compiled-statement";
import type { Attached, Completion, Documents, Finding, Layer } from "./decision";
import type { NamedAs } from "./principal-element";
import type { Service } from "./services";
import { type Cause, causeIn, type Unknown } from "./unknown";

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
  const type = name === "resource" ? target?.resourcePolicy : name === "VPC endpoint" ? name : "identity";
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
  /** The policies that organizations attach to accounts, and that of a VPC endpoint. */
  readonly organizations: readonly Finding[];
  readonly resource: Finding | undefined;
  readonly identity: Finding | undefined;
  /** What limits the identity policies: boundary and session policies. */
  readonly caps: readonly Finding[];
  /** The last three, in the order in which AWS evaluates them. */
  readonly sides: readonly Finding[];
}

export function findings(asked: Asked, target: Service | undefined, documents: Documents): Findings {
  const { resource: named } = documents;
  const { endpoint, completion } = documents;
  const ofAccounts = documents.organizations ? ofOrganizations(asked, target, documents) : NONE;
  const organizations = endpoint
    ? [...ofAccounts, layer("VPC endpoint", "VPC endpoint", [endpoint], asked, { completion })]
    : ofAccounts;
  const resource = target && ofResource(asked, target, named, documents);
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

function ofOrganizations(asked: Asked, target: Service | undefined, documents: Documents): Finding[] {
  const { organizations, resource } = documents;
  const how = { completion: documents.completion };
  const { caller } = asked;
  if (isServiceLinked(caller)) return [];
  const levels = "account" in caller ? organizations?.[caller.account]?.serviceControl : undefined;
  const found = (levels ?? []).map((level) => layer("service control", "service control", level, asked, how));
  const limits = target && organizations?.[resource.account]?.resourceControl;
  for (const level of limits ?? []) {
    const finding = layer("resource control", "resource control", level, asked, how);
    // RCPFullAWSAccess is attached everywhere and cannot be detached, so only a Deny matters.
    if (finding.outcome === "denies") found.push(finding);
  }
  return found;
}

function ofResource(asked: Asked, target: Service, resource: Documents["resource"], how: How): Finding {
  if (!hasDocument(resource)) return { layer: "resource", outcome: "absent", documents: [resource] };
  const finding = layer("resource", target.resourcePolicy, [resource], asked, how);
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
function ofIdentity(asked: Asked, documents: Pick<Documents, "identity"> & How): Finding | undefined {
  const { caller } = asked;
  const { identity = NONE } = documents;
  if (!("account" in caller)) return undefined;
  const { account } = caller;
  if (caller.kind === "root")
    return { layer: "identity", outcome: "full", documents: [{ name: "root user", account }] };
  if (identity.length === 0)
    return { layer: "identity", outcome: "absent", documents: [{ name: ownPolicy(caller), account }] };
  return layer("identity", "identity", identity, asked, documents);
}

function ofCaps(asked: Asked, { boundary, session, completion }: Documents): readonly Finding[] {
  if (!boundary && !session) return NONE;
  return [
    ...(boundary ? [layer("boundary", "identity", [boundary], asked, { completion })] : []),
    ...(session && session.length > 0 ? [layer("session", "identity", session, asked, { completion })] : []),
  ];
}

/** The strongest result of any of the documents. */
function layer(
  name: Layer,
  type: PolicyType,
  documents: readonly Attached[],
  asked: Asked,
  { ignoredStatement, completion }: How,
): Finding {
  const completing = completion && new Completing(completion, name, type, asked);
  let best: Finding | undefined;
  for (const attached of documents) {
    const ignored = ignoredStatement?.document === attached.document ? ignoredStatement.index : undefined;
    try {
      best = completing
        ? completing.strongest(best, attached, ignored)
        : strongest(best, name, attached, judged(attached, type), (one) => one.applies(asked), ignored);
    } catch (error) {
      throw within(`the ${attached.name} in account ${attached.account}`, error);
    }
  }
  const found: Finding = best ?? { layer: name, outcome: "silent", documents };
  return completing && completing.unknown.length > 0 ? { ...found, unknown: completing.unknown } : found;
}

/** How to evaluate documents. */
type How = Pick<Documents, "ignoredStatement" | "completion">;

function judged({ document, unknown }: Attached, type: PolicyType): CompiledPolicy {
  return unknown === undefined ? compiledPolicy(document, type) : refuse(`it ${unknown}`);
}

/** @param applies how a statement names the caller */
function strongest(
  before: Finding | undefined,
  name: Layer,
  attached: Attached,
  { allows, denies }: CompiledPolicy,
  applies: (statement: CompiledStatement) => ReturnType<CompiledStatement["applies"]>,
  ignored: number | undefined,
): Finding | undefined {
  let best = before;
  for (const statement of denies) {
    if (best?.outcome === "denies" || statement.index === ignored) continue;
    if (applies(statement) !== undefined) best = statement.finding(name, attached);
  }
  if (best?.outcome === "denies") return best;
  for (const statement of allows) {
    if (statement.index === ignored) continue;
    const as = applies(statement);
    if (as === undefined) continue;
    const namedAs = as === "attached" ? undefined : as;
    if (!best || strength(namedAs) > strength(best.namedAs))
      best = statement.finding(name, attached, namedAs);
  }
  return best;
}

/** Judges documents of a layer with a completion. */
class Completing {
  /** What is completed. */
  readonly unknown: Unknown[] = [];

  constructor(
    private readonly completion: Completion,
    private readonly name: Layer,
    private readonly type: PolicyType,
    private readonly asked: Asked,
  ) {}

  strongest(
    before: Finding | undefined,
    attached: Attached,
    ignored: number | undefined,
  ): Finding | undefined {
    const whose = `the ${attached.name} in account ${attached.account}`;
    const best =
      attached.unknown === undefined
        ? before
        : this.rest(before, attached, { ...causeOf(attached, whose), text: `${whose} ${attached.unknown}` });
    try {
      const applies = (statement: CompiledStatement) => this.applies(statement, whose);
      return strongest(
        best,
        this.name,
        attached,
        lenientPolicy(attached.document, this.type),
        applies,
        ignored,
      );
    } catch (error) {
      if (!(error instanceof NotEvaluated)) throw error;
      const text = `${whose} cannot be judged: ${error.message}`;
      return this.rest(best, attached, { ...causeIn(error, { kind: "other" }), text });
    }
  }

  private applies(statement: CompiledStatement, whose: string): ReturnType<CompiledStatement["applies"]> {
    try {
      return statement.applies(this.asked);
    } catch (error) {
      if (!(error instanceof NotEvaluated)) throw error;
      const namedAs = statement.mayApply(this.asked);
      if (namedAs === undefined) return undefined;
      const which = `${statementName(statement)} of ${whose}`;
      this.unknown.push({
        ...causeIn(error, { kind: "statement", statement: which }),
        text: `${which} cannot be judged: ${error.message}`,
      });
      return statement.effect.toLowerCase() === this.completion ? namedAs : undefined;
    }
  }

  /** What is not known of a document. */
  private rest(before: Finding | undefined, attached: Attached, why: Unknown): Finding | undefined {
    this.unknown.push(why);
    if (before?.outcome === "denies") return before;
    const { name: layer } = this;
    const documents = [attached];
    if (this.completion === "deny")
      return attached.restOnlyAllows ? before : { layer, outcome: "denies", documents };
    return { layer, outcome: "allows", documents, ...(layer === "resource" && { namedAs: "everyone" }) };
  }
}

function causeOf({ option, restOnlyAllows }: Attached, document: string): Cause {
  if (option !== undefined) return { kind: "option", option };
  return { kind: restOnlyAllows ? "other policies" : "document", document };
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
