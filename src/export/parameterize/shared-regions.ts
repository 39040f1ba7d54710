import { keyOf } from "../../topology/defaults";
import type { Account, Model } from "../../topology/model";

/**
 * Groups accounts that use each other's keys, and must therefore use the same region. An account without a provider is in no
 * group, because its region is a variable.
 */
export class SharedRegions {
  /** The pairs that join two groups, or an account with one without a provider. */
  readonly pairs: [string, string][] = [];
  /** The position of each account in the topology. */
  private readonly places: ReadonlyMap<string, number>;
  /** An earlier account of the same group, for each account that is not its first. */
  private readonly earlier = new Map<string, string>();

  constructor({ accounts, buckets }: Model) {
    this.places = new Map(accounts.map(({ name }, place) => [name, place]));
    for (const bucket of buckets) {
      const keys = [...(bucket.encryption.kind === "shared key" ? [keyOf(bucket)] : []), ...bucket.otherKeys];
      for (const key of keys) if (key) this.add(key.account, bucket.account);
    }
  }

  /** The first account of the group. */
  firstOf({ name }: Pick<Account, "name">): string {
    const earlier = this.earlier.get(name);
    if (earlier === undefined) return name;
    const first = this.firstOf({ name: earlier });
    this.earlier.set(name, first);
    return first;
  }

  private add(one: Account, other: Account): void {
    if (one.managed && other.managed) return this.join(one.name, other.name);
    const isPaired = this.pairs.some(([a, b]) => a === one.name && b === other.name);
    if (one.name !== other.name && !isPaired) this.pairs.push([one.name, other.name]);
  }

  private join(one: string, other: string): void {
    const [a, b] = [this.firstOf({ name: one }), this.firstOf({ name: other })];
    if (a === b) return;
    this.pairs.push([one, other]);
    if (this.placeOf(a) < this.placeOf(b)) this.earlier.set(b, a);
    else this.earlier.set(a, b);
  }

  private placeOf(account: string): number {
    return this.places.get(account) ?? Infinity;
  }
}
