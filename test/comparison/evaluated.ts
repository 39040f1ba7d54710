/**
 * `evaluated.json` of a caller: what Terraform makes of its folder with the modules, as `s3porter check` lets Terraform evaluate a
 * folder. record.ts writes it. Of an option it has only what differs, so that it stays small.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { estateOfValues } from "../../src/estate/read-estate";
import { withoutIndexes } from "../../src/estate/values/addresses";
import type {
  ProviderValues,
  ResourceValues,
  TerraformValues,
} from "../../src/estate/values/terraform-values";
import type { TerraformInput } from "../../src/verify/terraform-input";
import type { Caller } from "./callers";
import type { InstalledModule } from "./modules-of-registry";

export interface Evaluated {
  /** The day, such as `2026-11-27`. */
  readonly date: string;
  readonly terraform: string;
  readonly provider: string;
  /** The modules of the registry, by source. */
  readonly modules: Readonly<Record<string, InstalledModule>>;
  /** Of the folder. */
  readonly digest: string;
  /** How many resources `terraform plan` creates. */
  readonly planned: number;
  /** How many `time_sleep` it does not, because they were taken out of the module. */
  readonly sleeps: number;
  readonly providers: readonly ProviderValues[];
  readonly resources: readonly ResourceValues[];
  readonly options: Readonly<Record<string, Differences>>;
}

/** What an option changes. `terraform plan` accepted it, or there would be none. */
export interface Differences {
  /** Of `main.tf` with the option. */
  readonly digest: string;
  readonly changed: readonly ResourceValues[];
  /** Addresses. */
  readonly removed: readonly string[];
}

export function fileOf({ folder }: Caller): string {
  return join(folder, "evaluated.json");
}

export function readEvaluated(caller: Caller): Evaluated {
  return JSON.parse(readFileSync(fileOf(caller), "utf8")) as Evaluated;
}

/** Tells whether the Terraform is still what was evaluated. */
export function digestOf(...texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\0")).digest("hex").slice(0, 16);
}

/** What `s3porter check` reads from the folder, maybe with an option. */
export function inputOf(name: string, evaluated: Evaluated, option?: string): TerraformInput {
  const { providers, options } = evaluated;
  const differences = option === undefined ? NO_DIFFERENCES : options[option];
  if (differences === undefined) throw new Error(`${name} was not evaluated with ${option}`);
  const { changed, removed } = differences;
  const gone = new Set([...changed.map(({ address }) => address), ...removed]);
  const same = evaluated.resources.filter(({ address }) => !gone.has(address));
  const resources = [...same, ...changed].sort((one, other) => (one.address < other.address ? -1 : 1));
  return rehearsedInput(name, { from: "rehearsal", providers, resources });
}

export function rehearsedInput(name: string, values: TerraformValues): TerraformInput {
  const estate = estateOfValues(values);
  return { name, estate, placeOf: () => undefined, assumptions: [], keysAreMadeUp: true };
}

const NO_DIFFERENCES = { changed: [], removed: [] };

export function differencesOf(
  before: readonly ResourceValues[],
  after: readonly ResourceValues[],
): Omit<Differences, "digest"> {
  const texts = new Set(before.map((resource) => JSON.stringify(resource)));
  const addresses = new Set(after.map(({ address }) => address));
  return {
    changed: after.filter((resource) => !texts.has(JSON.stringify(resource))),
    removed: before.map(({ address }) => address).filter((address) => !addresses.has(address)),
  };
}

/** The managed resources, without what says nothing. */
export function keptResources(resources: readonly ResourceValues[]): ResourceValues[] {
  const managed = resources.filter(({ mode }) => mode === "managed");
  const existing = new Set(managed.map(({ address }) => withoutIndexes(address)));
  return managed.map((resource) => ({
    ...resource,
    values: withoutEmpty(resource.values) as ResourceValues["values"],
    dependencies: resource.dependencies.filter((each) => existing.has(withoutIndexes(each))),
  }));
}

/** Without null, empty lists and maps, and the spaces of policies. A block without arguments stays. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value === "string") return /^\{\s/.test(value) ? JSON.stringify(JSON.parse(value)) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutEmpty);
  const entries = Object.entries(value).map(([name, each]) => [name, withoutEmpty(each)]);
  return Object.fromEntries(entries.filter(([, each]) => !isEmpty(each)));
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === "object" && Object.keys(value as object).length === 0);
}
