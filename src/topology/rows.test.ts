import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { readRows } from "./rows";
import { parseTree, type Tree } from "./yaml-tree";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

function read(forEach: string) {
  const { rows, problems } = readRows(parseTree(forEach).tree as Tree, join(folder, "partners.yaml"));
  return {
    rows: rows.map(({ place, values }) => [place, Object.fromEntries(values)]),
    problems: problems.map(({ message }) => message),
  };
}

function readCsv(text: string) {
  writeFileSync(join(folder, "partners.csv"), text);
  return read("partners.csv");
}

test("a list", () => {
  expect(read('[{ name: apps, id: "222222222222", big: true }, { name: etl, days: 7 }]').rows).toEqual([
    ["for_each[0]", { name: "apps", id: "222222222222", big: true }],
    ["for_each[1]", { name: "etl", days: 7 }],
  ]);
});

test("an account id without quotes keeps its digits", () => {
  expect(read("[{ id: 012345678901 }, { id: 222222222222 }]").rows).toEqual([
    ["for_each[0]", { id: "012345678901" }],
    ["for_each[1]", { id: "222222222222" }],
  ]);
});

test("a CSV file, with the lines of its rows", () => {
  const text = '\uFEFFname, id,open\r\n\r\nacme,012345678901,true\r\n"a, b",,false\r\n';
  expect(readCsv(text)).toEqual({
    rows: [
      ["partners.csv:3", { name: "acme", id: "012345678901", open: true }],
      ["partners.csv:4", { name: "a, b", id: "", open: false }],
    ],
    problems: [],
  });
});

test.each([
  [
    "a row that is too long",
    "name,id\nacme,1,2\n",
    "partners.csv:2: has 3 values, but there are 2 values in the first line",
  ],
  ["a column twice", "name,name\nacme,1\n", 'partners.csv:1: two columns are called "name"'],
  [
    "semicolons, which spreadsheets write in some languages",
    "name;id\nacme;1\n",
    'partners.csv:1: separates its columns with ";"; separate them with commas',
  ],
  ["a column without a name", "name,,id\nacme,1,2\n", "partners.csv:1: a column has no name"],
  ["no rows", "name,id\n", "for_each has no rows"],
  ["nothing", "", "for_each has no rows"],
  ["an open quote", 'name\n"acme', /^partners.csv is not valid CSV: Quote Not Closed/],
])("%s", (_, text, problem) => {
  expect(readCsv(text).problems).toEqual([expect.stringMatching(problem)]);
});

test.each([
  ["nowhere.csv", /^nowhere.csv cannot be read \(ENOENT\); its path starts at the folder of the topology$/],
  ["7", /^for_each must be the name of a CSV file/],
  ["[apps]", /^a row of for_each must be a mapping/],
  ["[{ name: [a] }]", /^"name" of a row must be text, a number, true or false$/],
  ["[]", /^for_each has no rows$/],
  [`[${"{ a: b },".repeat(5001)}]`, /^for_each has 5001 rows, at most 5000 are allowed/],
])("%s", (forEach, problem) => {
  expect(read(forEach).problems).toEqual([expect.stringMatching(problem)]);
});
