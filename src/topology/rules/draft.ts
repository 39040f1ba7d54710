import type { Finding, Path, YamlFile } from "../yaml-file";

/** A mapping of which nothing is known yet. */
export type Entry = Readonly<Record<string, unknown>>;

/**
 * A topology that may be wrong in any way, as the rules see it: whatever is not of the shape that a rule looks for
 * is left out, for `shape.ts` reports it.
 */
export class Draft {
  readonly accounts: ReadonlyMap<string, Entry>;
  readonly keys: ReadonlyMap<string, Entry>;
  readonly buckets: ReadonlyMap<string, Entry>;
  readonly principals: ReadonlyMap<string, Entry>;
  readonly access: readonly (readonly [Path, Entry])[];
  readonly replication: readonly (readonly [Path, Entry])[];

  constructor(
    /** The topology as YAML has it. */
    readonly value: unknown,
    /** For the lines of what a message refers to. */
    readonly yaml: YamlFile,
  ) {
    this.accounts = section(value, "accounts");
    this.keys = section(value, "keys");
    this.buckets = section(value, "buckets");
    this.principals = section(value, "principals");
    this.access = list(value, "access");
    this.replication = list(value, "replication");
  }

  /** The account that a bucket, key or principal names, if it names one. */
  accountOf(entry: Entry | undefined): Entry | undefined {
    return this.accounts.get(text(entry, "account") ?? "");
  }
}

/** A rule: what it finds wrong in a draft. */
export type Rule = (draft: Draft) => Finding[];

/** The text of a field, if the field is text. */
export function text(entry: Entry | undefined, field: string): string | undefined {
  const value = entry && Object.hasOwn(entry, field) ? entry[field] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** The texts of a field that is a list. */
export function texts(entry: Entry, field: string): readonly (readonly [number, string])[] {
  const value = Object.hasOwn(entry, field) ? entry[field] : undefined;
  if (!Array.isArray(value)) return [];
  return value.map((each, index) => [index, each] as const).filter(([, each]) => typeof each === "string");
}

/** Whether a field is stated at all. */
export function has(entry: Entry, field: string): boolean {
  return Object.hasOwn(entry, field) && entry[field] !== undefined;
}

/** The second of two things that may not be the same. */
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

function section(value: unknown, name: string): ReadonlyMap<string, Entry> {
  const entries = isEntry(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  if (!isEntry(entries)) return new Map();
  return new Map(Object.entries(entries).map(([key, entry]) => [key, isEntry(entry) ? entry : {}]));
}

function list(value: unknown, name: string): (readonly [Path, Entry])[] {
  const entries = isEntry(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  if (!Array.isArray(entries)) return [];
  return entries
    .map((entry: unknown, index) => [[name, index], entry] as const)
    .filter((pair): pair is [Path & [string, number], Entry] => isEntry(pair[1]));
}

function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
