/** Rules for buckets and keys that exist already. */
import { isKeyArn, keyArnProblem, parseArn } from "../../aws/arn";
import { quote } from "../../messages/wording";
import type { Finding, Path } from "../yaml-file";
import { fetchBucketPolicy, fetchKeyPolicy, fetchPolicyOf, showKeyArn, showOf } from "./fetch-policy";
import { type Draft, type Entry, has, hasOwnKey, isEntry, isManaged, keysOf, type Rule, text } from "./draft";

/** Only what exists already has an ARN, and a policy that somebody wrote. */
export const onlyExistingHavePolicies: Rule = (draft) =>
  (["keys", "buckets"] as const).flatMap((section) =>
    [...draft[section]]
      .filter(([, entry]) => entry.existing !== true)
      .flatMap(([name, entry]) =>
        ["arn", "policy", "import", ...(section === "buckets" ? ["replication", "check_settings"] : [])]
          .filter((field) => has(entry, field))
          .map((field) => ({
            path: [section, name, field],
            atKey: true,
            message: `${quote(field)} is for what exists already, but s3porter creates this ${thingIn(section)} and writes its policy; if it exists already, write existing: true, otherwise leave ${quote(field)} out`,
          })),
      ),
  );

/** One file has all the statements that others wrote for a policy. */
export const existingStatementsAreMerged: Rule = (draft) =>
  (["keys", "buckets"] as const).flatMap((section) =>
    existingIn(draft, section)
      .filter(([, entry]) => has(entry, "statements"))
      .map(([name]) => ({
        path: [section, name, "statements"],
        atKey: true,
        message: `"statements" is for what s3porter creates, but this ${thingIn(section)} exists already; add them to the file of policy: { merge: policies/${name}.json }`,
      })),
  );

const OF_CREATION = {
  keys: ["alias", "description", "deletion_window_in_days", "multi_region", "replica_of", "tags"],
  buckets: ["force_destroy", "object_lock", "abort_incomplete_uploads_after_days", "tags"],
} as const;

/** What only the creation of a bucket or key sets. */
export const existingStayAsTheyAre: Rule = (draft) =>
  (["keys", "buckets"] as const).flatMap((section) =>
    existingIn(draft, section).flatMap(([name, entry]) => [
      ...OF_CREATION[section]
        .filter((field) => has(entry, field))
        .map((field) => ({
          path: [section, name, field],
          atKey: true,
          message: `${quote(field)} has no effect, because s3porter leaves ${thingIn(section)}s that exist already as they are; leave it out`,
        })),
      ...(section === "buckets" && entry.versioning === false
        ? [
            {
              path: [section, name, "versioning"],
              message: `s3porter does not suspend the versioning of a bucket that exists already; leave "versioning" out, or write true to enable it`,
            },
          ]
        : []),
    ]),
  );

/** Whoever owns a policy must be known before something is added to it. */
export const existingPoliciesHaveOwners: Rule = (draft) => [
  ...existingIn(draft, "buckets").flatMap(([name, bucket]) =>
    ownerless(draft, ["buckets", name], bucket, () => fetchBucketPolicy(draft, name, fileFor(name))),
  ),
  ...existingIn(draft, "keys").flatMap(([name, key]) =>
    ownerless(draft, ["keys", name], key, () => fetchKeyPolicy(draft, name, fileFor(name))),
  ),
];

/** Relative to the topology. */
function fileFor(name: string): string {
  return `policies/${name}.json`;
}

function ownerless(draft: Draft, path: [string, string], entry: Entry, fetch: () => string): Finding[] {
  if (has(entry, "policy")) return [];
  const [, name] = path;
  const account = text(entry, "account");
  const message = isManaged(draft.accountOf(entry))
    ? `"policy" is missing: one policy has one owner. Write policy: { merge: ${fileFor(name)} }, and s3porter owns the policy from now on, keeps the statements of that file and adds its own; or write policy: handover, and you get the statements for its administrators to add. This fetches the policy as it is today: ${fetch()}`
    : `"policy" is missing: accounts.${account} has managed: false, so write policy: handover, and its administrators get the statements to add`;
  return [{ path: [...path, "policy"], message, missingIn: path }];
}

