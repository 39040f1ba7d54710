const numbers = async (CI: string): Promise<number[]> => {
  process.env = { ...before, CI };
  jest.resetModules();
  const { default: fc } = await import("fast-check");
  return fc.sample(fc.nat(), 20);
};

const before = process.env;
afterEach(() => (process.env = before));

test("in CI the random cases are the same each time", async () => {
  expect(await numbers("true")).toEqual(await numbers("true"));
});

test("elsewhere they are new each time", async () => {
  expect(await numbers("")).not.toEqual(await numbers(""));
});
