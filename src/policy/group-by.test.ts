import { groupBy } from "./group-by";

test("things of one id are together, in the order in which they came", () => {
  const groups = groupBy(["banana", "apple", "blueberry", "avocado"], (word) => word.charAt(0));
  expect([...groups]).toEqual([
    ["b", ["banana", "blueberry"]],
    ["a", ["apple", "avocado"]],
  ]);
});
