import { differences } from "../support/differences";
import type { Plan } from "../support/terraform";

/**
 * @param plan of what was just applied
 * @param leftToDo what it is to change all the same, by address
 */
export function expectNothingToDo({ isEmpty, changes }: Plan, leftToDo: readonly string[] = []): void {
  expect(changes.flatMap(({ address, change }) => differences(change.before, change.after, address))).toEqual(
    leftToDo,
  );
  expect(isEmpty).toBe(leftToDo.length === 0);
}
