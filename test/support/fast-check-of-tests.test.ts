const numbers = (CI: string): number[] => {
  process.env = { ...before, CI };
  let sample: number[] = [];
  jest.isolateModules(() => {
    const fc = jest.requireActual<typeof import("fast-check")>("fast-check");
    sample = fc.sample(fc.nat(), 20);
  });
  return sample;
};

const before = process.env;
afterEach(() => (process.env = before));

test("in CI the random cases are the same each time", () => {
  expect(numbers("true")).toEqual(numbers("true"));
});

test("elsewhere they are new each time", () => {
  expect(numbers("")).not.toEqual(numbers(""));
});
