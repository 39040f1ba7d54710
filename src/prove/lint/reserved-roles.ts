import { reservedRole } from "../../aws/iam-name";
import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { wellFormed } from "./well-formed";

/** Roles of AWS services. Only the service can create them and attach policies to them. */
export function reservedRoles({ principals }: Estate): Flaw[] {
  return principals.flatMap(({ kind, name, path, arn, account, address, identityPolicies }) => {
    const reserved = kind === "role" ? reservedRole(name, path) : undefined;
    if (!reserved) return [];
    const policies = identityPolicies.map((policy) => policy.attachment ?? policy.address);
    return [
      wellFormed({
        problem: `IAM refuses to ${address === undefined ? "attach a policy to" : "create"} the role ${name} in account ${account.id}`,
        addresses: address === undefined ? policies : [address],
        because: [`${arn} ${reserved.reason}`],
        repair: reserved.instead,
        source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html",
      }),
    ];
  });
}
