import type { Estate } from "../../estate/estate";

/** Everything that Terraform creates before a resource, directly or indirectly. */
export function createdBefore(address: string, { dependencies }: Estate): ReadonlySet<string> {
  const before = new Set<string>();
  const look = [address];
  for (let next = look.pop(); next !== undefined; next = look.pop()) {
    for (const each of dependencies.get(next) ?? []) {
      if (before.has(each)) continue;
      before.add(each);
      look.push(each);
    }
  }
  return before;
}
