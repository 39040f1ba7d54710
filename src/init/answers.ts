/** The answers from the options and, on a terminal, from questions. */
import { accountIdProblem } from "../aws/account-id";
import { bucketNameProblem } from "../aws/bucket-name";
import { regionProblem } from "../aws/region";
import { invalidValue, notAPair, notInTemplate } from "./errors";
import { type Answers, readTemplate, type Template, templateNames } from "./template";

/** The options of `s3porter init` that are answers. */
export interface AnswerFlags {
  /** Such as `source=111111111111`. */
  readonly account?: readonly string[];
  /** Such as `source=eu-west-1`, or `eu-west-1` for all accounts. */
  readonly region?: readonly string[];
  /** Such as `source=acme-orders`. */
  readonly bucket?: readonly string[];
}

/** Asks a question. Returns what was typed, or an empty text. */
export type Ask = (question: string) => Promise<string>;

export function givenAnswers(template: Template, flags: AnswerFlags): Answers {
  const accounts = template.accounts.map(({ name }) => name);
  const withRegion = template.accounts.flatMap(({ name, region }) => (region === undefined ? [] : [name]));
  const everywhere = (flags.region ?? []).flatMap((region) =>
    region.includes("=") ? [region] : withRegion.map((name) => `${name}=${region}`),
  );
  const pairs = (option: keyof AnswerFlags, given: readonly string[], known: readonly string[]) =>
    new Map(given.map((pair) => pairOf(option, pair, template.name, known)));
  return {
    accounts: pairs("account", flags.account ?? [], accounts),
    regions: pairs("region", everywhere, withRegion),
    buckets: pairs("bucket", flags.bucket ?? [], [...template.buckets.keys()]),
  };
}

const PROBLEMS = { account: accountIdProblem, region: regionProblem, bucket: bucketNameProblem };
const EXAMPLES = {
  account: "source=111111111111",
  region: "source=eu-west-1",
  bucket: "source=acme-orders",
};

function pairOf(
  option: keyof AnswerFlags,
  pair: string,
  template: string,
  known: readonly string[],
): readonly [string, string] {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
  const given = `--${option} ${pair}`;
  if (name === undefined || value === undefined) throw notAPair(given, EXAMPLES[option]);
  if (!known.includes(name)) throw notInTemplate(given, name, template, known);
  const problem = PROBLEMS[option](value);
  if (problem !== undefined) throw invalidValue(given, value, problem);
  return [name, value];
}

/** Asks for a template by its number or its name. */
export async function askForTemplate(ask: Ask, byDefault: string): Promise<Template> {
  const names = templateNames();
  const lines = names.map((name, index) => `  ${index + 1}. ${name}\n     ${readTemplate(name).title}`);
  const isValid = (answer: string) => names.includes(answer) || names[Number(answer) - 1] !== undefined;
  const answer = await valid(ask, `${lines.join("\n")}\nWhich one is closest?`, byDefault, (typed) =>
    isValid(typed) ? undefined : "is neither a number nor a name of the list",
  );
  return readTemplate(names.includes(answer) ? answer : (names[Number(answer) - 1] as string));
}

/** Asks for what the options do not say. */
export async function askForAnswers(ask: Ask, template: Template, given: Answers): Promise<Answers> {
  const [accounts, regions, buckets] = [given.accounts, given.regions, given.buckets].map(
    (each) => new Map(each),
  ) as [Map<string, string>, Map<string, string>, Map<string, string>];
  for (const { name, id, region } of template.accounts) {
    if (!accounts.has(name))
      accounts.set(name, await valid(ask, `Id of the account ${name}`, id, accountIdProblem));
    if (region !== undefined && !regions.has(name))
      regions.set(name, await valid(ask, `Region of the account ${name}`, region, regionProblem));
  }
  for (const [name, inS3] of template.buckets)
    if (!buckets.has(name))
      buckets.set(name, await valid(ask, `Name of the bucket ${name} in S3`, inS3, bucketNameProblem));
  return { accounts, regions, buckets };
}

/** Asks until the answer is valid. Enter takes the value in parentheses. */
async function valid(
  ask: Ask,
  question: string,
  byDefault: string,
  problemOf: (typed: string) => string | undefined,
): Promise<string> {
  for (let said = ""; ;) {
    const typed = (await ask(`${said}${question} (${byDefault}): `)).trim() || byDefault;
    const problem = problemOf(typed);
    if (problem === undefined) return typed;
    said = `${JSON.stringify(typed)} ${problem}\n`;
  }
}
