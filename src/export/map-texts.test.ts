import { mapTexts } from "./map-texts";

test("texts are mapped wherever they are", () => {
  const json = { a: "x", b: ["x", { c: "x", d: 1, e: null, f: true }], tags: { a: "x" } };
  const upper = (text: string) => text.toUpperCase();
  expect(mapTexts(json, upper)).toEqual({
    a: "X",
    b: ["X", { c: "X", d: 1, e: null, f: true }],
    tags: { a: "X" },
  });
  expect(mapTexts("x", upper)).toBe("X");
});
