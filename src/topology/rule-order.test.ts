import { resolve } from "./resolve";
import { inRuleOrder } from "./rule-order";
import type { Topology } from "./topology";

type Edge = NonNullable<Topology["replication"]>[number];

const sortedRules: readonly Edge[] = [
  { from: "data", to: "copy" },
  { from: "data", to: "copy", tags: { copy: "no" } },
  { from: "data", to: "copy", tags: { team: "data", copy: "yes" } },
  { from: "data", to: "copy", prefix: " reports" },
  { from: "data", to: "copy", prefix: "!reports" },
  { from: "data", to: "copy", prefix: "Reports", tags: { copy: "no" } },
  { from: "data", to: "copy", prefix: "reports" },
];

test.each([
  ["as they are sorted", sortedRules],
  ["backwards", [...sortedRules].reverse()],
  ["by halves", [...sortedRules.slice(4), ...sortedRules.slice(0, 4)]],
])("the order of the rules of two buckets is always the same: %s", (_, replication) => {
  const account = "a";
  const { replications } = resolve({
    accounts: { a: { id: "111111111111", region: "eu-west-1" } },
    buckets: Object.fromEntries(["data", "copy"].map((name) => [name, { account, name: `acme-${name}` }])),
    replication: [...replication],
  });
  expect(inRuleOrder(replications).map(({ prefix, settings: { tags } }) => [prefix, tags])).toEqual(
    sortedRules.map(({ prefix = "", tags = {} }) => [prefix, tags]),
  );
});
