import { isTemporaryName, temporaryName } from "./temporary-name";

test("a temporary name is known again, and no two are the same", () => {
  const names = Array.from({ length: 100 }, temporaryName);
  expect(new Set(names).size).toBe(100);
  expect(names.every(isTemporaryName)).toBe(true);
});

test("a name that is merely alike is somebody else's", () => {
  const name = temporaryName();
  const other = temporaryName();
  expect(
    [
      name.slice(1),
      `${name}~`,
      `.s3porter-${"0".repeat(32)}${name.slice(42)}`,
      name.slice(0, 43) + other.slice(43),
      ".s3porter-.tmp",
      ".s3porter.json",
      "main.tf",
    ].filter(isTemporaryName),
  ).toEqual([]);
});
