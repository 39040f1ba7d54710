import { fold, likewise } from "./fold";

const firstLetter = (text: string) => text.charAt(0);

test("three alike things are shown in full", () => {
  expect(fold(["a1", "b1", "a2", "a3"], firstLetter).map(({ shown }) => shown)).toEqual([
    "a1",
    "b1",
    "a2",
    "a3",
  ]);
});

test("the first of more stands for the others, wherever they are", () => {
  expect(fold(["a1", "b1", "a2", "a3", "a4"], firstLetter)).toEqual([
    { shown: "a1", others: ["a2", "a3", "a4"] },
    { shown: "b1", others: [] },
  ]);
});

test("three of the others are named", () => {
  expect(likewise([], "  likewise ")).toEqual([]);
  expect(likewise(["a2", "a3", "a4"], "  likewise ")).toEqual(["  likewise a2, a3, a4"]);
  expect(likewise(["a2", "a3", "a4", "a5"], "  likewise on ")).toEqual([
    "  likewise on a2, a3, a4, and 1 more (see --json)",
  ]);
});
