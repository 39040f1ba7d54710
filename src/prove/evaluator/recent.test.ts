import { Recent } from "./recent";

test("keeps what came lately, and not everything that ever came", () => {
  const recent = new Recent<number, string>();
  for (let number = 0; number < 10_000; number++) {
    recent.set(number, `${number}`);
    expect(recent.get(number)).toBe(`${number}`);
  }
  const kept = Array.from({ length: 10_000 }, (_, number) => recent.get(number)).filter(Boolean);
  expect(kept.length).toBeLessThanOrEqual(500);
});
