import { readState, STATE_END } from "./state";

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
  expect(readState(['{"type":"test_run"}', STATE, ""])?.map(({ address }) => address)).toEqual([
    "aws_kms_key.a",
    "module.b.module.c.aws_kms_key.d",
  ]);
});

test("the schemas after the state are not needed", () => {
  const [known = ""] = STATE.slice(STATE.indexOf(',"test_state"') + 1).split(/(?=\}\}$)/);
  const begun = `{"@level":"info",${known},"provider_format_version":"1.0","provider_schemas":{`;
  expect(STATE_END.test(begun)).toBe(true);
  expect(STATE_END.test(begun.slice(0, -1))).toBe(false);
  expect(readState([`${begun}"registry.terraform.io/hash`])).toEqual(readState([STATE]));
});

test("without schemas, the state ends with its line", () => {
  expect(STATE_END.test('{"test_state":{},"type":"test_state"}')).toBe(false);
  expect(STATE_END.test('{"test_state":{},"type":"test_state"}\n')).toBe(true);
});

test("an empty configuration has an empty state", () => {
  expect(readState(['{"type":"test_state","test_state":{}}'])).toEqual([]);
});

test("a test that fails has none", () => {
  expect(readState(['{"type":"diagnostic"}'])).toBeUndefined();
});
