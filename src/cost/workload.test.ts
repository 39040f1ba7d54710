import { checkWorkload, runOf, type Workload } from "./workload";

const workload = (given: Partial<Workload>): Workload => ({
  objects: 50_000_000,
  gigabytes: 10_000,
  isCrossRegion: false,
  ...given,
});

test("once, every object is copied", () => {
  expect(runOf(workload({}))).toEqual({
    existing: 50_000_000,
    objects: 50_000_000,
    gigabytes: 10_000,
    bytes: 200_000,
    isDaily: false,
  });
});

test("a day's objects are as large as the others on average", () => {
  expect(runOf(workload({ perDay: 200_000 }))).toEqual({
    existing: 50_000_000,
    objects: 200_000,
    gigabytes: 40,
    bytes: 200_000,
    isDaily: true,
  });
});

test.each<[string, Partial<Workload>, RegExp]>([
  ["no objects", { objects: 0 }, /^--objects 0 must be a whole number from 1 on: /],
  ["half an object", { objects: 0.5 }, /^--objects 0.5 must be a whole number/],
  ["more objects than can be counted", { objects: 1e20 }, /^--objects 1\d* must be a whole number/],
  ["nothing in them", { gigabytes: 0 }, /^--gigabytes 0 must be a number above 0: /],
  ["less than nothing", { gigabytes: -1 }, /^--gigabytes -1 must be a number above 0: /],
  ["no new objects", { perDay: 0 }, /^--per-day 0 must be a whole number from 1 on: .* leave it out/],
  ["less than a byte an object", { gigabytes: 0.01 }, /make less than 1 byte an object/],
  [
    "more than an object can have",
    { objects: 1, gigabytes: 53_688 },
    /make 53,688 GB an object on average, and S3 stores at most 48\.8 TiB \(53,687 GB\) in one/,
  ],
])("%s is refused", (_, given, message) => {
  expect(() => checkWorkload(workload(given))).toThrow(message);
});

test("the largest object of S3 is not refused", () => {
  const largest = workload({ objects: 1, gigabytes: 53_687 });
  expect(checkWorkload(largest)).toBe(largest);
});