/** A bucket has one replication configuration, with one role, and Terraform replaces it as a whole. */
export const existingRulesAreNotLost: Rule = (draft) =>
  existingIn(draft, "buckets").flatMap(([name, bucket]): Finding[] => {
    if (!isManaged(draft.accountOf(bucket))) return [];
    const isSource = draft.replication.some(([, edge]) => text(edge, "from") === name);
    const path = ["buckets", name, "replication"];
    if (!isSource && has(bucket, "replication"))
      return [
        {
          path,
          atKey: true,
          message: `"replication" has no effect, because nothing in this file replicates from ${name}; leave it out`,
        },
      ];
    if (!isSource || has(bucket, "replication")) return [];
    const message = `"replication" is missing: S3 has one replication configuration for each bucket, with one role, and Terraform replaces it as a whole. This shows what the bucket has today: ${showOf(draft, name, "replication")}. If it has none (ReplicationConfigurationNotFoundError), write replication: none. If it has rules, state them in the list "replication" of this file and write replication: replace; or remove "from: ${name}" from that list, and let the owner of the rules add yours`;
    return [{ path, message, missingIn: ["buckets", name] }];
  });

/** With `granted_as: arn`, statements that others add name a principal that the stack has still to create. */
export const handedOverStatementsNameWhatExists: Rule = (draft) =>
  [...draft.principals]
    .filter(([, principal]) => text(principal, "granted_as") === "arn" && principal.existing !== true)
    .flatMap(([name, principal]): Finding[] => {
      const [handedOver] = draft.access.flatMap(([, edge]) => {
        const bucket = text(edge, "bucket") ?? "";
        const key = text(draft.buckets.get(bucket), "key") ?? "";
        const isHandedOver = (entry: Entry | undefined) =>
          text(entry, "policy") === "handover" && idOf(draft, entry) !== idOf(draft, principal);
        if (text(edge, "principal") !== name) return [];
        if (isHandedOver(draft.buckets.get(bucket))) return [`bucket ${bucket}`];
        return isHandedOver(draft.keys.get(key)) ? [`key ${key}`] : [];
      });
      if (handedOver === undefined) return [];
      const message = `AWS rejects the statements for the policy of ${handedOver} until ${name} exists, so its administrators must add them after the deployment; leave granted_as out, and they can add them before, too`;
      return [{ path: ["principals", name, "granted_as"], message }];
    });

/** An existing key is known by its ARN, in the account and the region that the topology states. */
export const existingKeysHaveArns: Rule = (draft) =>
  existingIn(draft, "keys").flatMap(([name, key]): Finding[] => {
    const path = ["keys", name, "arn"];
    const arn = text(key, "arn");
    if (!has(key, "arn")) {
      const alias = text(key, "alias") ?? `alias/${name}`;
      const message = `"arn" is missing: policies identify a key by its ARN; this prints it: ${showKeyArn(draft, alias, key)}`;
      return [{ path, message, missingIn: ["keys", name] }];
    }
    return arn === undefined
      ? []
      : elsewhere(path, arn, draft.accountOf(key), `accounts.${text(key, "account")}`);
  });

function elsewhere(path: Path, arn: string, account: Entry | undefined, what: string): Finding[] {
  const { account: id, region } = parseArn(arn) ?? {};
  const [statedId, statedRegion] = [text(account, "id"), text(account, "region")];
  if (!isKeyArn(arn) || statedId === undefined || statedRegion === undefined) return [];
  if (id === statedId && region === statedRegion) return [];
  const message = `${quote(arn)} is in account ${id} and ${region}, but ${what} is ${statedId} in ${statedRegion}; name the account of the key`;
  return [{ path, message }];
}

