import { isState, readState } from "./state";

const instance = (address: string) => ({ address, mode: "managed", type: "aws_kms_key", values: {} });
const STATE = JSON.stringify({
  type: "test_state",
  test_state: {
    root_module: {
      resources: [instance("aws_kms_key.a")],
      child_modules: [
        { child_modules: [{ resources: [instance("module.b.module.c.aws_kms_key.d")] }] },
        { resources: [] },
      ],
    },
  },
});

test("the state has the resources of all modules", () => {
  const lines = ['{"type":"test_run"}', STATE, ""];
  expect(lines.map(isState)).toEqual([false, true, false]);
  expect(readState(lines)?.map(({ address }) => address)).toEqual([
    "aws_kms_key.a",
    "module.b.module.c.aws_kms_key.d",
  ]);
});

test("an empty configuration has an empty state", () => {
  expect(readState(['{"type":"test_state","test_state":{}}'])).toEqual([]);
});

test("a test that fails has none", () => {
  expect(readState(['{"type":"diagnostic"}'])).toBeUndefined();
});
