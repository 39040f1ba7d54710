import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { readStackFolder } from "./folder";
import { loadTopology, readTopologyParts } from "./load";
import { formatProblem, isTopologyError } from "./problem";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

const TOPOLOGY = `for_each: partners.csv
split_by: name
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  "\${each.name}": { id: "\${each.id}", region: eu-west-1 }
buckets:
  drop: { account: data, name: "acme-drop-\${each.name}" }
principals:
  etl: { account: "\${each.name}", role: etl, existing: true }
access:
  - { principal: etl, bucket: drop, allow: read }
`;
const CSV = "name,id\nacme,222222222222\numbrella,333333333333\n";

function write(topology = TOPOLOGY, csv = CSV): string {
  writeFileSync(join(folder, "partners.csv"), csv);
  const file = join(folder, "partners.yaml");
  writeFileSync(file, topology);
  return file;
}

function problemsOf(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ""));
  }
}

test("split_by makes a stack of each value", () => {
  write();
  const { stacks, names } = readStackFolder(folder);
  expect(names).toEqual(["partners-acme", "partners-umbrella"]);
  expect(stacks.map(({ topology }) => [Object.keys(topology.accounts), topology.buckets.drop?.name])).toEqual(
    [
      [["data", "acme"], "acme-drop-acme"],
      [["data", "umbrella"], "acme-drop-umbrella"],
    ],
  );
});

test("rows with the same value are one stack", () => {
  const topology = TOPOLOGY.replace("split_by: name", "split_by: team")
    .replaceAll(/^ {2}(drop|etl):/gm, '  "$1-${each.name}":')
    .replace("etl, bucket: drop", '"etl-${each.name}", bucket: "drop-${each.name}"');
  const parts = readTopologyParts(
    write(topology, "name,id,team\nacme,222222222222,red\nb,333333333333,blue\nc,444444444444,red\n"),
  );
  expect(parts.map(({ value, topology: { buckets } }) => [value, Object.keys(buckets)])).toEqual([
    ["red", ["drop-acme", "drop-c"]],
    ["blue", ["drop-b"]],
  ]);
});

test("without split_by it is one topology", () => {
  const rows = '[{ name: x, id: "222222222222" }]';
  const topology = loadTopology(TOPOLOGY.replace("partners.csv", rows).replace("split_by: name\n", ""));
  expect(topology.buckets).toEqual({ drop: { account: "data", name: "acme-drop-x" } });
});

test.each<[string, () => unknown, string[]]>([
  [
    "a problem of a row names the row",
    () => readTopologyParts(write(TOPOLOGY, "name,id\nacme,222222222222\numbrella,33\n")),
    ['partners.yaml:5:25: accounts.umbrella.id: "33" must be twelve digits, found 2 (partners.csv:3)'],
  ],
  [
    "a problem of every stack is told once",
    () => readTopologyParts(write(TOPOLOGY.replace("allow: read", "allow: reed"))),
    [expect.stringMatching(/^partners.yaml:11:44: access\[0\].allow: unknown value "reed"/) as string],
  ],
  [
    "split_by is no column",
    () => readTopologyParts(write(TOPOLOGY.replace("split_by: name", "split_by: nam"))),
    ['partners.yaml:2:11: split_by must be a column of for_each: name, id; did you mean "name"?'],
  ],
  [
    "a value that cannot be in the name of a stack",
    () => readTopologyParts(write(TOPOLOGY, "name,id\na b,222222222222\n")),
    [
      'partners.yaml:2:11: partners.csv:2: "a b" cannot be in the name of a stack; use letters, digits, "_" and "-"',
    ],
  ],
  [
    "split_by in a text that is read as one topology",
    () => loadTopology(TOPOLOGY, write()),
    [
      "partners.yaml:2:1: split_by: makes several stacks of the file; leave it out to read the file as one topology",
    ],
  ],
  [
    "a value of a row without rows",
    () => loadTopology(TOPOLOGY.replace("for_each: partners.csv\nsplit_by: name\n", "")),
    ["topology.yaml:3:19: ${each.…} needs for_each: a CSV file or a list, with a row for each copy"],
  ],
  [
    "for_each, misspelt",
    () =>
      loadTopology(
        'foreach: a.csv\naccounts: { a: { id: "111111111111", region: eu-west-1 } }\nbuckets: { b: { account: a, name: acme-b } }',
      ),
    [
      expect.stringMatching(
        /unknown key "foreach"; allowed are .*, for_each, split_by; did you mean "for_each"\?$/,
      ) as string,
    ],
  ],
])("%s", (_, read, expected) => {
  expect(problemsOf(read)).toEqual(expected);
});

test("what every stack of the file would create is told once, with what to do", () => {
  write(TOPOLOGY.replace("acme-drop-${each.name}", "acme-drop"));
  const { problems } = readStackFolder(folder);
  expect([...problems.values()].flat().map(({ line, message }) => [line, message])).toEqual(
    Array(2).fill([
      7,
      'bucket "acme-drop" is in several stacks of this file, but only one can create it; split_by writes everything that names no value of the row into each stack; write ${each.…} in its name, or leave split_by out',
    ]),
  );
});
