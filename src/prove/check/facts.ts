/** What a description says, as single facts that can be compared with those of another description. */
import { parseArn } from "../../aws/arn";
import type { Estate, Principal } from "../../estate/estate";
import { organizationInWords } from "../proof/organizations";
import { accountInWords } from "../proof/principal-tags";
import type { Connection, Description, Outsiders, OutsideGrant } from "./description";
import { trustedBy } from "./trusted";
import { summaryOf } from "./summary";

/** Somebody can do something. */
export interface Fact {
  /** The same for two facts that say the same. */
  readonly id: string;
  /** `role etl of account 222222222222` */
  readonly who: string;
  /** `delete`, `get in/*` */
  readonly what: string;
  /** `on acme-data`, `the role etl of account 222222222222` */
  readonly on: string;
  /**
   * Whether it works; or only in part, which is almost always a mistake; or depends on what was not read; or is possible for
   * somebody beyond the accounts.
   */
  readonly state: "works" | "part" | "unknown" | "outside";
}

export function factsOf(
  estate: Estate,
  { connections, outsiders, replications, transfers }: Description,
): readonly Fact[] {
  const names = new Map(estate.buckets.map(({ arn, name }) => [arn, name]));
  const connected = new Set(connections.map(({ principal }) => principal.arn));
  const others = outsiders.filter(
    ({ who, resource }) => names.has(resource) && !("arn" in who && connected.has(who.arn ?? "")),
  );
  return [
    ...connections.flatMap(connectionFacts),
    ...others.flatMap((grant) => outsideFacts(grant, names.get(grant.resource) ?? "")),
    ...estate.principals.flatMap(trustFacts),
    ...replications
      .filter(({ isEnabled }) => isEnabled)
      .map(({ from, to, answer }) => fact(`bucket ${from}`, "replication", `to ${to}`, COPIES[answer])),
    ...transfers.map(({ fromArn, toArn, roleArns, answer }) =>
      fact(
        `bucket ${bucketOf(fromArn)}`,
        "copying with DataSync",
        `to ${bucketOf(toArn)}`,
        COPIES[answer],
        roleArns,
      ),
    ),
  ];
}

function bucketOf(arn: string): string {
  return parseArn(arn)?.bucket ?? arn;
}

const COPIES = { can: "works", cannot: "part", unknown: "unknown" } as const;

function trustFacts(role: Principal): Fact[] {
  return trustedBy(role).map(({ id, kind, name, account }) => {
    const who = name.startsWith(kind) || kind === "everyone" ? name : `${kind} ${name}`;
    const where = account === undefined || kind === "account" ? "" : ` of account ${account}`;
    return fact(
      `${who}${where}`,
      "assuming",
      `the role ${role.name} of account ${role.account.id}`,
      "works",
      [id, role.arn],
    );
  });
}

function fact(
  who: string,
  what: string,
  on: string,
  state: Fact["state"],
  arns: readonly string[] = [],
): Fact {
  return { id: JSON.stringify([who, what, on, state, arns]), who, what, on, state };
}

function connectionFacts(connection: Connection): Fact[] {
  const { principal, bucket } = connection;
  const who =
    principal.kind === "account" || principal.kind === "organization"
      ? principal.name
      : `${principal.kind} ${principal.name} of account ${principal.account}`;
  const { can, some, half, unknown } = summaryOf(connection);
  const of = (permission: string, keys = "", state: Fact["state"] = "works") =>
    fact(who, `${permission.replaceAll("_", " ")}${keys}`, `on ${bucket.name}`, state, [
      principal.arn,
      bucket.arn,
    ]);
  return [
    ...can.flatMap(({ permission, keys }) => keys.map((key) => of(permission, key === "*" ? "" : ` ${key}`))),
    ...some.map((permission) => of(`some of ${permission}`)),
    ...half.map((permission) => of(permission, "", "part")),
    ...unknown.map((permission) => of(permission, "", "unknown")),
  ];
}

function outsideFacts(grant: OutsideGrant, on: string): Fact[] {
  const { who, actions, operations, isBlocked, limits, objects } = grant;
  if (isBlocked) return [];
  const where = objects.length === 0 || objects.includes("*") ? "" : ` ${objects.join(", ")}`;
  const conditions = limits.length === 0 ? "" : ` if ${limits.join(", ")}`;
  return (operations.length > 0 ? operations : actions).map((what) =>
    fact(outsidersName(who), `${what}${where}${conditions}`, `on ${on}`, "outside"),
  );
}

function outsidersName(who: Outsiders): string {
  switch (who.kind) {
    case "account":
      return accountInWords(who.arn, who.account);
    case "principal":
      return who.arn;
    case "organization":
      return organizationInWords(who.arn ?? who.id);
    case "everyone":
      return who.isAnonymous ? "everyone, without credentials" : "everyone with an AWS account";
  }
}
