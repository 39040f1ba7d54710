/** Evaluates the policies of an estate. */
import { parseArn } from "../../aws/arn";
import type { Estate } from "../../estate/estate";
import type { Authorization } from "../catalogue/authorization";
import type { Attached, Decision, Documents } from "../evaluator/decision";
import { evaluate, nearestTo } from "../evaluator/evaluate";
import type { NearMiss } from "../evaluator/layers";
import type { Request } from "../evaluator/request";
import { resourcePoliciesOf } from "../iam/documents";
import { RequestContexts } from "./request-contexts";
import type { Actor } from "./actor";

/** What an estate's policies decide for an authorization of an actor. */
export class Authority {
  private readonly resources: ReadonlyMap<string, Documents["resource"]>;
  private readonly contexts: RequestContexts;

  constructor(
    estate: Estate,
    /** The policies of a caller that count. @default - all */
    private readonly counted?: (identity: readonly Attached[]) => readonly Attached[],
  ) {
    this.resources = new Map(
      resourcePoliciesOf(estate).map(({ arn, title, account, address, document }) => [
        arn,
        {
          name: title,
          account: account.id,
          ...(address !== undefined && { address }),
          ...(document && { document: document.raw, unusable: document.key?.unusable }),
        },
      ]),
    );
    this.contexts = new RequestContexts(estate);
  }

  decide(actor: Actor, authorization: Authorization, instead: Instead = {}): Decision {
    return evaluate(this.requestOf(actor, authorization), this.documents(actor, authorization, instead));
  }

  /** The statements that come closest to allowing it, in each document without a match. */
  nearest(actor: Actor, authorization: Authorization, { because }: Decision): NearMiss[] {
    const request = this.requestOf(actor, authorization);
    const documents = this.documents(actor, authorization, {});
    return because.flatMap((finding) => nearestTo(request, documents, finding).slice(0, 1));
  }

  private requestOf(actor: Actor, authorization: Authorization): Request {
    const { caller, context: callersContext } = actor;
    const { action, resource } = authorization;
    const context = this.contexts.of(authorization);
    const usual = this.contexts.usual(actor, authorization);
    return { action, resource, caller, context, callersContext, usual };
  }

  private documents(
    { identity, boundary }: Actor,
    { resource, owner }: Authorization,
    { ignoredStatement, policy }: Instead,
  ): Documents {
    const subject = policy ?? this.policyOf(resource, owner);
    const counted = this.counted?.(identity) ?? identity;
    return { identity: counted, boundary, resource: subject, ignoredStatement };
  }

  /** The bucket, key or trust policy that applies to an ARN. */
  private policyOf(arn: string, owner: string): Documents["resource"] {
    if (arn === "*") return { name: "", account: owner };
    const bucketOrOther = parseArn(arn)?.type === "object" ? arn.slice(0, arn.indexOf("/")) : arn;
    const policy = this.resources.get(bucketOrOther);
    return policy?.account === owner ? policy : { name: `policy of ${bucketOrOther}`, account: owner };
  }
}

/** Differences from the estate. */
interface Instead {
  /** A statement to ignore. */
  readonly ignoredStatement?: Documents["ignoredStatement"];
  /** The policy of the resource. */
  readonly policy?: Documents["resource"];
}
