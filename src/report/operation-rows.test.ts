import { PORTER } from "../../test/fixtures/proof";
import type { Operation } from "../prove/proof/operation";
import { operationRows, operationTitle } from "./operation-rows";

const operation = (title: string, variant?: string, on: readonly string[] = ["acme"]): Operation => ({
  title,
  actor: PORTER,
  on,
  questions: [],
  expected: "allowed",
  ...(variant !== undefined && { variant }),
});

/** By the first letter of the title, so that some are decided alike. */
const rows = (...operations: Operation[]) =>
  operationRows(operations, ([first]) => first?.title[0] ?? "").map(
    ({ titles, on, decidedBy }) => `${titles.replaceAll("\u00a0", " ")} | ${on} | ${decidedBy}`,
  );

test.each<[string, Operation[], string[]]>([
  ["one", [operation("ls")], ["ls | acme | l"]],
  ["one variant is told", [operation("cp", "small")], ["cp (small) | acme | c"]],
  [
    "those that ask the same are one",
    [operation("cp", "small"), operation("cp", "small")],
    ["cp (small) | acme | c"],
  ],
  ["several are counted", [operation("cp", "small"), operation("cp", "large")], ["cp ×2 | acme | c"]],
  [
    "what is decided alike is one row",
    [operation("cp"), operation("ls"), operation("cd")],
    ["cp; cd | acme | c", "ls | acme | l"],
  ],
  [
    "what is about other resources is another",
    [operation("cp"), operation("cp", undefined, ["acme", "copy"])],
    ["cp | acme | c", "cp | acme to copy | c"],
  ],
])("%s", (_, operations, expected) => {
  expect(rows(...operations)).toEqual(expected);
});

test("a title has its variant in brackets", () => {
  expect(operationTitle(operation("replication", "in parts"))).toBe("replication (in parts)");
});
