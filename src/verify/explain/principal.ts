/** Who is meant by `--as`. */
import { type Actor, actorOf, ANYBODY, serviceActor } from "../../prove/proof/actor";
import type { Scene } from "../../prove/proof/scene";
import { SERVICE_NAME } from "../../prove/evaluator/caller";
import type { Model } from "../../topology/model";
import { noSuchPrincipal } from "../errors";

/** Somebody who asks, and what had to be assumed of them. */
export interface Asker {
  readonly actor: Actor;
  readonly assumed: readonly string[];
  /** Whether they may have policies that the stack knows nothing of. */
  readonly isStranger: boolean;
}

/**
 * @param text the name of a principal, as the topology or AWS has it; an ARN; or the name of a service
 * @throws UsageError if it is nobody's
 */
export function findPrincipal(text: string, model: Model, scene: Scene): Asker {
  if (text === ANYBODY.arn) return { actor: ANYBODY, assumed: [], isStranger: false };
  if (SERVICE_NAME.test(text)) return { actor: serviceActor(text), assumed: [], isStranger: false };
  if (text.startsWith("arn:")) return byArn(text, scene);
  const { principals } = scene.estate;
  const named = model.principals.find(({ name }) => name === text);
  const arn = named?.principalArn ?? principals.find(({ name }) => name === text)?.arn;
  if (arn !== undefined) return byArn(arn, scene);
  const names = [...model.principals, ...principals].map(({ name }) => name);
  throw noSuchPrincipal(text, [...new Set(names)].sort());
}

function byArn(arn: string, scene: Scene): Asker {
  const { principals } = scene.estate;
  const known = principals.find((principal) => principal.arn === arn) ?? principals.find(isSessionOf(arn));
  if (known) return { actor: scene.actor({ principalArn: known.arn }), assumed: [], isStranger: false };
  if (scene.intents.access.some(({ principalArn: granted }) => granted === arn)) {
    const actor = scene.actor({ principalArn: arn });
    return {
      actor,
      assumed: [`asked for a user of ${actor.name} who was given all that it is offered`],
      isStranger: false,
    };
  }
  return { actor: actorOf(arn), assumed: [], isStranger: !arn.endsWith(":root") };
}

/** What AWS names in its messages is the session, which has no path. */
function isSessionOf(
  arn: string,
): (principal: { readonly arn: string; readonly kind: string; readonly name: string }) => boolean {
  const [, account, role] = /^arn:[^:]+:sts::(\d+):assumed-role\/([^/]+)\/[^/]+$/.exec(arn) ?? [];
  return ({ kind, name, arn: own }) => kind === "role" && name === role && own.split(":")[4] === account;
}
