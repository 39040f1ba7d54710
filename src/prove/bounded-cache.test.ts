import { BoundedCache } from "./bounded-cache";

test("keeps what was made lately, and not everything that was ever made", () => {
  let made = 0;
  const cache = new BoundedCache((number: number) => {
    made++;
    return { number };
  });
  const wrong: number[] = [];
  for (let number = 0; number < 10_000; number++) {
    const one = cache.of(number);
    if (one.number !== number || cache.of(number) !== one) wrong.push(number);
  }
  expect(wrong).toEqual([]);
  expect(made).toBe(10_000);
  for (let number = 0; number < 10_000; number++) cache.of(number);
  expect(made).toBeGreaterThanOrEqual(19_500);
});
