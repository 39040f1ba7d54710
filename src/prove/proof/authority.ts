/** Asks the policies of an estate. */
import type { Estate, Principal } from "../../estate/estate";
import { type Caller, accountRoot, roleSession, user } from "../evaluator/caller";
import type { Authorization } from "../catalogue/authorization";
import type { Attached, Decision, Documents } from "../evaluator/decision";
import { evaluate } from "../evaluator/evaluate";

/** What an estate's policies say of an authorization that somebody asks for. */
export class Authority {
  private readonly principals: ReadonlyMap<string, Principal>;
  private readonly resources: ReadonlyMap<string, Documents["resource"]>;

  constructor(estate: Estate) {
    this.principals = new Map(estate.principals.map((principal) => [principal.arn, principal]));
    this.resources = new Map(
      [
        ...estate.buckets.map(({ arn, name, account, policy }) => ({
          arn,
          name: `bucket policy of ${name}`,
          account,
          policy,
        })),
        ...estate.keys.map(({ arn, address, account, policy }) => ({
          arn,
          name: `key policy of ${address}`,
          account,
          policy,
        })),
      ].map(({ arn, name, account, policy }) => [
        arn,
        { name, account: account.id, document: policy?.document },
      ]),
    );
  }

  /** @param identity the policies of somebody who is not in the estate; of those who are, it knows them */
  decide(
    principalArn: string,
    { action, resource, owner, context }: Authorization,
    identity: readonly Attached[] = this.identityOf(principalArn),
  ): Decision {
    const bucketOrKey = action.startsWith("s3:") ? resource.replace(/\/.*/s, "") : resource;
    return evaluate(
      { action, resource, caller: callerOf(principalArn), context },
      {
        identity,
        resource: this.resources.get(bucketOrKey) ?? { name: `policy of ${bucketOrKey}`, account: owner },
      },
    );
  }

  private identityOf(principalArn: string): Attached[] {
    const principal = this.principals.get(principalArn);
    if (!principal) return [];
    return principal.identityPolicies.map(({ name, document }) => ({
      name: `identity policy ${name} of ${principal.kind} ${principal.name}`,
      account: principal.account.id,
      document,
    }));
  }
}

function callerOf(arn: string): Caller {
  const [, partition, , , account = "", path = ""] = arn.split(":");
  if (path === "root") return accountRoot(account, partition);
  return path.startsWith("role/") ? roleSession(arn, "proof") : user(arn);
}
