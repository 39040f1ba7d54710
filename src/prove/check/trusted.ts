import { accountOf, nameOf } from "../../aws/arn";
import type { Principal } from "../../estate/estate";
import { distinct } from "../distinct";
import { parseReadable } from "../iam/statement";

/** Somebody whom the trust policy of a role names. */
export interface Trusted {
  /** An ARN, the name of a service, or `*`. */
  readonly id: string;
  readonly kind: "everyone" | "account" | "role" | "user" | "service" | "identity provider";
  readonly name: string;
  /** The id of the account. Absent for services and everyone. */
  readonly account?: string;
}

/** Whom the trust policy of a role lets assume it. What its conditions require is not told. */
export function trustedBy({ trustPolicy, account: { partition } }: Principal): readonly Trusted[] {
  const statements = trustPolicy ? parseReadable(trustPolicy.document).statements : [];
  const named = statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ principals: { everyone, accounts, arns, services, federated } }): Trusted[] => [
      ...(everyone ? [{ id: "*", kind: "everyone", name: "everyone" } as const] : []),
      ...accounts.map((id) => trusted(`arn:${partition}:iam::${id}:root`, "account", `account ${id}`)),
      ...arns.map((arn) => trusted(arn, arn.includes(":user/") ? "user" : "role", nameOf(arn))),
      ...services.map((name): Trusted => ({ id: name, kind: "service", name })),
      ...federated.map((arn) =>
        trusted(arn, "identity provider", arn.replace(/^.*(oidc|saml)-provider\//, "")),
      ),
    ]);
  const ids = distinct(named.map(({ id }) => id));
  return ids.flatMap((id) => named.find((each) => each.id === id) ?? []);
}

function trusted(id: string, kind: Trusted["kind"], name: string): Trusted {
  const account = accountOf(id) ?? "";
  return { id, kind, name, ...(account !== "" && { account }) };
}
