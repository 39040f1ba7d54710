import { differences } from "../support/differences";
import type { Terraform } from "../support/terraform";

/** @param leftToDo what the plan is to change all the same, by address */
export async function expectNothingToDo(
  terraform: Terraform,
  leftToDo: readonly string[] = [],
): Promise<void> {
  const { isEmpty, changes } = await terraform.plan();
  expect(changes.flatMap(({ address, change }) => differences(change.before, change.after, address))).toEqual(
    leftToDo,
  );
  expect(isEmpty).toBe(leftToDo.length === 0);
}
