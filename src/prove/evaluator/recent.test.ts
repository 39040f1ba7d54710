import { Recent } from "./recent";

test("keeps what was made lately, and not everything that was ever made", () => {
  let made = 0;
  const recent = new Recent((number: number) => {
    made++;
    return { number };
  });
  for (let number = 0; number < 10_000; number++) {
    const one = recent.of(number);
    expect(one).toEqual({ number });
    expect(recent.of(number)).toBe(one);
  }
  expect(made).toBe(10_000);
  for (let number = 0; number < 10_000; number++) recent.of(number);
  expect(made).toBeGreaterThanOrEqual(19_500);
});
