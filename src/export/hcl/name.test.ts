import { checkName } from "./name";

test.each(["source", "a-b_1", "_"])("%j is a name", (name) => expect(checkName("local", name)).toBe(name));

// The last one has a Cyrillic letter.
test.each(["", "1a", "a.b", 'a"', "${x}", "\u0430"])("%j is none", (name) =>
  expect(() => checkName("local", name)).toThrow(
    `expected the name of a local, received ${JSON.stringify(name)}; begin with a letter`,
  ),
);
