import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { documentsOf, isIdentity } from "../iam/documents";
import { iamPage, statementFlaw } from "./well-formed";

/**
 * A role or user that a policy names as a principal must be there before the policy: AWS looks it up. A condition on
 * `aws:PrincipalArn` it does not look up.
 */
export function principalOrder(estate: Estate): Flaw[] {
  const created = new Map(
    estate.principals.flatMap(({ arn, address }) => (address === undefined ? [] : [[arn, address] as const])),
  );
  return documentsOf(estate).flatMap((document) => {
    if (isIdentity(document)) return [];
    const named = document.statements.flatMap((statement) =>
      statement.principals.arns.flatMap((arn) => {
        const address = created.get(arn);
        return address === undefined || address === document.address ? [] : [{ statement, arn, address }];
      }),
    );
    if (named.length === 0) return [];
    const before = allBefore(document.address, estate.dependencies);
    return named
      .filter(({ address }) => !before.has(address))
      .map(({ statement, arn, address }) =>
        statementFlaw(statement, {
          problem: `${arn} may not be there yet when the policy is made, which AWS then refuses: nothing makes ${document.address} wait for ${address}`,
          repair: `add depends_on = [${address}] to ${document.address}, refer to ${address}.arn, or name the account and require aws:PrincipalArn in a condition`,
          source: iamPage("reference_policies_elements_principal.html#principal-roles"),
          addresses: [address],
        }),
      );
  });
}

/** Everything that Terraform makes before a resource, directly or not. */
function allBefore(address: string, dependencies: Estate["dependencies"]): ReadonlySet<string> {
  const before = new Set<string>();
  const look = [address];
  for (let next = look.pop(); next !== undefined; next = look.pop()) {
    for (const each of dependencies.get(next) ?? []) {
      if (before.has(each)) continue;
      before.add(each);
      look.push(each);
    }
  }
  return before;
}
