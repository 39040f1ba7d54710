import { CHECKS, lint } from "./lint";
import { estateOfExample } from "../../../test/fixtures/example-estate";

const idsIn = (example: Parameters<typeof estateOfExample>[0]) => [
  ...new Set(lint(estateOfExample(example)).map(({ check }) => check)),
];

test("what the examples are parts of is right", () => {
  expect(lint(estateOfExample({}))).toEqual([]);
});

describe.each(CHECKS)("$id", ({ id, severity, bad, good }) => {
  test("finds its bad example, and no other check does", () => {
    expect(idsIn(bad)).toEqual([id]);
    expect(new Set(lint(estateOfExample(bad)).map((flaw) => flaw.severity))).toEqual(new Set([severity]));
  });

  test("has a good example, in which no check finds anything", () => {
    expect(lint(estateOfExample(good)).map(({ problem }) => problem)).toEqual([]);
  });
});

test("ids are distinct, and in kebab-case", () => {
  const ids = CHECKS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});
