import { RequestContext } from "./context";
import { OPERATORS } from "./operators";

const context = new RequestContext({ "aws:username": "Ann" }, new Map());

test.each([
  ["StringEquals", "a*", "ab", false],
  ["StringEquals", "${aws:username}", "Ann", true],
  ["StringEqualsIgnoreCase", "${aws:username}", "aNN", true],
  ["StringLike", "${aws:username}/*", "Ann/x", true],
  ["ArnEquals", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::111111111111:user/Ann", true],
  ["ArnLike", "arn:aws:iam::*:user/B*", "arn:aws:iam::111111111111:user/Ann", false],
  ["NumericEquals", "10", "10.0", true],
  ["NumericLessThan", "-1", "-2", true],
  ["NumericLessThanEquals", "1.5", "1.50", true],
  ["NumericGreaterThan", "9", "10", true],
  ["NumericGreaterThanEquals", "10", "9", false],
  ["DateEquals", "1970-01-02", "86400", true],
  ["DateLessThan", "1970-01-02", "86399", true],
  ["DateLessThanEquals", "1970-01-02", "86400", true],
  ["DateGreaterThan", "1970-01-02", "86400", false],
  ["DateGreaterThanEquals", "1970-01-02", "86400", true],
  ["Bool", "true", "true", true],
  ["Bool", "false", "true", false],
  ["BinaryEquals", "QUI=", "QUI=", true],
  ["BinaryEquals", "QUI=", "QUJD", false],
  ["IpAddress", "203.0.113.0/24", "203.0.113.9", true],
])("%s %s against %s: %s", (name, text, value, expected) => {
  expect(OPERATORS[name]?.operand(text, true)(value, context)).toBe(expected);
});

test("negated operators have Not in their names", () => {
  for (const [name, { negated }] of Object.entries(OPERATORS))
    expect([name, negated]).toEqual([name, /Not/.test(name)]);
});

test("a value of the request that cannot be compared is refused", () => {
  const compare = (name: string, text: string, value: string) =>
    OPERATORS[name]?.operand(text, true)(value, context);
  expect(() => compare("NumericEquals", "1", "one")).toThrow('"one" is not an integer');
  expect(() => compare("DateEquals", "1970-01-02", "today")).toThrow("is neither an ISO 8601 date");
  expect(() => compare("IpAddress", "203.0.113.0/24", "here")).toThrow("is not an IP address");
});
