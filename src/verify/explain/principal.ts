/** The principal that `--as` names. */
import { accountOf } from "../../aws/arn";
import { type Actor, actorOf, ANYBODY, serviceActor } from "../../prove/proof/actor";
import type { Scene } from "../../prove/proof/scene";
import { SERVICE_NAME } from "../../prove/evaluator/caller";
import type { Names } from "./names";
import { noSuchPrincipal } from "../errors";

/** The principal of a question, and what is assumed about it. */
export interface Asker {
  readonly actor: Actor;
  readonly assumed: readonly string[];
  /** Whether the principal can have policies outside the stack. */
  readonly isStranger: boolean;
}

/**
 * @param text the name of a principal in the topology or in AWS, an ARN, or the name of a service
 * @throws UsageError if it is unknown
 */
export function findPrincipal(text: string, names: Names, scene: Scene): Asker {
  if (text === ANYBODY.arn) return { actor: ANYBODY, assumed: [], isStranger: false };
  if (SERVICE_NAME.test(text)) return { actor: serviceActor(text), assumed: [], isStranger: false };
  if (text.startsWith("arn:")) return byArn(text, scene);
  const { principals } = scene.estate;
  const named = names.principals.find(({ name }) => name === text);
  const arn = named?.principalArn ?? principals.find(({ name }) => name === text)?.arn;
  if (arn !== undefined) return byArn(arn, scene);
  const known = [...names.principals, ...principals].map(({ name }) => name);
  throw noSuchPrincipal(text, [...new Set(known)].sort());
}

function byArn(arn: string, scene: Scene): Asker {
  const { principals } = scene.estate;
  const known = principals.find((principal) => principal.arn === arn) ?? principals.find(isSessionOf(arn));
  if (known) return { actor: scene.actor({ principalArn: known.arn }), assumed: [], isStranger: false };
  if (scene.intents.access.some(({ principalArn: granted }) => granted === arn)) {
    const actor = scene.actor({ principalArn: arn });
    return {
      actor,
      assumed: [`the answer is for a user of ${actor.name} who has the policy from the outputs`],
      isStranger: false,
    };
  }
  return { actor: actorOf(arn), assumed: [], isStranger: !arn.endsWith(":root") };
}

/** Error messages of AWS contain the ARN of a role session, which does not contain the path of the role. */
function isSessionOf(
  arn: string,
): (principal: { readonly arn: string; readonly kind: string; readonly name: string }) => boolean {
  const [, account, role] = /^arn:[^:]+:sts::(\d+):assumed-role\/([^/]+)\/[^/]+$/.exec(arn) ?? [];
  return ({ kind, name, arn: own }) => kind === "role" && name === role && accountOf(own) === account;
}
