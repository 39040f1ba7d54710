import { parseJsonTree } from "./json-tree";
import fc from "fast-check";

function problem(text: string): string | undefined {
  const [first] = parseJsonTree(text).problems;
  return first && `${first.offset}: ${first.message}`;
}

test("reads the same as JSON.parse", () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 2, "\t"), (json, space) => {
      const text = JSON.stringify(JSON.parse(json, withoutProto), undefined, space);
      expect(parseJsonTree(text)).toMatchObject({
        tree: { value: JSON.parse(text) as unknown },
        problems: [],
      });
    }),
  );
});

function withoutProto(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "__proto__"));
}

test("refuses what JSON.parse refuses", () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom("", ",", "'", "}", "]", "//", "\u0001"),
      (json, at, extra) => {
        const index = at % (json.length + 1);
        const text = json.slice(0, index) + extra + json.slice(index + 1);
        const isJson = (() => {
          try {
            JSON.parse(text);
            return true;
          } catch {
            return false;
          }
        })();
        fc.pre(!isJson);
        expect(parseJsonTree(text).problems).toHaveLength(1);
      },
    ),
  );
});

test.each([
  ['{"a": 1,}', '8: is not valid JSON: expected a key in double quotes, found "}"'],
  ["{'a': 1}", `1: is not valid JSON: expected a key in double quotes, found "'"`],
  ['{"a" 1}', '5: is not valid JSON: expected ":" after the key, found "1"'],
  ['{"a": 1 "b": 2}', '8: is not valid JSON: expected "," or "}", found "\\""'],
  ['["a"', '4: is not valid JSON: expected "," or "]", found the end of the file'],
  ["", "0: is not valid JSON: expected a JSON value, found the end of the file"],
  ["{} // comment", "3: is not valid JSON: more text follows the end of the JSON; remove it"],
  ['{"a": 1, "a": 2}', '9: is not valid JSON: the key "a" is already in this object'],
  ["[".repeat(40), "33: is not valid JSON: is nested more than 32 levels deep"],
])("says where %s is wrong", (text, expected) => {
  expect(problem(text)).toBe(expected);
});

test("knows the places of keys and values", () => {
  const tree = parseJsonTree('{ "a": [1, {"b": true}] }').tree;
  const list = tree?.children.get("a");
  expect([list?.keyOffset, list?.offset]).toEqual([2, 7]);
  expect(list?.children.get(1)?.children.get("b")).toMatchObject({ keyOffset: 12, offset: 17, value: true });
});
