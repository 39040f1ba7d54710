/** AWS services as principals. */
import { accountIdProblem } from "../../aws/account-id";
import { accountOf } from "../../aws/arn";
import {
  deliveringService,
  SERVICE_NAMES,
  type ServiceName,
  serviceNamed,
  serviceWithWord,
  sourceArnOfServiceProblem,
} from "../../aws/delivering-services";
import { list, quote, suggestionFor } from "../../messages/wording";
import { deliveryPrefixProblem, deliveryProblem } from "../delivery-ends";
import { permissionsOf, type Level, LEVELS } from "../levels";
import type { Finding, Path } from "../yaml-file";
import { type Draft, type Entry, has, repeated, type Rule, text, texts } from "./draft";

/** Only a service can have these fields. */
export const FIELDS_OF_SERVICES = ["for_accounts", "for_organization", "source_arns"];

/** Whether a principal is an AWS service. */
export function isService(principal: Entry | undefined): boolean {
  return principal !== undefined && has(principal, "service");
}

function services(draft: Draft): (readonly [string, Entry])[] {
  return [...draft.principals].filter(([, principal]) => isService(principal));
}

/** Everyone else belongs to an account. */
export const othersHaveAccounts: Rule = (draft) =>
  [...draft.principals]
    .filter(
      ([name, principal]) =>
        !isService(principal) &&
        !has(principal, "organization") &&
        !has(principal, "account") &&
        draft.isMapping("principals", name),
    )
    .map(([name]) => ({
      path: ["principals", name, "account"],
      missingIn: ["principals", name],
      message: '"account" is missing; write, for example, account: source',
    }));

/** What a service needs is known only for these. */
export const deliveringServicesAreKnown: Rule = (draft) =>
  services(draft).flatMap(([name, principal]) => {
    const service = text(principal, "service");
    if (service === undefined || serviceNamed(service) !== undefined) return [];
    const meant = serviceWithWord(service);
    const message = `${quote(service)} is not a service that s3porter knows the needs of; there are ${list(SERVICE_NAMES, "and")}; if it assumes a role, write the role here with assumed_by: [<service>.amazonaws.com]`;
    return [
      {
        path: ["principals", name, "service"],
        message,
        suggestion: meant ?? suggestionFor(service, SERVICE_NAMES),
      },
    ];
  });

/** Without them, the service could be made to write here for any account: the confused deputy. */
export const servicesActForSomeone: Rule = (draft) =>
  services(draft).flatMap(([name, principal]): Finding[] => {
    const path = ["principals", name];
    const stated = ["for_accounts", "for_organization"].filter((field) => has(principal, field));
    if (stated.length === 1) return [];
    if (stated.length === 2)
      return [
        {
          path: [...path, "for_organization"],
          atKey: true,
          message: "and for_accounts exclude each other; leave one of them out",
        },
      ];
    return [
      {
        path: [...path, "for_accounts"],
        missingIn: path,
        message:
          '"for_accounts" is missing; it lists the accounts that the service acts for: names from accounts, or ids; write, for example, for_accounts: [source], or for_organization: o-a1b2c3d4e5',
      },
    ];
  });

/** A name of this file or twelve digits, each account once. */
export const sourceAccountsAreKnown: Rule = (draft) =>
  services(draft).flatMap(([name, principal]) => {
    const entries = texts(principal, "for_accounts").map(
      ([index, account]) => [["principals", name, "for_accounts", index] as Path, account] as const,
    );
    const names = [...draft.accounts.keys()];
    const unknown = entries
      .filter(([, account]) => !draft.accounts.has(account) && accountIdProblem(account) !== undefined)
      .map(([path, account]) => ({
        path,
        message: `${quote(account)} is neither in accounts nor twelve digits; there are ${names.slice(0, 20).join(", ")}`,
        suggestion: suggestionFor(account, names),
      }));
    const ids = entries.map(([path, account]) => [path, idOf(draft, account)] as const);
    return [
      ...unknown,
      ...repeated(ids, (_, id) => `account ${id} is already in the list; leave one of them out`),
    ];
  });

