/** Errors of `prove --module`, of the questions of `explain`, and of the setting `proof`. */
import { EstateError } from "../estate/problem";
import { UsageError } from "../messages/user-error";
import { didYouMean, list, truncate } from "../messages/wording";

export const noSuchModule = (folder: string) =>
  new UsageError(
    `--module ${JSON.stringify(folder)} is not a folder; name the folder of a module, such as modules/replication`,
  );

export const moduleWithoutTopology = (folder: string, file: string) =>
  new UsageError(
    `${file} is missing; it says what the module in ${folder} must allow. s3porter export writes it, or you write it by hand: a topology whose accounts, buckets and principals have the names of the providers and resources in the module`,
  );

/** Only modules as s3porter exports them are evaluated without Terraform. */
export const notEvaluatedHere = ({ problems }: EstateError, folder: string, topology: string) =>
  new EstateError(
    problems,
    `to let Terraform evaluate the module, run s3porter check ${folder} --intent ${topology}`,
  );

export const noSuchPrincipal = (text: string, known: readonly string[]) =>
  new UsageError(
    `--as ${JSON.stringify(text)} is an unknown principal; name ${oneOf(known)}the ARN of a role, a user or an account root, or a service such as s3.amazonaws.com${didYouMean(text, known)}`,
  );

/** @param known the actions to suggest */
export const noSuchAction = (text: string, known: readonly string[]) =>
  new UsageError(
    `--do ${JSON.stringify(text)} is not an action of S3, KMS or STS; name one such as s3:GetObject, without wildcards${didYouMean(text, known)}`,
  );

/** An operation that one principal cannot ask for can still be one of another. */
export class NoSuchOperation extends UsageError {
  /** @param titles the operations to choose from */
  constructor(text: string, actor: string, on: string, titles: readonly string[]) {
    const suggestion = didYouMean(text, titles);
    super(
      [
        `--do ${JSON.stringify(text)} is an unknown operation for ${actor} on ${on}${suggestion === "" ? "; name" : `${suggestion} Or name`} an action such as s3:GetObject${titles.length === 0 ? "" : ", or one of"}`,
        ...titles.map((title) => `  ${title}`),
      ].join("\n"),
    );
  }
}

export const severalOperations = (text: string, titles: readonly string[]) =>
  new UsageError(
    [
      `--do ${JSON.stringify(text)} matches several operations; name one of`,
      ...titles.map((title) => `  ${title}`),
    ].join("\n"),
  );

/**
 * @param whole what the question is about, such as `infra/`
 * @param similar other names of resources in it, for the suggestion
 */
export const noSuchResource = (
  text: string,
  whole: string,
  known: readonly string[],
  similar: readonly string[],
) =>
  new UsageError(
    `--on ${JSON.stringify(text)} is not in ${whole}; name ${oneOf(known)}the ARN of one of its buckets, objects or roles${didYouMean(text, [...known, ...similar])}`,
  );

export const pointOfOtherBucket = (text: string, whole: string, bucket: string) =>
  new UsageError(
    `--on ${JSON.stringify(text)} is an access point of ${bucket}, which is not in ${whole}, and neither is its policy, which must allow the request too`,
  );

export const multiRegion = (text: string) =>
  new UsageError(
    `--on ${JSON.stringify(text)} is a Multi-Region access point, whose requests are not judged; ask about one of its buckets`,
  );

/** @param candidates the keys in that account and region */
export const keyByItsArn = (text: string, whole: string, candidates: readonly string[]) =>
  new UsageError(
    candidates.length === 0
      ? `--on ${JSON.stringify(text)}: there is no key of that account and region in ${whole}; name one of its keys, or a bucket or object that they encrypt`
      : `--on ${JSON.stringify(text)}: the ARN of a key is not in the Terraform, because AWS chooses its id at creation; if this is a key in ${whole}, name ${oneOf(candidates)}a bucket or object that it encrypts`,
  );

/** @param text the URI in `--do` */
export const noSuchBucket = (text: string, whole: string, known: readonly string[]) =>
  new UsageError(
    `--do names ${text}, which is not in ${whole}; name ${list(known, "or")}${didYouMean(text.slice("s3://".length).split("/")[0] ?? "", known)}`,
  );

export const otherBuckets = (on: string, uris: readonly string[]) =>
  new UsageError(`--on names ${on}, but --do is about ${list(uris, "and")}; name the same bucket in both`);

export const differentKeys = (bucket: string, one: string, other: string) =>
  new UsageError(
    `the question names two object keys of ${bucket}, ${JSON.stringify(one)} and ${JSON.stringify(other)}; name only one of them`,
  );

export const notReplicated = (key: string, from: string, to: string, prefixes: readonly string[]) =>
  new UsageError(
    `s3://${from}/${key} is not replicated to ${to}: the replication ${prefixes.length > 1 ? "rules cover" : "rule covers"} keys that begin with ${list(
      prefixes.map((prefix) => JSON.stringify(prefix)),
      "or",
    )}; name such a key`,
  );

export const contextWithoutValue = (pair: string) =>
  new UsageError(
    `--context ${JSON.stringify(pair)} must be a condition key and its value, such as aws:SourceIp=192.0.2.1`,
  );

export const contextTwice = (key: string) =>
  new UsageError(
    `--context has ${key} twice; the names of condition keys are not case-sensitive, so leave one of them out`,
  );

export const followsFromCaller = (key: string) =>
  new UsageError(
    `--context ${key}: AWS derives this key from the caller and the resource; choose them with --as and --on`,
  );

/** @param known the condition keys to suggest */
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

const MOST_NAMED = 10;

function oneOf(known: readonly string[]): string {
  if (known.length === 0) return "";
  const rest = known.length - MOST_NAMED;
  return `${known.slice(0, MOST_NAMED).join(", ")}${rest > 0 ? `, one of ${rest} more` : ""}, or `;
}

export const unknownProofSetting = (setting: unknown) =>
  new UsageError(
    `S3PORTER_PROOF, or "context": { "proof": … } in cdktf.json, is ${JSON.stringify(setting)}; allowed are "fail" (the default) and "warn"`,
  );

/** @param text the text of `--error` */
export const errorWithoutRequest = (text: string) =>
  new UsageError(
    `--error ${JSON.stringify(truncate(text))} does not say who was refused what: it needs "User: arn:… is not authorized to perform: …". Many errors of S3 are only "Access Denied"; ask with --as, --do and --on instead, such as --as arn:aws:iam::111111111111:role/Etl --do GetObject --on s3://bucket/key`,
  );
