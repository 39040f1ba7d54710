import { deliveringService } from "../aws/delivering-services";
import { levelsOf } from "../topology/levels";
import { mermaidText } from "../diagram/mermaid";
import { keyOf } from "../topology/defaults";
import { Multimap } from "../prove/multimap";
import type { Account, Key, Model, Principal } from "../topology/model";

/**
 * A Mermaid diagram of accounts, buckets, keys and principals, and of who can do what.
 * https://mermaid.js.org/syntax/flowchart.html
 */
export function diagramOf({
  accounts,
  keys,
  buckets,
  principals,
  services,
  access,
  replications,
  deliveries,
}: Model): string {
  const nodes = new Multimap([
    ...principals
      .filter(({ kind }) => kind !== "organization")
      .map((principal) => inAccount(principal, principalNode(principal))),
    ...buckets.flatMap((bucket) => [
      inAccount(bucket, `bucket_${bucket.name}[("bucket ${bucket.name}${mark(bucket.existing)}")]`),
      ...(bucket.encryption.kind === "own key" ? [keyNode(bucket.encryption.key)] : []),
    ]),
    ...keys.map(keyNode),
  ]);
  return [
    "flowchart LR",
    ...accounts.flatMap((account) => [
      `  subgraph account_${account.name}["account ${account.name}${account.managed ? "" : ", not deployed to"}"]`,
      ...nodes.get(account.name),
      "  end",
    ]),
    ...services.map(({ name, service }) => `  service_${name}(["${service} ${name}"])`),
    ...principals.filter(({ kind }) => kind === "organization").map((each) => `  ${principalNode(each)}`),
    ...access.map(
      ({ principal, bucket, permissions, prefix }) =>
        `  principal_${principal.name} -- "${levelsOf(permissions).join(", ")}${under(prefix)}" --> bucket_${bucket.name}`,
    ),
    ...replications.map(
      ({ from, to, prefix }) =>
        `  bucket_${from.name} == "replicates${under(prefix)} to" ==> bucket_${to.name}`,
    ),
    ...deliveries.map(
      ({ service, bucket, prefix }) =>
        `  service_${service.name} -- "${deliveringService(service.service).allow === "put" ? "delivers" : "reads"}${under(prefix)}" --> bucket_${bucket.name}`,
    ),
    ...buckets.flatMap((bucket) => {
      const key = keyOf(bucket);
      return [
        ...(key ? [`  bucket_${bucket.name} -. "encrypted with" .-> key_${key.name}`] : []),
        ...bucket.otherKeys.map(
          (other) => `  bucket_${bucket.name} -. "some objects encrypted with" .-> key_${other.name}`,
        ),
      ];
    }),
  ].join("\n");
}

function under(prefix: string): string {
  return prefix === "" ? "" : ` objects under ${mermaidText(prefix)}`;
}

/** A line of the subgraph of an account. */
function inAccount({ account }: { readonly account: Account }, node: string): readonly [string, string] {
  return [account.name, `    ${node}`];
}

function keyNode(key: Key): readonly [string, string] {
  return inAccount(key, `key_${key.name}{{"key ${key.name}${mark(key.existing)}"}}`);
}

function principalNode(principal: Principal): string {
  const existing = "existing" in principal && principal.existing;
  return `principal_${principal.name}(["${kindOf(principal)} ${principal.name}${tagged(principal)}${mark(existing)}"])`;
}

function tagged(principal: Principal): string {
  const tags = "principalTags" in principal ? Object.entries(principal.principalTags) : [];
  const stated = tags.map(([key, value]) => `${key}=${value}`).join(", ");
  return stated === "" ? "" : mermaidText(`, tagged ${stated}`);
}

/** What the module does not create. */
function mark(existing: unknown): string {
  return existing ? ", exists already" : "";
}

function kindOf({ kind }: Principal): string {
  return kind === "account" ? "any role or user" : kind;
}
