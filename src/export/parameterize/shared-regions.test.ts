import { loadTopology } from "../../topology/load";
import { resolve } from "../../topology/resolve";
import { SharedRegions } from "./shared-regions";

test("accounts that use each other's keys, directly or not, share the region of the first of them", () => {
  const model = resolve(
    loadTopology(`accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
  c: { id: "333333333333", region: us-east-1 }
  d: { id: "444444444444", region: us-east-1 }
keys:
  archive: { account: c }
buckets:
  one: { account: b, name: acme-one, other_keys: [archive] }
  two: { account: c, name: acme-two, other_keys: [one, three] }
  three: { account: a, name: acme-three }
  four: { account: d, name: acme-four }
`),
  );
  const regions = new SharedRegions(model);
  expect(model.accounts.map((account) => regions.firstOf(account))).toEqual(["a", "a", "a", "d"]);
  expect(regions.pairs).toEqual([
    ["c", "b"],
    ["a", "c"],
  ]);
});
