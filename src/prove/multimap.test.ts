import { Multimap } from "./multimap";

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
