import { accountOf, parseArn } from "../../aws/arn";
import { deliveringService } from "../../aws/delivering-services";
import type { Authorization } from "../catalogue/authorization";
import { MFA } from "../catalogue/assume-role";
import { Multimap } from "../multimap";
import { namesTrail, TRAIL_CONTEXT } from "../catalogue/deliveries";
import { matches, pattern, type Pattern } from "../iam/wildcard";
import type { Federated } from "../evaluator/caller";
import { FEDERATED_ACTIONS } from "../evaluator/services";
import { distinct } from "../distinct";
import { mayMatch } from "../iam/wildcard";
import { type Actor, isMadeUp } from "../proof/actor";
import type { Answers } from "../proof/answers";
import { isDeliveryOf, trailsOf } from "../proof/delivery-sources";
import { includes, isFor } from "../proof/federated";
import type { DeliveryIntent, SourceIntent, TrustIntent } from "../proof/intents";
import { isMember, type Members, membersOf } from "../proof/organizations";
import { isPermissionSet } from "../proof/permission-sets";
import { hasTags, requiredTags } from "../proof/principal-tags";
import { untaggedArn } from "../../aws/tagged-arn";
import { OBJECT, prefixFor, variablesIn } from "../proof/prefix";
import { inheritedTags } from "../proof/session-chains";
import type { Scene } from "../proof/scene";
import type { Cell } from "./cell";
import { ENCRYPTION_CONTEXT } from "./inventory";

/** A prefix with policy variables, and what it is for whoever stands for a group in the operations. */
interface Folder {
  readonly bucketArn: string;
  readonly prefix: string;
  readonly asked: string;
}

/** What the operations that were asked for need. */
export class Expected {
  /** By actor, and by the bucket or other resource. */
  private readonly authorizations = new Map<string, Multimap<string, Authorization>>();
  /** The patterns of the roles of permission sets. */
  private readonly permissionSets: readonly string[];
  private readonly organizations: readonly { readonly arn: string; readonly members: Members }[];
  /** What stands for those in an account who have tags. */
  private readonly tagged: readonly string[];
  /** The prefixes that everyone has for themselves, by whoever has them. */
  private readonly folders: Multimap<string, Folder>;
  /** Who can pass which tags when they assume which role. */
  private readonly sessionTags = new Map<string, ReadonlySet<string>>();
  /** Who can assume which role, and what they must say of themselves. */
  private readonly trusts = new Map<string, Pick<TrustIntent, "externalId" | "mfa">>();
  /** Whose tokens and assertions start sessions of which role, with which tags. */
  private readonly federated = new Map<string, Pick<TrustIntent, "federated" | "sessionTags">>();
  /** For what services must assume which role. */
  private readonly sources = new Multimap<string, SourceIntent>();

  private readonly deliveries: Multimap<string, DeliveryIntent>;
  /** The trails whose logs the buckets contain. */
  private readonly trails: readonly Pattern[];

  constructor({ wanted }: Pick<Answers, "wanted">, scene: Scene) {
    const { intents } = scene;
    const { deliveries = [] } = intents;
    this.deliveries = new Multimap(
      deliveries.map((delivery) => [deliveringService(delivery.service).principal, delivery]),
    );
    this.trails = deliveries.flatMap(({ bucketArn }) => trailsOf(bucketArn, deliveries)).map(pattern);
    for (const { actor, authorization } of wanted.keys())
      // Nobody asked for an account's control of its own resources, or for all that a limit lets pass.
      if (!isMadeUp(actor) && !actor.isUnlimited && actor.caller.kind !== "federated")
        this.takenBy(actor.arn).add(bucketOrOther(authorization), authorization);
    const granted = distinct(intents.access.map(({ principalArn }) => principalArn));
    this.permissionSets = granted.filter(isPermissionSet);
    this.organizations = granted.flatMap((arn) => {
      const members = membersOf(arn);
      return members ? [{ arn, members }] : [];
    });
    this.folders = new Multimap(
      intents.access
        .filter(({ prefix }) => variablesIn(prefix).length > 0)
        .map(({ principalArn, bucketArn, prefix }) => [
          principalArn,
          { bucketArn, prefix, asked: prefixFor(prefix, scene.actor({ principalArn })) },
        ]),
    );
    this.tagged = granted.filter((arn) => arn !== untaggedArn(arn) && !membersOf(arn));
    for (const { roleArn, federated, sessionTags, sources = [] } of intents.trusts) {
      this.federated.set(roleArn, { federated, sessionTags });
      for (const source of sources) this.sources.add(`${source.service} ${roleArn}`, source);
    }
    for (const { roleArn, trusted, externalId, mfa, sessionTags = [] } of intents.trusts)
      for (const principal of trusted) {
        const isArn = principal.startsWith("arn:");
        this.trusts.set(`${principal} ${roleArn}`, isArn ? { externalId, mfa } : {});
        const tags = [...sessionTags, ...inheritedTags(principal, intents)];
        if (isArn) this.sessionTags.set(`${principal} ${roleArn}`, new Set(tags));
      }
  }

