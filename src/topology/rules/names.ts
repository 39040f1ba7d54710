import { bucketNameProblem, namespaceProblem } from "../../aws/bucket-name";
import { isKnownService } from "../../aws/service-principals/service-principals";
import { terraformNameProblem } from "../../aws/terraform-name";
import { quote, suggestionFor } from "../../messages/wording";
import { defaultBucketKeyAlias, defaultKeyAlias } from "../defaults";
import { principalFor } from "../mapping-for";
import type { Finding, Path } from "../yaml-file";
import { type Draft, type Entry, hasOwnKey, repeated, type Rule, text, texts } from "./draft";

/** The names in a file become Terraform names. */
export const namesAreTerraformNames: Rule = (draft) =>
  sections(draft).flatMap(([section, entries]) =>
    [...entries.keys()].flatMap((name) => {
      const problem = terraformNameProblem(name);
      return problem === undefined
        ? []
        : [{ path: [section, name], atKey: true, message: `${quote(name)} ${problem}` }];
    }),
  );

/** Every name that is used must be in the file. */
export const namesAreKnown: Rule = (draft) => {
  const { accounts, keys, buckets, principals } = draft;
  const lenders = new Map([...keys, ...buckets]);
  return [
    ...sections(draft).flatMap(([section, entries]) =>
      [...entries].flatMap(([name, entry]) =>
        unknown([section, name, "account"], text(entry, "account"), { accounts }),
      ),
    ),
    ...[...buckets].flatMap(([name, bucket]) => [
      ...unknown(["buckets", name, "key"], nameOrAlias(text(bucket, "key")), { "keys and buckets": lenders }),
      ...texts(bucket, "other_keys").flatMap(([index, lender]) =>
        unknown(["buckets", name, "other_keys", index], lender, { "keys and buckets": lenders }),
      ),
    ]),
    ...[...principals].flatMap(([name, principal]) =>
      texts(principal, "assumed_by")
        .filter(([, trusted]) => terraformNameProblem(trusted) === undefined)
        .flatMap(([index, trusted]) =>
          unknown(["principals", name, "assumed_by", index], trusted, { principals }).map((finding) => ({
            ...finding,
            ...serviceCalled(trusted),
          })),
        ),
    ),
    ...draft.access.flatMap(([path, edge]) => [
      ...unknown([...path, "principal"], text(edge, "principal"), { principals }).map((finding) =>
        withAnswer(finding, text(edge, "principal")),
      ),
      ...unknown([...path, "bucket"], text(edge, "bucket"), { buckets }),
    ]),
    ...draft.replication.flatMap(([path, edge]) => [
      ...unknown([...path, "from"], text(edge, "from"), { buckets }),
      ...unknown([...path, "to"], text(edge, "to"), { buckets }),
      ...unknown([...path, "key"], text(edge, "key"), { "keys and buckets": lenders }),
    ]),
    ...[...draft.datasync].flatMap(([name, task]) => [
      ...unknown(["datasync", name, "from"], text(task, "from"), { buckets }),
      ...unknown(["datasync", name, "to"], text(task, "to"), { buckets }),
      ...unknown(["datasync", name, "role"], text(task, "role"), { principals }),
    ]),
  ];
};

/** Services and organizations have entries of their own. */
function withAnswer(finding: Finding, principal = ""): Finding {
  const answer = principal.startsWith("arn:") ? undefined : principalFor(principal);
  return answer === undefined ? finding : { ...finding, message: `${finding.message}; ${answer}` };
}

/** Another rule is about ARNs. */
function nameOrAlias(key: string | undefined): string | undefined {
  return key?.startsWith("arn:") ? undefined : key;
}

/** Suggests `lambda.amazonaws.com` for `lambda`. */
function serviceCalled(name: string): { readonly suggestion?: string } {
  const service = `${name.toLowerCase()}.amazonaws.com`;
  return isKnownService(service) ? { suggestion: service } : {};
}

/**
 * The own key of a bucket has the Terraform name of the bucket. If the bucket now uses another key, an entry of `keys` with
 * the name of the bucket is its old key.
 */
export const keysNamedLikeBucketsKeepTheirKeys: Rule = (draft) =>
  [...draft.keys].flatMap(([name, key]): Finding[] => {
    const bucket = draft.buckets.get(name);
    if (!bucket) return [];
    if (hasOwnKey(bucket)) {
      const message = `${quote(name)} is also a bucket, and its own key has the same Terraform name; rename one of them`;
      return [{ path: ["keys", name], atKey: true, message }];
    }
    const [account, own] = [text(key, "account"), text(bucket, "account")];
    if (account === undefined || own === undefined || account === own) return [];
    const message = `is not the account of buckets.${name}; a key with the name of a bucket is the old key of that bucket, so write ${quote(own)}, or rename the key`;
    return [{ path: ["keys", name, "account"], message }];
  });

/** Bucket names are unique across all AWS accounts. */
export const bucketNamesAreUnique: Rule = (draft) =>
  repeated(
    [...draft.buckets].flatMap(([name, bucket]) => {
      const bucketName = text(bucket, "name");
      return bucketName === undefined ? [] : [[["buckets", name, "name"], bucketName] as const];
    }),
    (first, bucketName) =>
      `${quote(bucketName)} is already the name of buckets.${first[1]}; bucket names are unique across all AWS accounts, so choose another`,
  );

