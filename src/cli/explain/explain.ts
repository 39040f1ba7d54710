import type { Estate } from "../../estate/estate";
import type { Authorization } from "../../prove/catalogue/authorization";
import { everything } from "../../prove/proof/actor";
import { Authority } from "../../prove/proof/authority";
import { Scene } from "../../prove/proof/scene";
import type { Explanation } from "../../report/explanation-text";
import type { Topology } from "../../topology/topology";
import type { Case } from "../prove-topology";
import { askAction, looksLikeAction } from "./action";
import { findOperation } from "./operation";
import { type Asker, findPrincipal } from "./principal";
import { findResource, type Resource } from "./resource";

/** A question of a person. */
export interface Ask {
  readonly as: string;
  readonly do: string;
  readonly on: string;
}

/**
 * Answers whether somebody may do something, and why.
 *
 * @throws UsageError if there is no such principal, action, operation or resource
 */
export function explain(ask: Ask, topology: Topology, { intents, estate }: Case): Explanation {
  const scene = new Scene(intents, estate);
  const authority = new Authority(estate);
  const asker = findPrincipal(ask.as, topology, scene);
  const resource = findResource(ask.on, topology, estate);
  const { actor } = asker;
  const asked = looksLikeAction(ask.do)
    ? { ...askAction(ask.do, actor, resource, scene, ask.on), on: undefined }
    : findOperation(ask.do, actor, nameOf(resource), scene, authority);
  const answers = asked.authorizations.map((authorization) => {
    const decision = authority.decide(actor, authorization);
    const nearest = decision.allowed ? [] : authority.nearest(actor, authorization, decision);
    return { authorization, resource: resourceName(authorization, estate), decision, nearest };
  });
  return {
    who: actor.name,
    what: "title" in asked ? asked.title : (answers[0]?.authorization.action ?? ask.do),
    on: asked.on ?? answers[0]?.resource ?? nameOf(resource),
    assumed: [
      ...resource.assumed,
      ...asker.assumed,
      ...asked.assumed,
      ...(asker.isStranger ? [strangerNote(asker, asked.authorizations, authority)] : []),
    ],
    answers,
  };
}

/** Whether it is the stack or their own policies, which nobody here knows, that matter for somebody outside of it. */
function strangerNote({ actor }: Asker, asked: readonly Authorization[], authority: Authority): string {
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
