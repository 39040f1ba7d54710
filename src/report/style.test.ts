import { styleOf } from "./style";

test("there is colour where it was asked for, whatever the environment says", () => {
  expect(styleOf({ colour: true }).red("x")).toBe("\u001b[31mx\u001b[39m");
  expect(styleOf({ colour: false }).red("x")).toBe("x");
});
