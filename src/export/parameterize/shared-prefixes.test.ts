import { loadTopology } from "../../topology/load";
import { resolve } from "../../topology/resolve";
import { SharedPrefixes } from "./shared-prefixes";

test("edges with the same prefix of the same bucket share it, over a replication too", () => {
  const { access, replications, ...rest } = resolve(
    loadTopology(`accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
buckets:
  one: { account: a, name: acme-one }
  two: { account: b, name: acme-two }
  three: { account: b, name: acme-three }
principals:
  ann: { account: b, role: Ann, existing: true }
  ben: { account: b, role: Ben, existing: true }
access:
  - { principal: ann, bucket: one, allow: read, prefix: in/ }
  - { principal: ben, bucket: one, allow: read, prefix: out/ }
  - { principal: ben, bucket: two, allow: read, prefix: in/ }
  - { principal: ben, bucket: three, allow: read, prefix: in/ }
replication:
  - { from: one, to: two, prefix: in/ }
`),
  );
  const shared = new SharedPrefixes({ access, replications, ...rest });
  const edges = [...access, ...replications];
  expect(edges.map((edge) => shared.groupOf(edge).map((each) => edges.indexOf(each)))).toEqual([
    [0, 2, 4],
    [1],
    [0, 2, 4],
    [3],
    [0, 2, 4],
  ]);
});
