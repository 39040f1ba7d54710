import type { Account, IdentityPolicy } from "./estate";

export const HOLDERS = ["role", "user", "group"] as const;

export type HolderKind = (typeof HOLDERS)[number];

/** A role, a user or a group, which policies can be attached to. */
export interface Holder {
  readonly kind: HolderKind;
  readonly name: string;
  readonly account: Account;
  /** The address of the first resource that names it. */
  readonly namedBy: string;
  readonly identityPolicies: IdentityPolicy[];
}

/** Roles, users and groups, by kind, account and name. An account with two regions has the same in both. */
export class Holders {
  private readonly byKey = new Map<string, Holder>();

  /** The first of a name counts. */
  add(holder: Holder): void {
    const key = keyOf(holder.kind, holder.account, holder.name);
    if (!this.byKey.has(key)) this.byKey.set(key, holder);
  }

  get(kind: HolderKind, account: Account, name: string): Holder | undefined {
    return this.byKey.get(keyOf(kind, account, name));
  }

  /** One that is not in this Terraform exists already. */
  getOrAdd(kind: HolderKind, account: Account, name: string, namedBy: string): Holder {
    const found = this.get(kind, account, name) ?? { kind, name, account, namedBy, identityPolicies: [] };
    this.add(found);
    return found;
  }

  all(kind: HolderKind): Holder[] {
    return [...this.byKey.values()].filter((holder) => holder.kind === kind);
  }
}

function keyOf(kind: HolderKind, { id }: Account, name: string): string {
  return `${kind} ${id} ${name}`;
}