/** A name that ends with `-<account id>-<region>-an` is only possible in that account and region. */
export const bucketNamesAreInTheirNamespaces: Rule = (draft) =>
  [...draft.buckets].flatMap(([name, bucket]) => {
    const bucketName = text(bucket, "name");
    const account = draft.accountOf(bucket);
    const [accountId, region] = [text(account, "id"), text(account, "region")];
    if (bucketName === undefined || bucketNameProblem(bucketName) !== undefined) return [];
    if (accountId === undefined || region === undefined) return [];
    const problem = namespaceProblem(bucketName, { accountId, region });
    if (problem === undefined) return [];
    return [{ path: ["buckets", name, "name"], message: `${quote(bucketName)} ${problem}` }];
  });

type Aliased = readonly [path: Path, of: Entry, alias: string];

/** Aliases are unique in an account and region. */
export const aliasesAreUnique: Rule = (draft) => {
  // `bucketNamesAreUnique` reports buckets with the same name.
  const named = new Set<string>();
  const ofBuckets = [...draft.buckets].flatMap(([name, bucket]): Aliased[] => {
    const key = Object.hasOwn(bucket, "key") ? bucket.key : undefined;
    if (typeof key === "string" || text(bucket, "encryption") === "AES256") return [];
    const stated = typeof key === "object" ? text(key as Record<string, unknown>, "alias") : undefined;
    if (stated !== undefined) return [[["buckets", name, "key", "alias"], bucket, stated]];
    const bucketName = text(bucket, "name");
    if (bucketName === undefined || named.has(bucketName)) return [];
    named.add(bucketName);
    return [[["buckets", name], bucket, defaultBucketKeyAlias(bucketName)]];
  });
  const created = [...draft.keys].filter(([, { existing }]) => existing !== true);
  const ofKeys = created.map(([name, key]): Aliased => {
    const stated = text(key, "alias");
    const bucket = draft.buckets.get(name);
    const bucketName = bucket && !hasOwnKey(bucket) ? text(bucket, "name") : undefined;
    return [
      stated === undefined ? ["keys", name] : ["keys", name, "alias"],
      key,
      stated ?? (bucketName === undefined ? defaultKeyAlias(name) : defaultBucketKeyAlias(bucketName)),
    ];
  });
  const places = [...ofKeys, ...ofBuckets].flatMap(([path, entry, alias]): [Path, string][] => {
    const account = draft.accountOf(entry);
    const [id, region] = [text(account, "id"), text(account, "region")];
    return id === undefined || region === undefined ? [] : [[path, JSON.stringify([id, region, alias])]];
  });
  return repeated(places, (first, id) => {
    const alias = (JSON.parse(id) as string[])[2];
    return `the alias ${quote(alias)} already belongs to ${first.slice(0, 2).join(".")}, in the same account and region; choose another alias`;
  });
};

function sections(draft: Draft) {
  const { accounts, keys, buckets, principals, datasync } = draft;
  return Object.entries({ accounts, keys, buckets, principals, datasync });
}

const EVERYONE =
  /^(\*|everyone|everybody|anyone|anybody|anonymous|public|world|internet|all_?users|authenticated_?users)$/i;

/** Reports a name that its section does not have. */
function unknown(
  path: Path,
  name: string | undefined,
  where: Record<string, ReadonlyMap<string, Entry>>,
): Finding[] {
  const [[section, entries]] = Object.entries(where) as [[string, ReadonlyMap<string, Entry>]];
  if (name === undefined || entries.has(name)) return [];
  const names = [...entries.keys()];
  if (name.startsWith("arn:")) {
    const message = `${quote(name)} is an ARN; write a name from ${section}: what exists already has an entry there with existing: true`;
    return [{ path, message }];
  }
  if (section === "keys and buckets" && /^(alias\/|aws\/|mrk-|[0-9a-f]{8}-[0-9a-f]{4}-)/.test(name)) {
    const message = `${quote(name)} is the alias or id of a key; write the ARN of the key: aws kms describe-key --key-id ${name} --query KeyMetadata.Arn --output text; or a name from ${section}. An alias can name another key tomorrow, and the access would then be to the wrong key`;
    return [{ path, message }];
  }
  const [called] = [...entries].find(([, entry]) => nameInAws(entry) === name) ?? [];
  if (called !== undefined)
    return [
      {
        path,
        message: `${quote(name)} is what AWS calls ${section === "keys and buckets" ? "bucket " : `${section}.`}${called}; write its name in this file, ${quote(called)}`,
      },
    ];
  if (section === "principals" && EVERYONE.test(name)) {
    const message = `${quote(name)} is not in principals, and s3porter opens no bucket to everyone; write who needs it: entire accounts or an organization, or { service: cloudfront } for a website`;
    return [{ path, message }];
  }
  const there = names.length === 0 ? "there are none" : `there are ${names.slice(0, 20).join(", ")}`;
  return [
    {
      path,
      message: `${quote(name)} is not in ${section}; ${there}`,
      ...(names.length === 0 && { missingIn: [] }),
      suggestion: suggestionFor(name, names),
    },
  ];
}

/** The id of an account, and the name of a bucket, a role or a user. */
function nameInAws(entry: Entry): string | undefined {
  return ["id", "name", "role", "user"].map((field) => text(entry, field)).find((each) => each !== undefined);
}
