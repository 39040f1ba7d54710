import type { Caller } from "./caller";
import type { Attached, Documents, Finding, Layer } from "./decision";
import { type Policy, policy } from "./document";
import { refuse, within } from "./errors";
import { isOwnersEscape, isServiceLinked } from "./exceptions";
import type { NamedAs } from "./principal-element";
import type { Target } from "./request";
import type { Asked, DocumentKind, Statement } from "./statement";

/** An Allow that is about the action, and does not apply. */
export interface NearMiss {
  readonly document: Attached;
  readonly sid: string | undefined;
  readonly index: number;
  /** What keeps it from applying, in words. */
  readonly unmet: readonly string[];
}

/** The statements of a layer that is silent which would have to change the least, nearest first. */
export function nearMisses(asked: Asked, target: Target, { layer: name, documents }: Finding): NearMiss[] {
  const kind = name === "resource" ? (target === "role" ? "trust" : target) : "identity";
  if (kind === "none") return [];
  return documents
    .filter(hasDocument)
    .flatMap((document) =>
      policy(document.document, kind).allows.flatMap(({ sid, index, unmet: unmetBy }) => {
        const unmet = unmetBy(asked) ?? [];
        return unmet.length > 0 ? [{ document, sid, index, unmet }] : [];
      }),
    )
    .sort((a, b) => a.unmet.length - b.unmet.length);
}

/** What every layer that has a say in a request says of it. */
export function findings(asked: Asked, target: Target, documents: Documents): Finding[] {
  const { caller } = asked;
  const { resource, identity = [], boundary, session, organizations } = documents;
  const chain: Finding[] = [];
  if (!isServiceLinked(caller)) {
    const levels = "account" in caller ? organizations?.[caller.account]?.serviceControl : undefined;
    for (const level of levels ?? []) chain.push(layer("service control", "service control", level, asked));
    const limits = target === "none" ? undefined : organizations?.[resource.account]?.resourceControl;
    for (const level of limits ?? []) {
      const finding = layer("resource control", "resource control", level, asked);
      // RCPFullAWSAccess is attached everywhere and cannot be detached: only a Deny says anything.
      if (finding.outcome === "denies") chain.push(finding);
    }
  }
  if (target !== "none") chain.push(resourceFinding(asked, target, resource));
  if (caller.kind === "root")
    chain.push({
      layer: "identity",
      outcome: "full",
      documents: [{ name: "root user", account: caller.account }],
    });
  else if ("account" in caller)
    chain.push(
      identity.length > 0
        ? layer("identity", "identity", identity, asked)
        : {
            layer: "identity",
            outcome: "absent",
            documents: [{ name: ownPolicy(caller), account: caller.account }],
          },
    );
  if (boundary) chain.push(layer("boundary", "identity", [boundary], asked));
  if (session && session.length > 0) chain.push(layer("session", "identity", session, asked));
  return chain;
}

function resourceFinding(
  asked: Asked,
  target: Exclude<Target, "none">,
  resource: Documents["resource"],
): Finding {
  if (!hasDocument(resource)) return { layer: "resource", outcome: "absent", documents: [resource] };
  const kind = target === "role" ? "trust" : target;
  const finding = layer("resource", kind, [resource], asked);
  if (finding.outcome !== "denies" || !isOwnersEscape(asked, target, resource.account)) return finding;
  return { layer: "resource", outcome: "silent", documents: [resource] };
}

function hasDocument(resource: Finding["documents"][number]): resource is Attached {
  return resource.document !== undefined;
}

/** The strongest thing that any of the documents says. */
function layer(name: Layer, kind: DocumentKind, documents: readonly Attached[], asked: Asked): Finding {
  let best: Finding | undefined;
  for (const attached of documents) {
    try {
      best = strongest(best, name, policy(attached.document, kind), attached, asked);
    } catch (error) {
      throw within(`the ${attached.name} in account ${attached.account}`, error);
    }
  }
  return best ?? { layer: name, outcome: "silent", documents };
}

function strongest(
  before: Finding | undefined,
  name: Layer,
  { allows, denies }: Policy,
  attached: Attached,
  asked: Asked,
): Finding | undefined {
  let best = before;
  for (const statement of denies) {
    if (best?.outcome === "denies" || statement.index === attached.without) continue;
    if (statement.applies(asked) !== undefined) best = found(name, "denies", attached, statement, undefined);
  }
  if (best?.outcome === "denies") return best;
  for (const statement of allows) {
    if (statement.index === attached.without) continue;
    const as = statement.applies(asked);
    if (as === undefined) continue;
    const namedAs = as === "attached" ? undefined : as;
    if (!best || strength(namedAs) > strength(best.namedAs))
      best = found(name, "allows", attached, statement, namedAs);
  }
  return best;
}

/** An account is only delegated to; a role's grant is capped; the others are not. */
function strength(namedAs: NamedAs | undefined): number {
  if (namedAs === undefined || namedAs === "account") return 0;
  return namedAs === "role" ? 1 : 2;
}

function found(
  layer: Layer,
  outcome: "allows" | "denies",
  attached: Attached,
  { sid, index }: Statement,
  namedAs: NamedAs | undefined,
): Finding {
  return { layer, outcome, documents: [attached], statement: { sid, index }, ...(namedAs && { namedAs }) };
}

function ownPolicy(caller: Caller): string {
  if (caller.kind === "session")
    return `identity policy of role ${caller.role.slice(caller.role.lastIndexOf("/") + 1)}`;
  return caller.kind === "user"
    ? `identity policy of user ${caller.arn.slice(caller.arn.lastIndexOf("/") + 1)}`
    : "";
}

/** A document in a place where AWS has none would otherwise be passed over without a word. */
export function checkAttachments(caller: Caller, target: Target, documents: Documents): void {
  const { identity = [], boundary, session, resource } = documents;
  const own = [...identity, ...(boundary ? [boundary] : [])];
  if (caller.kind !== "session" && session) refuse("only a role session has session policies");
  if (caller.kind !== "session" && caller.kind !== "user" && own.length > 0)
    refuse("only a role or a user has identity policies and a permissions boundary");
  for (const { name, account } of [...own, ...(session ?? [])])
    if ("account" in caller && account !== caller.account)
      refuse(`the ${name} is in account ${account}, but the caller in ${caller.account}`);
  if (target === "none" && resource.document) refuse("an action about no resource has no resource policy");
  if (target === "none" && "account" in caller && caller.account !== resource.account)
    refuse(`an action about no resource is one in the caller's account, ${caller.account}`);
}
