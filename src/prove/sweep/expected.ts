import type { Authorization } from "../catalogue/authorization";
import { Multimap } from "../multimap";
import { isMadeUp } from "../proof/actor";
import type { Answers } from "../proof/answers";
import { OBJECT, type Scene } from "../proof/scene";
import type { Cell } from "./cell";
import { ENCRYPTION_CONTEXT } from "./inventory";

/** What the operations that were asked for take. */
export class Expected {
  private readonly authorizations = new Multimap<string, Authorization>();
  /** Who may assume which role, and what they must state. */
  private readonly trusts = new Map<string, string | undefined>();

  constructor({ wanted }: Pick<Answers, "wanted">, { intents }: Scene) {
    for (const { actor, authorization } of wanted.keys())
      // That an account keeps what it owns is nothing that anybody asked for.
      if (!isMadeUp(actor)) this.authorizations.add(idOf(actor.arn, authorization), authorization);
    for (const { roleArn, trusted, externalId } of intents.trusts)
      for (const principal of trusted)
        this.trusts.set(`${principal} ${roleArn}`, principal.startsWith("arn:") ? externalId : undefined);
  }

  /** What an entire account was given, anybody in it may be given by its administrators. */
  has({ actor: { arn, account }, authorization }: Cell): boolean {
    const [, partition] = arn.split(":");
    const who = account === undefined ? [arn] : [arn, `arn:${partition}:iam::${account}:root`];
    return who.some(
      (each) =>
        this.authorizations.get(idOf(each, authorization)).some((taken) => covers(taken, authorization)) ||
        this.isTrusted(each, authorization),
    );
  }

  private isTrusted(who: string, { action, resource, context }: Authorization): boolean {
    const id = `${who} ${resource}`;
    if (action !== "sts:AssumeRole" || !this.trusts.has(id)) return false;
    const externalId = this.trusts.get(id);
    return externalId === undefined || context["sts:ExternalId"] === externalId;
  }
}

function idOf(arn: string, { action, resource, owner }: Authorization): string {
  const bucketOrOther = action.startsWith("s3:") ? resource.replace(/\/.*/s, "") : resource;
  return `${arn} ${action} ${owner} ${bucketOrOther}`;
}

/** Whether what is asked is what an operation takes, on an object of its own or on any other under the same prefix. */
function covers(taken: Authorization, asked: Authorization): boolean {
  const isWithin = (arn = "", of = "") =>
    arn === of || (of.endsWith(`/${OBJECT}`) && arn.startsWith(of.slice(0, -OBJECT.length)));
  const { context } = asked;
  return (
    isWithin(asked.resource, taken.resource) &&
    isWithin(context[ENCRYPTION_CONTEXT], taken.context[ENCRYPTION_CONTEXT]) &&
    context["kms:ViaService"] === taken.context["kms:ViaService"] &&
    (context["s3:prefix"] ?? "").startsWith(taken.context["s3:prefix"] ?? "")
  );
}