/** The default encryption of an existing bucket is as it is. */
export const existingBucketsHaveTheirKeys: Rule = (draft) =>
  existingIn(draft, "buckets").flatMap(([name, bucket]): Finding[] => {
    if (text(bucket, "encryption") === "AES256") return [];
    const path = ["buckets", name, "key"];
    const see = `this prints it: ${showOf(draft, name, "encryption")}`;
    const advice = `write the ARN of the key of its default encryption or the name of an entry of keys with existing: true, or encryption: AES256; ${see}`;
    if (!has(bucket, "key"))
      return [{ path, message: `"key" is missing: ${advice}`, missingIn: ["buckets", name] }];
    if (keysOf(bucket, "key").length > 0 || typeof bucket.key === "object")
      return [{ path, message: `s3porter creates no key for a bucket that exists already; ${advice}` }];
    const lender = text(bucket, "key");
    if (lender === undefined || lender.startsWith("arn:")) return [];
    const [section, lending] = draft.keys.has(lender)
      ? (["keys", draft.keys.get(lender)] as const)
      : (["buckets", draft.buckets.get(lender)] as const);
    const isNew = lending && (section === "keys" ? lending.existing !== true : hasOwnKey(lending));
    if (!isNew) return [];
    const message = `s3porter creates the key of ${section}.${lender}, but this bucket exists already and has another key; ${advice}`;
    return [{ path, message }];
  });

/** A key that is named by its ARN alone has no entry that says who changes its policy. */
export const keysByArnNeedNoStatements: Rule = (draft) =>
  [...draft.buckets].flatMap(([name, bucket]): Finding[] => {
    const arn = text(bucket, "key");
    if (!arn?.startsWith("arn:")) return [];
    const path = ["buckets", name, "key"];
    const problem = keyArnProblem(arn);
    if (problem !== undefined) return [{ path, message: `${quote(arn)} ${problem}` }];
    if (draft.keys.has(name)) {
      const message = `keys.${name} is a key with the name of this bucket; write key: ${name} if it is the same one, and rename it otherwise`;
      return [{ path, message }];
    }
    const account = text(bucket, "account");
    const misplaced = elsewhere(path, arn, draft.accountOf(bucket), `accounts.${account} of the bucket`);
    if (misplaced.length > 0)
      return misplaced.map((finding) => ({
        ...finding,
        message: `${finding.message} in an entry of keys: { account: …, existing: true, arn: …, policy: … }, and write its name here`,
      }));
    if (!hasForeignAccess(draft, name)) return [];
    const merge = fileFor(`${name}_key`);
    const entry = (policy: string) =>
      `${name}_key: { account: ${account}, existing: true, arn: "${arn}", policy: ${policy} }`;
    const needed = `the policy of ${quote(arn)} needs statements for the access from other accounts`;
    const message = isManaged(draft.accountOf(bucket))
      ? `${needed}, and one policy has one owner; add ${entry(`{ merge: ${merge} }`)} to keys, or the same with policy: handover, and write key: ${name}_key here. This fetches the policy as it is today: ${fetchPolicyOf(draft, { arn, owner: bucket, merge })}`
      : `${needed}; add ${entry("handover")} to keys, and write key: ${name}_key here`;
    return [{ path, message }];
  });

/** Whether principals of other accounts get access to a bucket, or buckets of other accounts replicate to it. */
function hasForeignAccess(draft: Draft, name: string): boolean {
  const own = idOf(draft, draft.buckets.get(name));
  const isForeign = (entry: Entry | undefined) => entry !== undefined && idOf(draft, entry) !== own;
  return (
    draft.access.some(
      ([, edge]) =>
        text(edge, "bucket") === name && isForeign(draft.principals.get(text(edge, "principal") ?? "")),
    ) ||
    draft.replication.some(
      ([, edge]) => text(edge, "to") === name && isForeign(draft.buckets.get(text(edge, "from") ?? "")),
    )
  );
}

