import { estateOfValues, readEstate } from "../../src/estate/read-estate";
import { readTerraformValues } from "../../src/estate/values/read-terraform-values";
import { describe as describeEstate } from "../../src/prove/check/describe";
import { matrixOf } from "../estates/matrix";
import type { EmulatedStack } from "../support/emulated-stack";
import { readStackJson } from "../support/synthesize";

/**
 * That the stack's JSON, its state and a plan that has nothing to do say the same of who can do what.
 *
 * @param firstPlan which may not know an answer, but knows none otherwise
 */
export async function expectDescribedAlike(
  { folder, name, terraform }: EmulatedStack,
  firstPlan?: unknown,
): Promise<void> {
  const json = readStackJson(folder, name);
  const expected = matrixOf(describeEstate(readEstate(json)));
  const accounts = Object.fromEntries(
    json.provider.aws.map(({ alias, allowed_account_ids: [id = ""] }) => [`aws.${alias}`, id]),
  );
  const matrix = (read: unknown) =>
    matrixOf(describeEstate(estateOfValues(readTerraformValues(read), { accounts })));
  expect(expected.size).toBeGreaterThan(0);
  expect(matrix(await terraform.pullState())).toEqual(expected);
  expect(matrix(await terraform.showPlan())).toEqual(expected);
  if (firstPlan === undefined) return;
  const early = [...matrix(firstPlan)].filter(([, answer]) => answer !== "unknown");
  expect(early.filter(([question, answer]) => expected.get(question) !== answer)).toEqual([]);
}
