/** Every error of the command, with what was found, what there is and what to do about it. */
import { suggestionFor } from "../topology/problem";

/** An error of whoever uses the command, whom its message tells everything. */
class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Errors whose message is for people, asked by name, for a program may hold two copies of a class. */
const FOR_PEOPLE = new Set([
  "TopologyError",
  "UsageError",
  "EstateError",
  "NotEvaluated",
  "MissingFromEstate",
]);

/** Whether an error is one of whoever asked, and not of s3porter. */
export function isForPeople(error: unknown): error is Error {
  return error instanceof Error && FOR_PEOPLE.has(error.name);
}

/** @param problem what is wrong with its JSON */
export const unreadableConfiguration = (file: string, problem: string) =>
  new UsageError(
    `${file}: ${problem}; it is where s3porter looks for the folder of the topologies, as "context": { "stacks": "<folder>" }`,
  );

export const unknownProofSetting = (setting: string) =>
  new UsageError(
    `S3PORTER_PROOF, or "context": { "proof": … } in cdktf.json, is ${JSON.stringify(setting)}; it may be "fail", which is the default, or "warn"`,
  );

export const noSuchStack = (name: string, folder: string, known: readonly string[]) =>
  new UsageError(
    `there is no stack ${JSON.stringify(name)} in ${folder}; there are ${list(known, "and")}${didYouMean(name, known)}`,
  );

export const stacksOrModules = (names: readonly string[]) =>
  new UsageError(
    `${names.join(", ")} and --module together: a run proves either stacks, by their names, or modules, by their folders; run it twice`,
  );

export const noSuchModule = (folder: string) =>
  new UsageError(
    `--module ${JSON.stringify(folder)} is no folder; name that of a module, such as modules/replication`,
  );

export const moduleWithoutTopology = (folder: string, file: string) =>
  new UsageError(
    `there is no ${file}, so that nothing says what the module in ${folder} is to allow; s3porter export writes one, and you can write one by hand: it is a topology, with the names of the module's providers, buckets and principals`,
  );

export const noSuchPrincipal = (text: string, known: readonly string[]) =>
  new UsageError(
    `--as ${JSON.stringify(text)} is nobody of the topology; name ${oneOf(known)}the ARN of a role, a user or an account root, or a service such as s3.amazonaws.com${didYouMean(text, known)}`,
  );

/** @param known the actions of the same service, or all */
export const noSuchAction = (text: string, known: readonly string[]) =>
  new UsageError(
    `--do ${JSON.stringify(text)} is no action of S3, KMS or STS; name one such as s3:GetObject, without wildcards${didYouMean(text, known)}`,
  );

/** @param titles of what is known */
export const noSuchOperation = (text: string, actor: string, on: string, titles: readonly string[]) =>
  new UsageError(
    [
      `--do ${JSON.stringify(text)} is nothing that is known of ${actor} on ${on}; name an action such as s3:GetObject${titles.length === 0 ? "" : ", or one of"}`,
      ...titles.map((title) => `  ${title}`),
    ].join("\n"),
  );

export const severalOperations = (text: string, titles: readonly string[]) =>
  new UsageError(
    [`--do ${JSON.stringify(text)} may be several; name one of`, ...titles.map((title) => `  ${title}`)].join(
      "\n",
    ),
  );

/** @param similar other names of what there is */
export const noSuchResource = (text: string, known: readonly string[], similar: readonly string[]) =>
  new UsageError(
    `--on ${JSON.stringify(text)} is nothing of the stack; name ${oneOf(known)}the ARN of one of its buckets, objects or roles${didYouMean(text, [...known, ...similar])}`,
  );

export const keyByItsArn = (text: string, known: readonly string[]) =>
  new UsageError(
    `--on ${JSON.stringify(text)}: AWS makes up the id of a key when it creates it, so that Terraform does not say which of the keys this is; name ${oneOf(known)}a bucket or an object that is encrypted with it`,
  );

export const otherKindOfResource = (action: string, wanted: readonly string[], text: string, found: string) =>
  new UsageError(
    `${action} is about a ${list(wanted, "or")}, but --on ${JSON.stringify(text)} is a ${found}; name a ${list(wanted, "or")}`,
  );

export const otherService = (action: string, wanted: readonly string[]) =>
  new UsageError(
    `${action} is about a ${list(wanted, "or")}, and s3porter knows buckets, objects, keys and roles only; ask the IAM policy simulator`,
  );

function oneOf(known: readonly string[]): string {
  return known.length === 0 ? "" : `${known.join(", ")}, or `;
}

function didYouMean(text: string, known: readonly string[]): string {
  const suggestion = suggestionFor(text, known);
  return suggestion === undefined ? "" : `; did you mean ${JSON.stringify(suggestion)}?`;
}

function list(names: readonly string[], conjunction: "and" | "or"): string {
  if (names.length <= 1) return names.join("");
  return `${names.slice(0, -1).join(", ")} ${conjunction} ${names.at(-1)}`;
}
