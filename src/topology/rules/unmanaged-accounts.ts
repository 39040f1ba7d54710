import { quote } from "../../messages/wording";
import type { Finding } from "../yaml-file";
import { type Draft, type Entry, has, isManaged, type Rule, text } from "./draft";

/** The region of an account is that of its provider, and of its buckets and keys. Roles and users have none. */
export const accountsHaveRegions: Rule = (draft) => {
  const existing = [...draft.buckets.values(), ...draft.keys.values()].filter(
    (each) => each.existing === true,
  );
  const holders = new Set(existing.map((each) => text(each, "account")));
  return [...draft.accounts]
    .filter(([name]) => draft.isMapping("accounts", name))
    .filter(
      ([name, account]) =>
        !draft.says(["accounts", name, "region"]) && (isManaged(account) || holders.has(name)),
    )
    .map(([name, account]) => ({
      path: ["accounts", name, "region"],
      missingIn: ["accounts", name],
      message: `"region" is missing; write, for example, region: us-east-1${isManaged(account) ? "" : ", where its buckets and keys are"}`,
    }));
};

const OF_PROVIDERS = ["profile", "assume_role", "endpoints", "default_tags"];

/** Options of a provider have no effect on an account that has none. */
export const unmanagedAccountsHaveNoProvider: Rule = (draft) =>
  unmanaged(draft).flatMap(([name, account]) =>
    OF_PROVIDERS.filter((field) => has(account, field)).map((field) => ({
      path: ["accounts", name, field],
      atKey: true,
      message: `${quote(field)} has no effect, because s3porter does not deploy to an account with managed: false; leave it out`,
    })),
  );

/** A stack of which nothing is deployed is probably a mistake. */
export const someAccountIsManaged: Rule = (draft) =>
  draft.accounts.size === 0 || unmanaged(draft).length < draft.accounts.size
    ? []
    : [
        {
          path: ["accounts"],
          atKey: true,
          message:
            "every account has managed: false, so there is nothing to deploy; remove it from the accounts that you deploy to",
        },
      ];

/** Somebody else creates what there is in an account that is not managed. */
export const unmanagedAccountsGetNothing: Rule = (draft) => [
  ...inUnmanaged(draft, "buckets"),
  ...inUnmanaged(draft, "keys"),
  ...[...draft.principals].flatMap(([name, principal]): Finding[] => {
    const account = text(principal, "account");
    if (isManaged(draft.accountOf(principal)) || principal.existing === true) return [];
    const kind = ["role", "user"].find((each) => has(principal, each));
    if (kind === undefined) return [];
    const message = `accounts.${account} has managed: false, so s3porter cannot create the ${kind} there; if its administrators have it or will create it, write existing: true${has(principal, "assumed_by") ? " and leave out assumed_by" : ""}`;
    return [{ path: ["principals", name, kind], message }];
  }),
];

/** What its principals need is handed over, and its administrators have statements of their own. */
export const unmanagedPrincipalsHaveNoStatements: Rule = (draft) =>
  [...draft.principals]
    .filter(([, principal]) => has(principal, "statements") && !isManaged(draft.accountOf(principal)))
    .map(([name, principal]) => ({
      path: ["principals", name, "statements"],
      atKey: true,
      message: `accounts.${text(principal, "account")} has managed: false, so s3porter attaches no policy there; leave statements out, and ask its administrators to attach them`,
    }));

/** Roles and users have no region, so there is no reason for a second entry. */
export const unmanagedAccountsAreStatedOnce: Rule = (draft) =>
  unmanaged(draft).flatMap(([name, account]) => {
    const id = text(account, "id");
    const other = [...draft.accounts].find(
      ([each, entry]) => each !== name && id !== undefined && text(entry, "id") === id,
    );
    if (other === undefined) return [];
    const message = `is account ${id}, like accounts.${other[0]}, so it is unclear whether s3porter deploys there; leave one of them out`;
    return [{ path: ["accounts", name, "id"], message }];
  });

/** With `granted_as: arn`, the order in which the two sides are applied matters. */
export const unmanagedPrincipalsAreNotNamed: Rule = (draft) =>
  [...draft.principals]
    .filter(
      ([, principal]) => text(principal, "granted_as") === "arn" && !isManaged(draft.accountOf(principal)),
    )
    .map(([name]) => ({
      path: ["principals", name, "granted_as"],
      message: `AWS rejects the policies that name ${name} until it exists, and it loses its access when the administrators of its account create it again; leave granted_as out, unless that is what you want`,
    }));

function inUnmanaged(draft: Draft, section: "buckets" | "keys"): Finding[] {
  const thing = section === "buckets" ? "bucket" : "key";
  return [...draft[section]]
    .filter(([, entry]) => !isManaged(draft.accountOf(entry)))
    .flatMap(([name, entry]): Finding[] => {
      const unmanagedAccount = `accounts.${text(entry, "account")} has managed: false`;
      if (entry.existing !== true)
        return [
          {
            path: [section, name, "account"],
            message: `${unmanagedAccount}, so s3porter cannot create a ${thing} there; name an account that you deploy to or, if its administrators have the ${thing}, write existing: true and policy: handover`,
          },
        ];
      return ["policy", "import", "versioning", "check_settings", "replication", "replication_alarms"]
        .filter((field) => has(entry, field) && entry[field] !== false && entry[field] !== "handover")
        .map((field) => ({
          path: [section, name, field],
          atKey: true,
          message:
            field === "policy"
              ? `${unmanagedAccount}, so s3porter cannot change the policy of this ${thing}; write policy: handover, and its administrators get the statements to add`
              : field === "check_settings"
                ? `${unmanagedAccount}, so Terraform cannot read how this ${thing} is configured; leave "check_settings" out, and the proof takes it as given`
                : `${unmanagedAccount}, so s3porter changes nothing of this ${thing}; leave ${quote(field)} out${field === "versioning" ? ": if something replicates to the bucket, the proof takes as given that its versioning is enabled" : ""}`,
        }));
    });
}

/** The role of a replication, and its rules, are in the account of the bucket that it is from. */
export const unmanagedBucketsDoNotReplicate: Rule = (draft) =>
  draft.replication.flatMap(([path, edge]) => {
    const from = text(edge, "from") ?? "";
    const bucket = draft.buckets.get(from);
    if (bucket === undefined || isManaged(draft.accountOf(bucket))) return [];
    const message = `accounts.${text(bucket, "account")} has managed: false, so s3porter cannot set the replication of ${quote(from)}; leave this entry out, and let its administrators replicate`;
    return [{ path: [...path, "from"], message }];
  });

function unmanaged(draft: Draft): (readonly [string, Entry])[] {
  return [...draft.accounts].filter(([, account]) => !isManaged(account));
}
