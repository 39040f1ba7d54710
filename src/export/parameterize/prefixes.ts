import { Multimap } from "../../prove/multimap";
import type { Access, DataSyncTask, Model, Replication } from "../../topology/model";
import { reference, type Text } from "../../topology/text";
import { SharedPrefixes } from "./shared-prefixes";
import * as is from "./validations";
import type { Variables } from "./variables";

type Edge = Access | Replication;

/** The prefixes of accesses and replications. Those that must be the same are one variable. */
export class Prefixes {
  private readonly shared: SharedPrefixes;
  /** By the names of buckets. */
  private readonly accessTo: Multimap<string, Access>;
  private readonly replicationsFrom: Multimap<string, Replication>;

  constructor(
    original: Model,
    private readonly variables: Variables,
  ) {
    this.shared = new SharedPrefixes(original);
    this.accessTo = new Multimap(original.access.map((edge) => [edge.bucket.name, edge]));
    this.replicationsFrom = new Multimap(original.replications.map((edge) => [edge.from.name, edge]));
  }

  of(edge: Edge): Text {
    const { prefix } = edge;
    const group = this.shared.groupOf(edge);
    if (prefix === "" || group.some((each) => this.staysLiteral(each))) return prefix;
    return this.variables.share(group[0], () => {
      const [name, what] = nameOf(edge);
      const others = group.length > 1 ? ", and for others of the same objects" : "";
      const description = `Object key prefix for ${what}${others}.`;
      const { expression } = this.variables.declare(name, prefix, description, is.prefix, prefix);
      return reference(expression, { isWord: false });
    });
  }

  /** The prefixes of a task are those of its role's access. */
  ofTask({ role, from, to, fromPrefix, toPrefix }: DataSyncTask): { from: Text; to: Text } {
    const prefixIn = (bucket: string, prefix: string) => {
      const edge = this.accessTo.get(bucket).find(({ principal }) => principal.name === role.name);
      return edge === undefined || prefix === "" ? prefix : this.of(edge);
    };
    return { from: prefixIn(from.name, fromPrefix), to: prefixIn(to.name, toPrefix) };
  }

  /**
   * A prefix with a policy variable stays a literal. So does a prefix that covers another one, because the policies then
   * leave out the narrower one. A single `$` would cover the reference to another prefix.
   */
  private staysLiteral(edge: Edge): boolean {
    const { prefix: value } = edge;
    const others: readonly Edge[] =
      "bucket" in edge
        ? this.accessTo.get(edge.bucket.name).filter((other) => shareStatements(edge, other))
        : this.replicationsFrom.get(edge.from.name);
    const different = others.map(({ prefix }) => prefix).filter((prefix) => prefix !== value);
    return (
      value.includes("${") ||
      different.some((prefix) => prefix.startsWith(value) || value.startsWith(prefix) || prefix === "$")
    );
  }
}

/** The name of the variable for a prefix, and what the prefix belongs to. */
function nameOf(edge: Edge): [name: string, what: string] {
  if ("bucket" in edge) {
    const { principal, bucket } = edge;
    return [`${principal.name}_${bucket.name}_prefix`, `the access of ${principal.name} to ${bucket.name}`];
  }
  const { from, to } = edge;
  return [`${from.name}_${to.name}_prefix`, `the replication from ${from.name} to ${to.name}`];
}

/** Whether two accesses to a bucket belong to the same principal, or one to the entire account of the other. */
function shareStatements(one: Access, other: Access): boolean {
  const [a, b] = [one.principal, other.principal];
  if (a.name === b.name) return true;
  const isEntire = a.kind === "account" || b.kind === "account";
  return isEntire && a.account.accountId === b.account.accountId;
}
