import { policyDate } from "./policy-date";

test.each([
  ["1970-01", 0],
  ["1970-01-02", 86400],
  ["1970-01-01T01:00Z", 3600],
  ["1970-01-01T00:00:01Z", 1],
  ["1970-01-01T00:00:01.5Z", 1.5],
  ["1970-01-01T02:00:00+02:00", 0],
  ["1969-12-31T22:00:00-02:00", 0],
  ["0", 0],
  ["1700000000", 1700000000],
  ["1700000000.25", 1700000000.25],
  ["2024-02-29", 1709164800],
])("%s is %d", (text, seconds) => {
  expect(policyDate(text)).toBe(seconds);
});

test.each(["2023-02-29", "2024-13-01", "2024-01-01T00:00", "2024-01-01T25:00Z", "today", "", "-1", "20*"])(
  "%s is no date",
  (text) => {
    expect(() => policyDate(text)).toThrow("is neither an ISO 8601 date nor epoch time");
  },
);

test("four digits could be either", () => {
  expect(() => policyDate("2024")).toThrow("could be a year or epoch time");
});
