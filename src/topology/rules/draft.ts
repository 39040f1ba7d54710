import { truthOf } from "../truth";
import type { Finding, Path, YamlFile } from "../yaml-file";

/** A mapping that is not validated yet. */
export type Entry = Readonly<Record<string, unknown>>;

/**
 * A topology that is not validated yet, as the rules see it. Entries with the wrong type are left out, because `shape.ts`
 * reports them.
 */
export class Draft {
  readonly accounts: ReadonlyMap<string, Entry>;
  readonly keys: ReadonlyMap<string, Entry>;
  readonly buckets: ReadonlyMap<string, Entry>;
  readonly principals: ReadonlyMap<string, Entry>;
  readonly access: readonly (readonly [Path, Entry])[];
  readonly replication: readonly (readonly [Path, Entry])[];
  readonly datasync: ReadonlyMap<string, Entry>;

  constructor(
    /** The topology as YAML parses it. */
    readonly value: unknown,
    /** For the line numbers in messages. */
    readonly yaml: YamlFile,
  ) {
    this.accounts = withRegions(section(value, "accounts"));
    this.keys = section(value, "keys");
    this.buckets = section(value, "buckets");
    this.principals = section(value, "principals");
    this.access = list(value, "access");
    this.replication = list(value, "replication");
    this.datasync = section(value, "datasync");
  }

  /** Whether an entry of a section is a mapping. */
  isMapping(name: string, entry: string): boolean {
    const entries = isEntry(this.value) && Object.hasOwn(this.value, name) ? this.value[name] : undefined;
    return isEntry(entries) && isEntry(entries[entry]);
  }

  /** Whether the file has something at a place. */
  says(path: Path): boolean {
    const at = path.reduce<unknown>(
      (value, field) => (isEntry(value) && Object.hasOwn(value, field) ? value[field] : undefined),
      this.value,
    );
    return at !== undefined;
  }

  /** The account that a bucket, key or principal names, if any. */
  accountOf(entry: Entry | undefined): Entry | undefined {
    return this.accounts.get(text(entry, "account") ?? "");
  }
}

/** Whether the stack deploys to an account. */
export function isManaged(account: Entry | undefined): boolean {
  return account?.managed !== false;
}

/** Whether a bucket has a key of its own. */
export function hasOwnKey(bucket: Entry): boolean {
  return text(bucket, "encryption") !== "AES256" && text(bucket, "key") === undefined;
}

/** A check that involves several fields. Returns the problems that it finds. */
export type Rule = (draft: Draft) => Finding[];

/** The value of a field, if it is text. */
export function text(entry: Entry | undefined, field: string): string | undefined {
  const value = entry && Object.hasOwn(entry, field) ? entry[field] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** The texts in the list of a field, with their indexes. */
export function texts(entry: Entry, field: string): readonly (readonly [number, string])[] {
  const value = Object.hasOwn(entry, field) ? entry[field] : undefined;
  if (!Array.isArray(value)) return [];
  return value.map((each, index) => [index, each] as const).filter(([, each]) => typeof each === "string");
}

/** The mappings in the list of a field, with their indexes. */
export function mappings(entry: Entry, field: string): readonly (readonly [number, Entry])[] {
  const value = Object.hasOwn(entry, field) ? entry[field] : undefined;
  if (!Array.isArray(value)) return [];
  return value
    .map((each: unknown, index) => [index, each] as const)
    .filter((pair): pair is [number, Entry] => isEntry(pair[1]));
}

/** The services that can assume a role, with the places of their names. */
export function trustedServices(principal: Entry): readonly (readonly [Path, string])[] {
  return [
    ...texts(principal, "assumed_by").map(([index, name]): [Path, string] => [[index], name]),
    ...mappings(principal, "assumed_by").flatMap(([index, entry]): [Path, string][] => {
      const service = text(entry, "service");
      return service === undefined ? [] : [[[index, "service"], service]];
    }),
  ].filter(([, name]) => /\.amazonaws\.com(\.cn)?$/.test(name));
}

/** The keys of a field, if it is a mapping. */
export function keysOf(entry: Entry, field: string): readonly string[] {
  const value = Object.hasOwn(entry, field) ? entry[field] : undefined;
  return isEntry(value) ? Object.keys(value) : [];
}

/** Whether a field is present. */
export function has(entry: Entry, field: string): boolean {
  return Object.hasOwn(entry, field) && entry[field] !== undefined;
}

/** Reports every place whose id occurred before. */
export function repeated(
  places: Iterable<readonly [Path, string]>,
  message: (first: Path, id: string) => string,
): Finding[] {
  const seen = new Map<string, Path>();
  const findings: Finding[] = [];
  for (const [path, id] of places) {
    const first = seen.get(id);
    if (first) findings.push({ path, message: message(first, id) });
    else seen.set(id, path);
  }
  return findings;
}

/** An account that is not managed needs no region, but has the partition of the others. */
function withRegions(accounts: ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> {
  const region = [...accounts.values()].map((account) => text(account, "region")).find((each) => each);
  return new Map(
    [...accounts].map(([name, account]) => [
      name,
      isManaged(account) || has(account, "region") ? account : { ...account, region },
    ]),
  );
}

function section(value: unknown, name: string): ReadonlyMap<string, Entry> {
  const entries = isEntry(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  if (!isEntry(entries)) return new Map();
  return new Map(
    Object.entries(entries).map(([key, entry]) => [key, isEntry(entry) ? withTruths(entry) : {}]),
  );
}

/** `shape.ts` reports the text `"yes"`. The rules would otherwise report what follows from `false`. */
function withTruths(entry: Entry): Entry {
  const words = DECISIVE.flatMap((field): [string, boolean][] => {
    const truth = truthOf(text(entry, field) ?? "");
    return truth === undefined ? [] : [[field, truth]];
  });
  return words.length === 0 ? entry : { ...entry, ...Object.fromEntries(words) };
}

/** What other fields an entry can have, and what they mean, hangs on these. */
const DECISIVE = ["existing", "managed", "entire_account", "multi_region"];

function list(value: unknown, name: string): (readonly [Path, Entry])[] {
  const entries = isEntry(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  if (!Array.isArray(entries)) return [];
  return entries
    .map((entry: unknown, index) => [[name, index], entry] as const)
    .filter((pair): pair is [Path & [string, number], Entry] => isEntry(pair[1]));
}

export function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
