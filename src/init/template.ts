import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isScalar, parseDocument } from "yaml";
import { noSuchTemplate } from "./errors";

/** The stacks of the repository, which are in the package too: two folders up, as in a clone. */
const STACKS = join(__dirname, "../../stacks");

/** A topology to start from. */
export interface Template {
  readonly name: string;
  /** What it is for: its first comment. */
  readonly title: string;
  readonly text: string;
  readonly accounts: readonly TemplateAccount[];
  /** The names of its buckets in S3, by their names in the topology. */
  readonly buckets: ReadonlyMap<string, string>;
  /** The texts of other files that it names, by their paths relative to it. */
  readonly files: ReadonlyMap<string, string>;
}

export interface TemplateAccount {
  readonly name: string;
  readonly id: string;
  readonly region?: string;
}

/** What replaces the values of a template. Values without an entry stay. */
export interface Answers {
  /** The ids of accounts, by their names. */
  readonly accounts: ReadonlyMap<string, string>;
  /** The regions of accounts, by their names. */
  readonly regions: ReadonlyMap<string, string>;
  /** The names of buckets in S3, by their names in the topology. */
  readonly buckets: ReadonlyMap<string, string>;
}

export function templateNames(): string[] {
  return readdirSync(STACKS)
    .flatMap((file) => /^(.*)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

/** @throws UsageError if there is no such template */
export function readTemplate(name: string): Template {
  const names = templateNames();
  if (!names.includes(name)) throw noSuchTemplate(name, names);
  const text = readFileSync(join(STACKS, `${name}.yaml`), "utf8");
  const { accounts, buckets } = parseDocument(text).toJS() as {
    readonly accounts: Readonly<Record<string, { readonly id: string; readonly region?: string }>>;
    readonly buckets: Readonly<Record<string, { readonly name: string }>>;
  };
  const files = [...text.matchAll(/\bpolicies\/[\w-]+\.json\b/g)].map(([path]) => path);
  return {
    name,
    title: [...text.matchAll(/^# ?(.*)$/gm)].map(([, line]) => line).join(" "),
    text,
    accounts: Object.entries(accounts).map(([account, { id, region }]) => ({ name: account, id, region })),
    buckets: new Map(Object.entries(buckets).map(([bucket, { name: inS3 }]) => [bucket, inS3])),
    files: new Map(files.map((path) => [path, readFileSync(join(STACKS, path), "utf8")])),
  };
}

/** The topology and its files with the answers, by their paths in the folder of topologies. */
export function filledIn(template: Template, stack: string, answers: Answers): Map<string, string> {
  const replaced = replacements(template, answers);
  return new Map([
    ...[...template.files].map(([path, text]) => [path, replaced(text)] as const),
    [`${stack}.yaml`, `${SCHEMA}\n${replaced(withRegions(template, answers.regions))}`],
  ]);
}

/** For editors. The version of the schema is that of the package. */
const SCHEMA = "# yaml-language-server: $schema=../node_modules/s3porter/docs/topology.schema.json";

/** Ids and names of buckets are also parts of ARNs and aliases. One pass, so that accounts can swap their ids. */
function replacements(template: Template, { accounts, buckets }: Answers): (text: string) => string {
  const by = new Map([
    ...template.accounts.map(({ name, id }) => [id, accounts.get(name) ?? id] as const),
    ...[...template.buckets].map(([name, inS3]) => [inS3, buckets.get(name) ?? inS3] as const),
  ]);
  const words = [...by.keys()].sort((a, b) => b.length - a.length).map((word) => word.replaceAll(".", "\\."));
  const pattern = new RegExp(`(?<![\\w.-])(${words.join("|")})(?![\\w-])`, "g");
  return (text) => text.replace(pattern, (word) => by.get(word) ?? word);
}

/** Regions are values of accounts, and parts of the ARNs of what is in them. Two ARNs can become one. */
function withRegions(template: Template, regions: ReadonlyMap<string, string>): string {
  const text = template.accounts
    .reduce(
      (before, { name, id, region }) =>
        before.replaceAll(`:${region}:${id}:`, `:${regions.get(name) ?? region}:${id}:`),
      template.text,
    )
    .replaceAll(/\["([^"]*)", "\1"\]/g, '"$1"');
  const accounts = parseDocument(text).get("accounts");
  if (!isMap(accounts)) return text;
  const places = accounts.items.flatMap(({ key, value }) => {
    const to = regions.get(String(key));
    const region = isMap(value) ? value.get("region", true) : undefined;
    return to !== undefined && isScalar(region) && region.range ? [{ at: region.range, to }] : [];
  });
  // From the end, so that the places before stay where they are.
  return places.reduceRight((before, { at, to }) => before.slice(0, at[0]) + to + before.slice(at[1]), text);
}
