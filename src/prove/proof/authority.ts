/** Asks the policies of an estate. */
import type { Bucket, Estate, Key, Policy, Principal } from "../../estate/estate";
import type { Authorization } from "../catalogue/authorization";
import type { Attached, Decision, Documents } from "../evaluator/decision";
import { evaluate, nearestTo } from "../evaluator/evaluate";
import type { NearMiss } from "../evaluator/layers";
import type { Request } from "../evaluator/request";
import type { Actor } from "./actor";

/** What an estate's policies say of an authorization that somebody asks for. */
export class Authority {
  private readonly resources: ReadonlyMap<string, Documents["resource"]>;

  constructor(estate: Estate) {
    this.resources = new Map<string, Documents["resource"]>([
      ...estate.buckets.map((bucket) => policyOf(bucket, `bucket policy of ${bucket.name}`, bucket.policy)),
      ...estate.keys.map((key) => policyOf(key, `key policy of ${key.address}`, key.policy)),
      ...estate.principals
        .filter(({ kind }) => kind === "role")
        .map((role) => policyOf(role, `trust policy of role ${role.name}`, role.trustPolicy)),
    ]);
  }

  decide(actor: Actor, authorization: Authorization, instead: Instead = {}): Decision {
    const { request, documents } = this.asked(actor, authorization, instead);
    return evaluate(request, documents);
  }

  /** The statements that come nearest to allowing it, in each document that is silent. */
  nearest(actor: Actor, authorization: Authorization, { because }: Decision): NearMiss[] {
    const { request, documents } = this.asked(actor, authorization, {});
    return because.flatMap((finding) => nearestTo(request, documents, finding).slice(0, 1));
  }

  private asked(
    { caller, identity, boundary, context: more }: Actor,
    { action, resource, owner, context }: Authorization,
    { passedOver, policy }: Instead,
  ): { request: Request; documents: Documents } {
    const without = <A extends Documents["resource"]>(attached: A): A =>
      passedOver?.document === attached.document ? { ...attached, without: passedOver?.index } : attached;
    return {
      request: { action, resource, caller, context: more ? { ...context, ...more } : context },
      documents: {
        identity: passedOver ? identity.map(without) : identity,
        ...(boundary && { boundary }),
        resource:
          resource === "*" ? { name: "", account: owner } : without(policy ?? this.policyOf(resource, owner)),
      },
    };
  }

  /** The bucket, key or trust policy that an ARN is subject to. */
  private policyOf(arn: string, owner: string): Documents["resource"] {
    const bucketOrOther = arn.includes(":s3:::") ? arn.replace(/\/.*/s, "") : arn;
    const policy = this.resources.get(bucketOrOther);
    return policy?.account === owner ? policy : { name: `policy of ${bucketOrOther}`, account: owner };
  }
}

/** What is to be otherwise than in the estate. */
interface Instead {
  /** A statement that is not to count. */
  readonly passedOver?: StatementOf;
  /** The policy of the resource. */
  readonly policy?: Documents["resource"];
}

/** A statement, by the document that it is in. */
export interface StatementOf {
  readonly document: Attached["document"];
  readonly index: number;
}

/** Where a thing has no policy, the place to write one is the thing. */
function policyOf(
  { arn, account, address }: Bucket | Key | Principal,
  name: string,
  policy: Policy | undefined,
): [string, Documents["resource"]] {
  return [arn, { name, account: account.id, ...(address !== undefined && { address }), ...policy }];
}
