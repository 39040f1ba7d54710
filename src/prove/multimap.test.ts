import { groupBy, Multimap } from "./multimap";

test("keeps the values of each key in their order", () => {
  const map = new Multimap([
    ["a", 1],
    ["b", 2],
    ["a", 3],
  ]);
  map.add("b", 4);
  expect(map.get("a")).toEqual([1, 3]);
  expect(map.get("c")).toEqual([]);
  expect([...map.all()]).toEqual([
    [1, 3],
    [2, 4],
  ]);
});

test("groups are in the order of their first members", () => {
  expect(groupBy(["b1", "a1", "b2"], ([letter]) => letter)).toEqual([["b1", "b2"], ["a1"]]);
  expect(groupBy([], String)).toEqual([]);
});
