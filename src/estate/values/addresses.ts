import type { ResourceValues } from "./terraform-values";

/** `module.logs["a"].aws_s3_bucket.this[0]` → `module.logs.aws_s3_bucket.this`, as configurations name it. */
export function withoutIndexes(address: string): string {
  return address.includes("[") ? address.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "") : address;
}

/** The index at the end of an address, with its brackets; empty if it has none. */
export function indexOf(address: string): string {
  return /\[(?:\d+|"(?:[^"\\]|\\.)*")\]$/.exec(address)?.[0] ?? "";
}

/** `module.logs["a"]` of `module.logs["a"].aws_s3_bucket.this[0]`; empty in the root module. */
export function moduleOf(address: string): string {
  return /^(?:module\.[^.[\]]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*/.exec(address)?.[0].slice(0, -1) ?? "";
}

/** `["key"]`, as Terraform writes it: text in quotes, with `${` and `%{` escaped. */
export function indexText(key: unknown): string {
  if (key === undefined || key === null) return "";
  const text = JSON.stringify(key);
  return `[${typeof key === "string" ? text.replaceAll("${", () => "$${").replaceAll("%{", "%%{") : text}]`;
}

/** Finds the instances of resources: those of `aws_s3_bucket.a` are `aws_s3_bucket.a[0]` and `aws_s3_bucket.a[1]`. */
export class Instances {
  /** By their addresses without the index at the end, and without any index. */
  private readonly groups = new Map<string, string[]>();

  constructor(private readonly addresses: ReadonlySet<string>) {
    for (const address of addresses) {
      const index = indexOf(address);
      const names = [address.slice(0, address.length - index.length), withoutIndexes(address)];
      for (const name of new Set(names)) {
        const group = this.groups.get(name);
        if (group) group.push(address);
        else this.groups.set(name, [address]);
      }
    }
  }

  has(address: string): boolean {
    return this.addresses.has(address);
  }

  of(name: string): readonly string[] {
    return this.groups.get(name) ?? [];
  }

  /**
   * What an instance means by the address of a configuration: the instance in the same module with the same index, if
   * there is one, otherwise the name of several.
   *
   * @param configured without indexes
   */
  beside(address: string, configured: string): string | undefined {
    const all = this.of(configured);
    if (all.length <= 1) return all[0];
    const within = moduleOf(configured);
    const ofModule = moduleOf(address);
    const name =
      withoutIndexes(ofModule) === within ? `${ofModule}${configured.slice(within.length)}` : configured;
    const same = `${name}${indexOf(address)}`;
    if (this.has(same)) return same;
    const near = this.of(name);
    if (near.length === 0) return configured;
    return near.length === 1 ? near[0] : name;
  }
}

/** Replaces configurations by instances in the dependencies, except where they are several. */
export function withInstances(resources: readonly ResourceValues[]): ResourceValues[] {
  const instances = new Instances(new Set(resources.map(({ address }) => address)));
  return resources.map((resource) => ({
    ...resource,
    dependencies: [
      ...new Set(
        resource.dependencies.flatMap((each) =>
          instances.has(each) ? each : (instances.beside(resource.address, withoutIndexes(each)) ?? []),
        ),
      ),
    ].sort(),
  }));
}

/** What Terraform creates before each resource, and which instances the name of several means. */
export function dependenciesOf(resources: readonly ResourceValues[]): Map<string, readonly string[]> {
  const instances = new Instances(new Set(resources.map(({ address }) => address)));
  const dependencies = new Map<string, readonly string[]>();
  for (const { address, dependencies: before } of resources) {
    if (before.length > 0) dependencies.set(address, before);
    for (const each of before)
      if (!instances.has(each) && !dependencies.has(each)) dependencies.set(each, instances.of(each));
  }
  return dependencies;
}

/** Sorted by address. */
export function sortedByAddress<T extends { readonly address: string }>(resources: readonly T[]): T[] {
  return [...resources].sort((a, b) => (a.address < b.address ? -1 : 1));
}
