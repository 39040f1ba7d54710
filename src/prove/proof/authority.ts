/** Asks the policies of an estate. */
import type { Estate } from "../../estate/estate";
import type { Authorization } from "../catalogue/authorization";
import type { Attached, Decision, Documents } from "../evaluator/decision";
import { evaluate } from "../evaluator/evaluate";
import type { Actor } from "./actor";

/** What an estate's policies say of an authorization that somebody asks for. */
export class Authority {
  private readonly resources: ReadonlyMap<string, Documents["resource"]>;

  constructor(estate: Estate) {
    this.resources = new Map<string, Documents["resource"]>([
      ...estate.buckets.map(({ arn, name, account, policy }) =>
        resource(arn, `bucket policy of ${name}`, account.id, policy),
      ),
      ...estate.keys.map(({ arn, address, account, policy }) =>
        resource(arn, `key policy of ${address}`, account.id, policy),
      ),
      ...estate.principals
        .filter(({ kind }) => kind === "role")
        .map(({ arn, name, account, trustPolicy }) =>
          resource(arn, `trust policy of role ${name}`, account.id, trustPolicy),
        ),
    ]);
  }

  /**
   * @param passedOver a statement of a document that is not to count
   * @param policy of the resource, instead of the estate's
   */
  decide(
    { caller, identity, boundary, context: more }: Actor,
    { action, resource, owner, context }: Authorization,
    { passedOver, policy }: { passedOver?: StatementOf; policy?: Documents["resource"] } = {},
  ): Decision {
    const without = <A extends Documents["resource"]>(attached: A): A =>
      passedOver?.document === attached.document ? { ...attached, without: passedOver?.index } : attached;
    return evaluate(
      { action, resource, caller, context: more ? { ...context, ...more } : context },
      {
        identity: passedOver ? identity.map(without) : identity,
        ...(boundary && { boundary }),
        resource:
          resource === "*" ? { name: "", account: owner } : without(policy ?? this.policyOf(resource, owner)),
      },
    );
  }

  /** The bucket, key or trust policy that an ARN is subject to. */
  private policyOf(arn: string, owner: string): Documents["resource"] {
    const bucketOrOther = arn.includes(":s3:::") ? arn.replace(/\/.*/s, "") : arn;
    const policy = this.resources.get(bucketOrOther);
    return policy?.account === owner ? policy : { name: `policy of ${bucketOrOther}`, account: owner };
  }
}

/** A statement, by the document that it is in. */
export interface StatementOf {
  readonly document: Attached["document"];
  readonly index: number;
}

function resource(
  arn: string,
  name: string,
  account: string,
  policy: { readonly address: string; readonly document: object } | undefined,
): [string, Documents["resource"]] {
  return [arn, { name, account, ...(policy && { address: policy.address, document: policy.document }) }];
}
