import type { Estate } from "../../estate/estate";
import type { Authorization } from "../../prove/catalogue/authorization";
import { type Actor, everything } from "../../prove/proof/actor";
import { withKeys, withoutKeys } from "../../prove/evaluator/context";
import { Authority } from "../../prove/proof/authority";
import { Scene } from "../../prove/proof/scene";
import type { Model } from "../../topology/model";
import type { Case } from "../topology";
import type { Explanation } from "./explanation";
import { askAction, looksLikeAction } from "./action";
import { readCommandLine } from "./command-line";
import { findOperation } from "./operation";
import { keysNamed, namedKeys } from "./named-keys";
import { findPrincipal } from "./principal";
import { readContext, withContext } from "./request-context";
import { findResource, type Resource } from "./resource";

/** A question of a person. */
export interface Ask {
  readonly as: string;
  readonly do: string;
  readonly on: string;
  /** What the request says besides, such as `aws:SourceIp=192.0.2.1`. */
  readonly context?: readonly string[];
}

/**
 * Answers whether somebody may do something, and why.
 *
 * @throws UsageError if there is no such principal, action, operation, resource or condition key
 */
export function explain(ask: Ask, model: Model, { intents, estate }: Case): Explanation {
  const given = readContext(ask.context ?? []);
  const authority = new Authority(estate);
  const resource = findResource(ask.on, model, estate);
  const asker = findPrincipal(ask.as, model, new Scene(intents, estate));
  const actor = { ...asker.actor, context: withKeys(asker.actor.context ?? {}, given) };
  const found = looksLikeAction(ask.do) ? theAction() : theOperation();
  // What is made up of somebody, such as tags, gives way to what is known of the request.
  const judged = { ...actor, context: withoutKeys(actor.context, given) };
  const authorizations = found.authorizations.map((each) => withContext(each, given));
  const answers = authorizations.map((authorization) => {
    const decision = authority.decide(judged, authorization);
    const nearest = decision.allowed ? [] : authority.nearest(judged, authorization, decision);
    return { authorization, resource: resourceName(authorization, estate), decision, nearest };
  });
  return {
    who: actor.name,
    what: found.title ?? answers[0]?.authorization.action ?? ask.do,
    on: found.on ?? answers[0]?.resource ?? nameOf(resource),
    assumed: [
      ...asker.assumed,
      ...found.assumed,
      ...(asker.isStranger ? [strangerNote(judged, authorizations, authority)] : []),
    ],
    answers,
  };

  function theAction(): Found {
    const scene = new Scene(intents, estate, { context: given });
    return askAction(ask.do, actor, resource, scene, ask.on);
  }

  function theOperation(): Found {
    const command = readCommandLine(ask.do);
    const keys = keysNamed(resource, command.uris, estate);
    const scene = new Scene(intents, estate, {
      context: given,
      keys: namedKeys(keys, actor, intents.access),
    });
    return findOperation({ text: ask.do, command, on: nameOf(resource), keys }, actor, scene, authority);
  }
}

/** What was meant by `--do`. */
interface Found {
  readonly title?: string;
  readonly on?: string;
  readonly authorizations: readonly Authorization[];
  readonly assumed: readonly string[];
}

/** Whether it is the stack or their own policies, which nobody here knows, that matter for somebody outside of it. */
function strangerNote(actor: Actor, asked: readonly Authorization[], authority: Authority): string {
  const isAllowed = (identity: typeof actor.identity) =>
    asked.every((authorization) => authority.decide({ ...actor, identity }, authorization).allowed);
  const other = `policies of ${actor.name} that the stack does not know`;
  if (isAllowed([])) return `${other} could only deny it`;
  return isAllowed([everything(actor.account ?? "")])
    ? `${other} could allow it, for nothing else stands in the way`
    : `no ${other} could allow it`;
}

function nameOf(resource: Resource): string {
  switch (resource.kind) {
    case "key":
      return resource.key.address;
    case "role":
      return resource.role.name;
    default:
      return resource.bucket.name;
  }
}

/** A key's ARN is made up, and nobody would know it again. */
function resourceName({ resource }: Authorization, { keys }: Estate): string {
  if (resource === "*") return "any resource";
  return keys.find(({ arn }) => arn === resource)?.address ?? resource;
}
