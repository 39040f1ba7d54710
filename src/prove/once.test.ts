import { once } from "./once";

test("the same thing is answered for once", () => {
  const answer = jest.fn(({ name }: { name: string }) => ({ name }));
  const asked = once(answer);
  const thing = { name: "a" };
  expect(asked(thing)).toBe(asked(thing));
  expect(asked({ name: "a" })).not.toBe(asked(thing));
  expect(answer).toHaveBeenCalledTimes(2);
});
