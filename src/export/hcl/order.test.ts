import { inOrder } from "./order";

test("what is named comes first, and the rest as it was", () => {
  expect(Object.keys(inOrder(["a", "b", "c"], { z: 1, c: 1, y: 1, a: 1 }))).toEqual(["a", "c", "z", "y"]);
});
