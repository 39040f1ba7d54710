import { groupBy } from "./group-by";

test("groups are in the order of their first members", () => {
  expect(groupBy(["b1", "a1", "b2"], ([letter]) => letter)).toEqual([["b1", "b2"], ["a1"]]);
  expect(groupBy([], String)).toEqual([]);
});