  has({ actor, authorization }: Cell): boolean {
    const { arn, account, caller, context } = actor;
    if (this.isDelivered(arn, authorization)) return true;
    if (caller.kind === "federated") return this.isExchanged(caller, authorization);
    if (caller.kind === "service" && !this.isSource(arn, authorization)) return false;
    if (this.isTaken(arn, authorization)) return true;
    if (this.permissionSets.some((each) => mayMatch(each, arn) && this.isTakenIn(each, actor, authorization)))
      return true;
    if (account === undefined) return false;
    if (
      this.organizations.some(
        (each) =>
          isMember(each.members, context) &&
          hasTags(requiredTags(each.arn), context) &&
          this.isTakenIn(each.arn, actor, authorization),
      )
    )
      return true;
    if (
      this.tagged.some(
        (each) =>
          accountOf(each) === account &&
          hasTags(requiredTags(each), context) &&
          this.isTakenIn(each, actor, authorization),
      )
    )
      return true;
    // The administrators of an entire account can pass its access on to anyone in it.
    return this.isTakenIn(`arn:${parseArn(arn)?.partition}:iam::${account}:root`, actor, authorization);
  }

  /** Whether those in a group need it, each under a prefix of their own. */
  private isTakenIn(group: string, actor: Actor, authorization: Authorization): boolean {
    return (
      this.isTaken(group, authorization) ||
      this.folders
        .get(group)
        .some((folder) =>
          this.isTaken(group, inFolderOf(folder, prefixFor(folder.prefix, actor), authorization)),
        )
    );
  }

  /** Whether the service, if it must assume the role for somebody, does. */
  private isSource(service: string, { resource, context }: Authorization): boolean {
    const sources = this.sources.get(`${service} ${resource}`);
    return sources.length === 0 || sources.some((source) => isFor(source, context));
  }

  private isExchanged(caller: Federated, { action, resource, context }: Authorization): boolean {
    const { federated = [], sessionTags = [] } = this.federated.get(resource) ?? {};
    if (!federated.some((intent) => includes(intent, caller))) return false;
    if (action === FEDERATED_ACTIONS[caller.protocol]) return true;
    const key = context["aws:TagKeys"];
    return (
      action === "sts:TagSession" && (key === undefined ? sessionTags.length > 0 : sessionTags.includes(key))
    );
  }

  /** A service that acts by itself, for those for whom it was asked to. */
  private isDelivered(principal: string, authorization: Authorization): boolean {
    return this.deliveries
      .get(principal)
      .some((delivery) => this.isDeliveredBy(delivery, principal, authorization));
  }

  private isDeliveredBy(intent: DeliveryIntent, principal: string, authorization: Authorization): boolean {
    const { action, context } = authorization;
    if (!isDeliveryOf(intent, authorization)) return false;
    const taken = this.takenBy(principal).get(bucketOrOther(authorization));
    if (!taken.some((each) => each.action === action && each.owner === authorization.owner)) return false;
    // The service names what it encrypts for. It can do the rest with any context.
    const isEncrypting = namesTrail(intent.service) && action.startsWith("kms:GenerateDataKey");
    return !isEncrypting || this.isKnownTrail(context);
  }

