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

/** Finds instances of resources by the addresses of their configurations. */
export class Instances {
  private readonly byConfiguration = new Map<string, string[]>();

  constructor(private readonly addresses: ReadonlySet<string>) {
    for (const address of addresses) {
      const configured = withoutIndexes(address);
      const instances = this.byConfiguration.get(configured);
      if (instances) instances.push(address);
      else this.byConfiguration.set(configured, [address]);
    }
  }

  /**
   * The instances of a resource that belong to another instance: those in the same instance of a module and with the
   * same index, as far as there are any.
   *
   * @param configured without indexes
   */
  beside(address: string, configured: string): readonly string[] {
    const all = this.byConfiguration.get(configured) ?? [];
    if (all.length <= 1) return all;
    const within = moduleOf(address);
    const inModule = withoutIndexes(within) === moduleOf(configured);
    const rest = configured.slice(moduleOf(configured).length);
    const module = inModule ? within : moduleOf(configured);
    const same = `${module}${rest}${indexOf(address)}`;
    if (this.addresses.has(same)) return [same];
    if (!inModule) return all;
    const prefix = module === "" ? "" : `${module}.`;
    const near = all.filter((each) => each.startsWith(prefix));
    return near.length > 0 ? near : all;
  }

  has(address: string): boolean {
    return this.addresses.has(address);
  }
}

/** Replaces configurations by instances in the dependencies. */
export function withInstances(resources: readonly ResourceValues[]): ResourceValues[] {
  const instances = new Instances(new Set(resources.map(({ address }) => address)));
  return resources.map((resource) => ({
    ...resource,
    dependencies: [
      ...new Set(
        resource.dependencies.flatMap((each) =>
          instances.has(each) ? each : instances.beside(resource.address, withoutIndexes(each)),
        ),
      ),
    ].sort(),
  }));
}

/** Sorted by address. */
export function sortedByAddress<T extends { readonly address: string }>(resources: readonly T[]): T[] {
  return [...resources].sort((a, b) => (a.address < b.address ? -1 : 1));
}
