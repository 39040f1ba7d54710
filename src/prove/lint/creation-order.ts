import type { Estate } from "../../estate/estate";
import { moduleOf, withoutIndexes } from "../../estate/values/addresses";

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

/** What to write where, so that Terraform creates one resource before another. */
export interface Dependency {
  /** What the configuration calls the resource, or the module with it, where it has to be named. */
  readonly reference: string;
  /** The address of the block that gets the `depends_on`. */
  readonly block: string;
}

/** A module knows its own resources and calls by their names, and nothing of what is around it. */
export function dependency(before: string, address: string): Dependency {
  const [one, other] = [stepsOf(before), stepsOf(address)];
  const shared = one.findIndex((step, index) => step !== other[index]);
  return {
    reference: one[shared] ?? before,
    block: other.slice(0, shared + 1).join("."),
  };
}

/** `module.a["x"].module.b.aws_s3_bucket.this[0]` → `module.a`, `module.b`, `aws_s3_bucket.this` */
function stepsOf(address: string): string[] {
  const configured = withoutIndexes(address);
  const module = moduleOf(configured);
  const calls = module.match(/module\.[^.]+/g) ?? [];
  return [...calls, module === "" ? configured : configured.slice(module.length + 1)];
}
