import { allAreTried, runs, tried } from "./runs";

const before = { ...process.env };
afterEach(() => (process.env = { ...before }));

function set(settings: NodeJS.ProcessEnv): void {
  const { CI: _, S3PORTER_RUNS: __, ...others } = before;
  process.env = { ...others, ...settings };
}

test.each<[NodeJS.ProcessEnv, number, number]>([
  [{ CI: "true" }, 200, 200],
  [{ S3PORTER_RUNS: "full" }, 200, 200],
  [{}, 20, 50],
  [{ CI: "" }, 20, 50],
])("with %j, 200 are %i, or %i where a tenth is too few", (settings, tenth, few) => {
  set(settings);
  expect([runs(200), runs(200, 50)]).toEqual([tenth, few]);
  expect(allAreTried()).toBe(tenth === 200);
});

test("of a list, all are tried or every seventh", () => {
  const cases = Array.from({ length: 20 }, (_, number) => number);
  set({ CI: "true" });
  expect(tried(cases)).toEqual(cases);
  set({});
  expect(tried(cases)).toEqual([0, 7, 14]);
});

test("there is always one", () => {
  set({});
  expect(runs(3)).toBe(1);
});

test("any other setting is refused", () => {
  set({ S3PORTER_RUNS: "all" });
  expect(() => runs(200)).toThrow('S3PORTER_RUNS is "all"; set it to "full"');
});