/** A service sends the ARN of what it acts for, in one of the accounts. */
export const sourceArnsFit: Rule = (draft) =>
  services(draft).flatMap(([name, principal]) => {
    const service = serviceNamed(text(principal, "service") ?? "");
    if (service === undefined || !has(principal, "source_arns")) return [];
    const path = ["principals", name, "source_arns"];
    const arns = texts(principal, "source_arns");
    const accounts = texts(principal, "for_accounts").map(([, account]) => idOf(draft, account));
    const inOtherAccount = (arn: string) => {
      const account = accountOf(arn);
      return account !== undefined && accounts.length > 0 && !accounts.includes(account);
    };
    const findings = arns.flatMap(([index, arn]): Finding[] => {
      const problem =
        sourceArnOfServiceProblem(service, arn) ??
        (inOtherAccount(arn)
          ? `is in account ${accountOf(arn)}, which is not in for_accounts; add it there`
          : undefined);
      return problem === undefined ? [] : [{ path: [...path, index], message: `${quote(arn)} ${problem}` }];
    });
    const without = accounts.filter(
      (account) => !arns.some(([, arn]) => [account, undefined].includes(accountOf(arn))),
    );
    return findings.length > 0
      ? findings
      : without.map((account) => ({
          path,
          atKey: true,
          message: `contains no ARN of account ${account}; add one, or remove the account from for_accounts`,
        }));
  });

/** A service has one thing to do, and some services cannot use every bucket. */
export const deliveriesFit: Rule = (draft) =>
  draft.access.flatMap(([path, edge]): Finding[] => {
    const name = text(edge, "principal") ?? "";
    const principal = draft.principals.get(name);
    const service = serviceNamed(text(principal, "service") ?? "");
    if (principal === undefined || service === undefined) return [];
    return [
      ...wrongLevel(path, edge, service),
      ...wrongBucket(draft, path, edge, { principal, service }),
      ...wrongPrefix(path, edge, service),
    ];
  });

function wrongLevel(path: Path, edge: Entry, service: ServiceName): Finding[] {
  const levels = [text(edge, "allow") ?? [], ...texts(edge, "allow").map(([, level]) => level)].flat();
  if (levels.length === 0 || !levels.every((level) => (LEVELS as readonly string[]).includes(level)))
    return [];
  const { allow, what } = deliveringService(service);
  const permissions = permissionsOf(levels as Level[]);
  if (permissions.length === 1 && permissions[0] === allow) return [];
  const message = `${quote(levels.join(", "))} is not what ${service} does: it ${allow === "put" ? "delivers" : "reads"} ${what}; write allow: ${allow}`;
  return [{ path: [...path, "allow"], message }];
}

function wrongBucket(
  draft: Draft,
  path: Path,
  edge: Entry,
  { principal, service }: { readonly principal: Entry; readonly service: ServiceName },
): Finding[] {
  const bucket = draft.buckets.get(text(edge, "bucket") ?? "");
  if (bucket === undefined) return [];
  const accountIds = has(principal, "for_organization")
    ? undefined
    : texts(principal, "for_accounts").map(([, account]) => idOf(draft, account));
  const end = {
    hasKey: text(bucket, "encryption") !== "AES256",
    hasObjectLock: has(bucket, "object_lock") && bucket.object_lock !== false,
    accountId: text(draft.accountOf(bucket), "id"),
  };
  const problem = deliveryProblem(service, end, accountIds);
  return problem === undefined ? [] : [{ path: [...path, "bucket"], message: `${service} ${problem}` }];
}

function wrongPrefix(path: Path, edge: Entry, service: ServiceName): Finding[] {
  const prefix = text(edge, "prefix");
  const problem = prefix ? deliveryPrefixProblem(service, prefix) : undefined;
  return problem === undefined ? [] : [{ path: [...path, "prefix"], message: `${quote(prefix)} ${problem}` }];
}

/** Such a principal has no sessions, so it cannot assume a role under its name here. */
export const servicesAreTrustedByTheirNames: Rule = (draft) =>
  [...draft.principals].flatMap(([name, principal]) =>
    texts(principal, "assumed_by").flatMap(([index, trusted]) => {
      const entry = draft.principals.get(trusted);
      if (!isService(entry)) return [];
      const known = serviceNamed(text(entry, "service") ?? "");
      const instead = known === undefined ? "<service>.amazonaws.com" : deliveringService(known).principal;
      const message = `${quote(trusted)} is a service that acts without a role; if it assumes this one, write ${quote(instead)}`;
      return [{ path: ["principals", name, "assumed_by", index], message }];
    }),
  );

/** The id of an account that is named in this file, or the text itself. */
function idOf(draft: Draft, account: string): string {
  return text(draft.accounts.get(account), "id") ?? account;
}
