import type { Topology } from "../../src";

/**
 * The topology of a second call of a module: with names of its own for all that it creates, and with the existing roles
 * and users of the first.
 */
export function secondCall({ keys, buckets, principals, replication, ...rest }: Topology): Topology {
  return {
    ...rest,
    ...(keys && {
      keys: mapEntries(keys, (key, name) => ({ ...key, alias: second(key.alias ?? `alias/${name}`) })),
    }),
    buckets: mapEntries(buckets, (bucket) => ({
      ...bucket,
      name: `${bucket.name}-second`,
      ...(typeof bucket.key === "object" && { key: { ...bucket.key, alias: second(bucket.key.alias) } }),
    })),
    ...(principals && {
      principals: mapEntries(principals, (principal) =>
        principal.existing
          ? principal
          : { ...principal, role: second(principal.role), user: second(principal.user) },
      ),
    }),
    ...(replication && { replication: replication.map((edge) => ({ ...edge, role: second(edge.role) })) }),
  };
}

/** Whether a module can be called twice in its accounts. An account has one OIDC provider for each issuer. */
export function canBeCalledTwice({ principals = {} }: Topology): boolean {
  const trusted = Object.values(principals).flatMap(({ assumed_by = [] }) => assumed_by);
  return !trusted.some((each) => typeof each !== "string" && each.create_provider);
}

function second(name: string | undefined): string | undefined {
  return name && `${name}-second`;
}

function mapEntries<T>(
  entries: Readonly<Record<string, T>>,
  map: (value: T, name: string) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, map(value, name)]));
}
