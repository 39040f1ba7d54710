import { keyOf } from "../topology/defaults";
import type { Account, Model } from "../topology/model";

/** Which accounts must be in one region: those that use each other's keys. */
export class SharedRegions {
  /** Two of them for each time that a key is used so. */
  readonly pairs: [string, string][] = [];
  /** The first account of the region, by the names of accounts. */
  private readonly firsts: Map<string, string>;

  constructor({ accounts, buckets }: Model) {
    this.firsts = new Map(accounts.map(({ name }) => [name, name]));
    const order = accounts.map(({ name }) => name);
    for (const bucket of buckets) {
      const keys = [...(bucket.encryption.kind === "shared key" ? [keyOf(bucket)] : []), ...bucket.otherKeys];
      for (const key of keys) if (key) this.join(key.account.name, bucket.account.name, order);
    }
  }

  /** The first account of those that are in the region of this one. */
  firstOf({ name }: Account): string {
    return this.firsts.get(name) ?? name;
  }

  private join(one: string, other: string, order: readonly string[]): void {
    const [a = one, b = other] = [this.firsts.get(one), this.firsts.get(other)];
    if (a === b) return;
    this.pairs.push([one, other]);
    const [first, second] = order.indexOf(a) < order.indexOf(b) ? [a, b] : [b, a];
    for (const [account, of] of this.firsts) if (of === second) this.firsts.set(account, first);
  }
}
