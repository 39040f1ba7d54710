import type { Topology } from "../topology/topology";

/** Gives each account a placeholder region: the same one for accounts that use each other's keys. */
export class MadeUpRegions {
  /** Pairs of accounts that must be in the same region, because one uses a key of the other. */
  readonly shared: [string, string][] = [];
  private readonly groups = new Map<string, string>();

  constructor({ accounts, buckets, keys = {} }: Topology) {
    Object.keys(accounts).forEach((name, index) => this.groups.set(name, `zz-north-${index + 1}`));
    for (const bucket of Object.values(buckets)) {
      const lenders = [...(typeof bucket.key === "string" ? [bucket.key] : []), ...(bucket.other_keys ?? [])];
      for (const lender of lenders) {
        const account = (buckets[lender] ?? keys[lender])?.account;
        if (account !== undefined) this.join(account, bucket.account);
      }
    }
  }

  of(account: string): string {
    return this.groups.get(account) ?? "";
  }

  private join(a: string, b: string): void {
    const [kept, dropped] = [this.of(a), this.of(b)];
    if (kept === dropped) return;
    this.shared.push([a, b]);
    for (const [account, region] of this.groups) if (region === dropped) this.groups.set(account, kept);
  }
}
