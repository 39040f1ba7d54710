import { accountOf, nameOf } from "../../aws/arn";
import type { Principal } from "../../estate/estate";
import { distinct } from "../distinct";
import { parseReadable, type Statement } from "../iam/statement";
import { organizationInWords } from "../proof/organizations";
import { organizationsOf } from "./organizations";

/** Somebody whom the trust policy of a role names. */
export interface Trusted {
  /** An ARN, also one that stands for an organization, the name of a service, or `*`. */
  readonly id: string;
  readonly kind: "everyone" | "organization" | "account" | "role" | "user" | "service" | "identity provider";
  readonly name: string;
  /** The id of the account. Absent for services, organizations and everyone. */
  readonly account?: string;
}

/** Whom the trust policy of a role lets assume it. What its conditions require besides an organization is not told. */
export function trustedBy({ trustPolicy, account: { partition } }: Principal): readonly Trusted[] {
  const statements = trustPolicy ? parseReadable(trustPolicy.document).statements : [];
  const named = statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap((statement): Trusted[] => {
      const { everyone, accounts, arns, services, federated } = statement.principals;
      return [
        ...(everyone ? everyoneIn(statement, partition) : []),
        ...accounts.map((id) => trusted(`arn:${partition}:iam::${id}:root`, "account", `account ${id}`)),
        ...arns.map((arn) => trusted(arn, arn.includes(":user/") ? "user" : "role", nameOf(arn))),
        ...services.map((name): Trusted => ({ id: name, kind: "service", name })),
        ...federated.map((arn) =>
          trusted(arn, "identity provider", arn.replace(/^.*(oidc|saml)-provider\//, "")),
        ),
      ];
    });
  const ids = distinct(named.map(({ id }) => id));
  return ids.flatMap((id) => named.find((each) => each.id === id) ?? []);
}

function everyoneIn(statement: Statement, partition: string): Trusted[] {
  const organizations = organizationsOf(statement, partition);
  return organizations.length === 0
    ? [{ id: "*", kind: "everyone", name: "everyone" }]
    : organizations.map((id) => ({ id, kind: "organization", name: organizationInWords(id) }));
}

function trusted(id: string, kind: Trusted["kind"], name: string): Trusted {
  const account = accountOf(id) ?? "";
  return { id, kind, name, ...(account !== "" && { account }) };
}
