import { TRUTH_TABLE } from "../../../test/evaluator/truth-table";
import { type Case, isAsExpected, outcome } from "../../../test/evaluator/truth-table/case";
import * as caller from "./caller";
import { evaluate } from "./evaluate";

const cases = Object.values(TRUTH_TABLE).flat();

describe.each(Object.entries(TRUTH_TABLE))("%s", (_subject, cases) => {
  test.each(cases.map((one): [string, Case] => [one.name, one]))("%s", (_name, one) => {
    const got = outcome({ ...caller, evaluate }, one);
    if (!isAsExpected(got, one.expected))
      throw new Error(`expected ${JSON.stringify(one.expected)} by ${one.source}, got ${got}`);
  });
});

test("each case is one, and has the page of AWS that says so", () => {
  expect(cases.length).toBeGreaterThanOrEqual(150);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  for (const { source } of cases) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html/);
});
