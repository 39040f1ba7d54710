/** Random topologies try every field of the format, so that no option is left out of the other properties. */
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { arbitraryTopology } from "../fixtures/arbitrary-topology";
import { REPOSITORY } from "../support/repository";

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
}

const { properties = {} } = JSON.parse(
  readFileSync(join(REPOSITORY, "docs/topology.schema.json"), "utf8"),
) as Schema;

/** Their values are policies, which are no options. */
const POLICIES = ["statements", "merge"];

/** Every field, and every value of those that have a list of values: `storage_class`, `storage_class: GLACIER`. */
function optionsOf(schema: Schema, path: string): string[] {
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
      const named = path === "" ? name : `${path}.${name}`;
      return [named, ...(POLICIES.includes(name) ? [] : optionsOf(field, named))];
    }),
    ...(schema.anyOf ?? []).flatMap((each) => optionsOf(each, path)),
    ...(schema.items ? optionsOf(schema.items, path) : []),
    ...(schema.enum ?? []).map((value) => `${path}: ${String(value)}`),
  ];
}

/** Those of a part of a topology. */
function usedIn(value: unknown, path: string, used: Set<string>): void {
  if (Array.isArray(value)) for (const each of value) usedIn(each, path, used);
  else if (typeof value === "object" && value !== null)
    for (const [name, field] of Object.entries(value)) {
      const named = path === "" ? name : `${path}.${name}`;
      used.add(named);
      usedIn(field, named, used);
    }
  else used.add(`${path}: ${String(value)}`);
}

const SECTIONS = {
  replication: properties.replication?.items,
  buckets: properties.buckets?.additionalProperties || undefined,
} as const;

test.each(Object.entries(SECTIONS))("every option of %s occurs", (section, schema) => {
  const options = new Set(optionsOf(schema ?? {}, ""));
  expect(options.size).toBeGreaterThan(20);
  const used = new Set<string>();
  const topologies = fc.sample(arbitraryTopology, { numRuns: 2_000, seed: 13 });
  for (const topology of topologies) {
    const entries = topology[section as keyof typeof SECTIONS] ?? [];
    for (const entry of Object.values(entries)) usedIn(entry, "", used);
  }
  expect([...options].filter((option) => !used.has(option))).toEqual([]);
});
