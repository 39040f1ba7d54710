import { mapTexts, textsIn } from "./map-texts";

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

test("texts are found wherever they are, without names of members", () => {
  expect(textsIn({ a: "x", b: ["y", { c: "z", d: 1, e: null, f: true }] })).toEqual(["x", "y", "z"]);
});
