import { areLike } from "./patterns";

test.each<[string[], string[], boolean]>([
  [["trail/main"], ["trail/*"], true],
  [["trail/*"], ["trail/*"], true],
  [["trail/*"], ["trail/main"], false],
  [["trail/main", "other"], ["trail/*"], false],
  [["trail/main", "other"], ["trail/*", "other"], true],
  [["trailX"], ["trail."], false],
  [["trail/main"], [], false],
])("%j like %j: %s", (values, patterns, expected) => expect(areLike(values, patterns)).toBe(expected));
