/** Errors of questions and of folders to verify. */
import { UsageError } from "../messages/user-error";
import { didYouMean, list } from "../messages/wording";

export const noSuchModule = (folder: string) =>
  new UsageError(
    `--module ${JSON.stringify(folder)} is not a folder; name the folder of a module, such as modules/replication`,
  );

export const moduleWithoutTopology = (folder: string, file: string) =>
  new UsageError(
    `${file} is missing; it says what the module in ${folder} must allow. s3porter export writes it. To write it by hand, describe the module as a topology with the names of its providers, buckets and principals`,
  );

export const noSuchPrincipal = (text: string, known: readonly string[]) =>
  new UsageError(
    `--as ${JSON.stringify(text)} is an unknown principal; name ${oneOf(known)}the ARN of a role, a user or an account root, or a service such as s3.amazonaws.com${didYouMean(text, known)}`,
  );

/** @param known the actions of the same service, or all */
export const noSuchAction = (text: string, known: readonly string[]) =>
  new UsageError(
    `--do ${JSON.stringify(text)} is not an action of S3, KMS or STS; name one such as s3:GetObject, without wildcards${didYouMean(text, known)}`,
  );

/** @param titles of the known operations */
export const noSuchOperation = (text: string, actor: string, on: string, titles: readonly string[]) =>
  new UsageError(
    [
      `--do ${JSON.stringify(text)} is an unknown operation for ${actor} on ${on}; name an action such as s3:GetObject${titles.length === 0 ? "" : ", or one of"}`,
      ...titles.map((title) => `  ${title}`),
    ].join("\n"),
  );

export const severalOperations = (text: string, titles: readonly string[]) =>
  new UsageError(
    [
      `--do ${JSON.stringify(text)} matches several operations; name one of`,
      ...titles.map((title) => `  ${title}`),
    ].join("\n"),
  );

/** @param similar further names of the stack's resources, for the suggestion */
export const noSuchResource = (text: string, known: readonly string[], similar: readonly string[]) =>
  new UsageError(
    `--on ${JSON.stringify(text)} is not in the stack; name ${oneOf(known)}the ARN of one of its buckets, objects or roles${didYouMean(text, [...known, ...similar])}`,
  );

/** @param candidates the stack's keys of that account and region */
export const keyByItsArn = (text: string, candidates: readonly string[]) =>
  new UsageError(
    candidates.length === 0
      ? `--on ${JSON.stringify(text)}: the stack has no key in that account and region, so nothing is known about this one`
      : `--on ${JSON.stringify(text)}: AWS chooses the id of a key when it creates the key, so Terraform does not tell whether this is one of the stack's; if it is, name ${oneOf(candidates)}a bucket or object that it encrypts`,
  );

/** @param text a URI of the command line */
export const noSuchBucket = (text: string, known: readonly string[]) =>
  new UsageError(
    `--do names ${text}, and the stack has no such bucket; it has ${list(known, "and")}${didYouMean(text.slice("s3://".length).split("/")[0] ?? "", known)}`,
  );

export const otherBuckets = (on: string, uris: readonly string[]) =>
  new UsageError(`--on names ${on}, but --do is about ${list(uris, "and")}; name the same bucket in both`);

export const differentKeys = (bucket: string, one: string, other: string) =>
  new UsageError(
    `two keys of ${bucket} are named, ${JSON.stringify(one)} and ${JSON.stringify(other)}; ask about one of them`,
  );

export const notReplicated = (key: string, from: string, to: string, prefixes: readonly string[]) =>
  new UsageError(
    `s3://${from}/${key} is not replicated to ${to}: the replication ${prefixes.length > 1 ? "rules cover" : "rule covers"} keys that begin with ${list(
      prefixes.map((prefix) => JSON.stringify(prefix)),
      "or",
    )}; ask about one of those`,
  );

export const contextWithoutValue = (pair: string) =>
  new UsageError(
    `--context ${JSON.stringify(pair)} must be a condition key and its value, such as aws:SourceIp=192.0.2.1`,
  );

export const contextTwice = (key: string) =>
  new UsageError(`--context gives ${key} twice; names of condition keys match regardless of case`);

export const followsFromCaller = (key: string) =>
  new UsageError(
    `--context ${key}: AWS derives this key from the caller and the resource; choose them with --as and --on`,
  );

/** @param known the condition keys of the same service */
export const noSuchContextKey = (key: string, known: readonly string[]) =>
  new UsageError(
    `--context ${JSON.stringify(key)} is not a condition key of S3, KMS or STS, nor a global one${didYouMean(key, known)}`,
  );

export const otherKindOfResource = (action: string, wanted: readonly string[], text: string, found: string) =>
  new UsageError(
    `${action} applies to a ${list(wanted, "or")}, but --on ${JSON.stringify(text)} is a ${found}; name a ${list(wanted, "or")}`,
  );

export const otherService = (action: string, wanted: readonly string[]) =>
  new UsageError(
    `${action} applies to ${list(wanted, "or")} resources, but s3porter knows only buckets, objects, keys and roles; use the IAM policy simulator`,
  );

function oneOf(known: readonly string[]): string {
  return known.length === 0 ? "" : `${known.join(", ")}, or `;
}

export const unknownProofSetting = (setting: unknown) =>
  new UsageError(
    `S3PORTER_PROOF, or "context": { "proof": … } in cdktf.json, is ${JSON.stringify(setting)}; use "fail", the default, or "warn"`,
  );
