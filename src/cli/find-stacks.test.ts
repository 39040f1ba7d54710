import { join } from "node:path";
import { REPOSITORY } from "../../test/support/repository";
import { findStacks } from "./find-stacks";

const folder = join(REPOSITORY, "stacks");
const names = (...wanted: string[]) => findStacks(folder, wanted).map(({ name }) => name);

test("without a name, all of them are meant", () => {
  expect(names()).toEqual([
    "copy-with-role",
    "copy-with-user",
    "replication",
    "shared-with-account",
    "shared-with-principals",
  ]);
});

test("they are in the order of the folder, each once", () => {
  expect(names("replication", "copy-with-role", "replication")).toEqual(["copy-with-role", "replication"]);
});

test("a name that there is not is told with those that there are", () => {
  expect(() => names("replication", "copy-with-rol")).toThrow(
    `there is no stack "copy-with-rol" in ${folder}; there are copy-with-role, copy-with-user, replication, shared-with-account and shared-with-principals; did you mean "copy-with-role"?`,
  );
  expect(() => names("backup")).toThrow(/shared-with-principals$/);
});
