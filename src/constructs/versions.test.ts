import { PROVIDER_VERSIONS } from "./versions";

/** As Terraform reads constraints, apart from `~>` and prereleases. */
function allows(constraints: string, version: string): boolean {
  return constraints.split(", ").every((constraint) => {
    const [, operator = "", limit = ""] = /^(>=|<|!=) (\S+)$/.exec(constraint) ?? [];
    const order = compare(version, limit);
    return { ">=": order >= 0, "<": order < 0, "!=": order !== 0 }[operator];
  });
}

function compare(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split(".").map(Number));
  const index = a?.findIndex((number, at) => number !== b?.[at]) ?? -1;
  return (a?.[index] ?? 0) - (b?.[index] ?? 0);
}

test.each(["5.100.0", "5.101.0", "6.0.0", "6.21.0", "6.40.0", "6.66.0"])("%s of the provider", (version) => {
  expect(allows(PROVIDER_VERSIONS, version)).toBe(true);
});

test.each([
  "5.99.1",
  ...Array.from({ length: 18 }, (_, index) => `6.${22 + index}.0`),
  "6.22.1",
  "6.32.1",
  "6.35.1",
  "7.0.0",
])("not %s of the provider", (version) => {
  expect(allows(PROVIDER_VERSIONS, version)).toBe(false);
});