/**
 * Without a version, or with the older one, AWS takes `${…}` as it is. The statements of s3porter need the newer one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
export const mergedPoliciesKeepTheirMeaning: Rule = (draft) =>
  (["keys", "buckets", "principals"] as const).flatMap((section) =>
    [...draft[section]].flatMap(([name, entry]) =>
      MERGED.flatMap((fields): Finding[] => {
        const document = fields.reduce<unknown>((at, field) => (isEntry(at) ? at[field] : undefined), entry);
        if (!isEntry(document) || document.Version === "2012-10-17") return [];
        if (!JSON.stringify(document).includes("${")) return [];
        const message =
          'the policy does not have the version 2012-10-17, so AWS takes "${" in it as it is, but the version of the merged policy would make variables of it; replace "${" in it and write "Version": "2012-10-17"';
        return [{ path: [section, name, ...fields], message }];
      }),
    ),
  );

/** Where entries have policies of the user. */
const MERGED = [["policy", "merge"], ["statements"], ["key", "statements"], ["trust_statements"]];

/**
 * AWS rejects a policy with actions of another service or resources outside its bucket: it is the policy of something else.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html
 */
export const mergedPoliciesAreTheirOwn: Rule = (draft) =>
  (["keys", "buckets"] as const).flatMap((section) =>
    existingIn(draft, section).flatMap(([name, entry]): Finding[] => {
      const statements = [mergedIn(entry)?.Statement ?? []].flat().filter(isEntry);
      const [foreign] = statements.flatMap((statement) =>
        section === "keys"
          ? valuesOf(statement, "Action").filter((action) => !/^(\*|kms:)/i.test(action))
          : [
              ...valuesOf(statement, "Action").filter((action) => !/^(\*|s3:)/i.test(action)),
              ...valuesOf(statement, "Resource").filter(
                (resource) => !canBeIn(text(entry, "name") ?? "", resource),
              ),
            ],
      );
      if (foreign === undefined) return [];
      const fetch = section === "buckets" ? fetchBucketPolicy(draft, name) : fetchKeyPolicy(draft, name);
      const message = `${quote(foreign)} cannot be in the policy of this ${thingIn(section)}, so this is the policy of something else; this prints the right one: ${fetch}`;
      return [{ path: [section, name, "policy", "merge"], message }];
    }),
  );

function valuesOf(statement: Entry, element: string): string[] {
  return [statement[element] ?? []].flat().filter((value) => typeof value === "string");
}

/** Whether a resource of a statement can be a bucket or an object in it. */
function canBeIn(bucket: string, resource: string): boolean {
  const [literal = ""] = resource.split(/[*?]|\$\{/);
  if (literal !== resource && /^(a(r(n(:[^:]*(:(s(3:{0,3})?)?)?)?)?)?)?$/.test(literal)) return true;
  const [, named = ""] = /^arn:[^:]*:s3:::(.*)$/s.exec(literal) ?? [];
  if (named === bucket || named.startsWith(`${bucket}/`)) return true;
  return literal !== resource && named !== "" && bucket.startsWith(named);
}

function mergedIn(entry: Entry): Entry | undefined {
  const { policy } = entry as { policy?: { merge?: unknown } };
  const document = typeof policy === "object" ? policy?.merge : undefined;
  return typeof document === "object" && document !== null ? (document as Entry) : undefined;
}

function idOf(draft: Draft, entry: Entry | undefined): string | undefined {
  return text(draft.accountOf(entry), "id");
}

function existingIn(draft: Draft, section: "keys" | "buckets"): (readonly [string, Entry])[] {
  return [...draft[section]].filter(([, { existing }]) => existing === true);
}

function thingIn(section: "keys" | "buckets"): string {
  return section === "keys" ? "key" : "bucket";
}
