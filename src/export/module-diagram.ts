import type { Topology } from "../topology/topology";

/**
 * Accounts, buckets, keys and principals, and who does what, for Mermaid.
 * https://mermaid.js.org/syntax/flowchart.html
 */
export function diagramOf({
  accounts,
  keys = {},
  buckets,
  principals = {},
  access = [],
  replication = [],
}: Topology): string {
  const hasKey = ({ encryption }: { encryption?: string }) => encryption !== "AES256";
  const keyOf = (bucket: string) => {
    const { key } = buckets[bucket] ?? {};
    return typeof key === "string" ? key : bucket;
  };
  const inAccount = (account: string) => [
    ...Object.entries(principals)
      .filter((entry) => entry[1].account === account)
      .map(([name, { role, user }]) => {
        const kind = role !== undefined ? "role" : user !== undefined ? "user" : "any role or user";
        return `    principal_${name}(["${kind} ${name}"])`;
      }),
    ...Object.entries(buckets)
      .filter((entry) => entry[1].account === account)
      .flatMap(([name, bucket]) => [
        `    bucket_${name}[("bucket ${name}")]`,
        ...(hasKey(bucket) && typeof bucket.key !== "string" ? [`    key_${name}{{"key ${name}"}}`] : []),
      ]),
    ...Object.entries(keys)
      .filter((entry) => entry[1].account === account)
      .map(([name]) => `    key_${name}{{"key ${name}"}}`),
  ];
  return [
    "flowchart LR",
    ...Object.keys(accounts).flatMap((account) => [
      `  subgraph account_${account}["account ${account}"]`,
      ...inAccount(account),
      "  end",
    ]),
    ...access.map(
      ({ principal, bucket, allow }) =>
        `  principal_${principal} -- "${[allow].flat().join(", ")}" --> bucket_${bucket}`,
    ),
    ...replication.map(({ from, to }) => `  bucket_${from} == "replicates to" ==> bucket_${to}`),
    ...Object.entries(buckets)
      .filter(([, bucket]) => hasKey(bucket))
      .flatMap(([name, { other_keys = [] }]) => [
        `  bucket_${name} -. "encrypted with" .-> key_${keyOf(name)}`,
        ...other_keys.map((other) => `  bucket_${name} -. "older objects" .-> key_${keyOf(other)}`),
      ]),
  ].join("\n");
}