  private isKnownTrail({ [TRAIL_CONTEXT]: trail = "" }: Authorization["context"]): boolean {
    return this.trails.some((each) => matches(each, trail));
  }

  private takenBy(who: string): Multimap<string, Authorization> {
    const before = this.authorizations.get(who);
    if (before) return before;
    const taken = new Multimap<string, Authorization>();
    this.authorizations.set(who, taken);
    return taken;
  }

  private isTaken(who: string, authorization: Authorization): boolean {
    const taken = this.authorizations.get(who)?.get(bucketOrOther(authorization));
    return (
      taken?.some((each) => covers(each, authorization) || this.isLogOf(each, authorization)) ||
      this.isTrusted(who, authorization) ||
      this.isTagged(who, authorization)
    );
  }

  /** Who reads a bucket can decrypt all logs of the trails that deliver to it, as far as S3 returns them. */
  private isLogOf(taken: Authorization, asked: Authorization): boolean {
    return (
      taken.context[TRAIL_CONTEXT] !== undefined &&
      this.isKnownTrail(asked.context) &&
      asked.action === taken.action &&
      asked.context["kms:ViaService"] === taken.context["kms:ViaService"]
    );
  }

  /** A permission to pass tags has no effect without a tag. */
  private isTagged(who: string, { action, resource, context }: Authorization): boolean {
    if (action !== "sts:TagSession") return false;
    const tags = this.sessionTags.get(`${who} ${resource}`);
    const key = context["aws:TagKeys"];
    return tags !== undefined && (key === undefined ? tags.size > 0 : tags.has(key));
  }

  private isTrusted(who: string, { action, resource, context }: Authorization): boolean {
    if (action !== "sts:AssumeRole") return false;
    const trust = this.trusts.get(`${who} ${resource}`);
    if (trust === undefined) return false;
    const { externalId, mfa = false } = trust;
    if (mfa && context[MFA] !== "true") return false;
    return externalId === undefined || context["sts:ExternalId"] === externalId;
  }
}

/** What somebody does under their own prefix, as whoever stands for the group does it. */
function inFolderOf({ bucketArn, asked }: Folder, own: string, authorization: Authorization): Authorization {
  const { resource, context } = authorization;
  const replaced = (text: string, before: string) =>
    text.startsWith(`${before}${own}`) ? `${before}${asked}${text.slice(before.length + own.length)}` : text;
  const { [ENCRYPTION_CONTEXT]: object, "s3:prefix": listed } = context;
  return {
    ...authorization,
    resource: replaced(resource, `${bucketArn}/`),
    context: {
      ...context,
      ...(object !== undefined && { [ENCRYPTION_CONTEXT]: replaced(object, `${bucketArn}/`) }),
      ...(listed !== undefined && { "s3:prefix": replaced(listed, "") }),
    },
  };
}

function bucketOrOther({ action, resource }: Authorization): string {
  const end = action.startsWith("s3:") ? resource.indexOf("/") : -1;
  return end < 0 ? resource : resource.slice(0, end);
}

/** Whether an operation needs the authorization, on its own object or on any other under the same prefix. */
function covers(taken: Authorization, asked: Authorization): boolean {
  const { context } = asked;
  return (
    asked.action === taken.action &&
    asked.owner === taken.owner &&
    isWithin(asked.resource, taken.resource) &&
    isWithin(context[ENCRYPTION_CONTEXT], taken.context[ENCRYPTION_CONTEXT]) &&
    context["kms:ViaService"] === taken.context["kms:ViaService"] &&
    hasSessionTags(taken, context["aws:TagKeys"]) &&
    (context["s3:prefix"] ?? "").startsWith(taken.context["s3:prefix"] ?? "")
  );
}

/** A service chooses the tags that it passes. */
function hasSessionTags({ context }: Authorization, keys: string | undefined): boolean {
  return context["aws:TagKeys"] === undefined || context["aws:TagKeys"] === keys;
}

function isWithin(arn = "", of = ""): boolean {
  return arn === of || (of.endsWith(OBJECT) && arn.startsWith(of.slice(0, -OBJECT.length)));
}
