import { repeat } from "./repeat";
import type { Row } from "./rows";
import { parseTree, type Tree } from "./yaml-tree";

const ROWS: readonly Row[] = [
  {
    place: "partners.csv:2",
    values: new Map<string, unknown>([
      ["name", "acme"],
      ["id", "222222222222"],
      ["prefix", "in/"],
      ["days", 7],
    ]),
  },
  {
    place: "partners.csv:3",
    values: new Map<string, unknown>([
      ["name", "umbrella"],
      ["id", "333333333333"],
      ["prefix", ""],
      ["days", 30],
    ]),
  },
];

function repeated(text: string, rows = ROWS) {
  const { tree, problems } = repeat(parseTree(text).tree as Tree, rows);
  return { value: tree.value, problems: problems.map(({ offset, message }) => `${offset}: ${message}`) };
}

test.each<[string, string, object]>([
  [
    "no value of the row",
    "buckets: { lake: { name: acme-lake } }",
    { buckets: { lake: { name: "acme-lake" } } },
  ],
  [
    "a value in a key and in values",
    'buckets: { "${each.name}": { name: "acme-${each.name}-${each.id}" } }',
    {
      buckets: { acme: { name: "acme-acme-222222222222" }, umbrella: { name: "acme-umbrella-333333333333" } },
    },
  ],
  [
    "items of a list, in order",
    'access: [{ bucket: a }, { bucket: "${each.name}" }, { bucket: z }]',
    { access: [{ bucket: "a" }, { bucket: "acme" }, { bucket: "umbrella" }, { bucket: "z" }] },
  ],
  [
    "an empty cell leaves the field out",
    'access: [{ bucket: "${each.name}", prefix: "${each.prefix}" }]',
    { access: [{ bucket: "acme", prefix: "in/" }, { bucket: "umbrella" }] },
  ],
  [
    "an empty cell in a text",
    'access: [{ prefix: "x/${each.prefix}" }]',
    { access: [{ prefix: "x/in/" }, { prefix: "x/" }] },
  ],
  [
    "a value keeps its type",
    'keys: { "${each.name}": { deletion_window_in_days: "${each.days}" } }',
    { keys: { acme: { deletion_window_in_days: 7 }, umbrella: { deletion_window_in_days: 30 } } },
  ],
  [
    "policy variables stay",
    'access: [{ bucket: "${each.name}", prefix: "${aws:username}/" }]',
    {
      access: [
        { bucket: "acme", prefix: "${aws:username}/" },
        { bucket: "umbrella", prefix: "${aws:username}/" },
      ],
    },
  ],
  [
    "in a nested list",
    'principals: { "${each.name}": { assumed_by: ["arn:aws:iam::${each.id}:root"] } }',
    {
      principals: {
        acme: { assumed_by: ["arn:aws:iam::222222222222:root"] },
        umbrella: { assumed_by: ["arn:aws:iam::333333333333:root"] },
      },
    },
  ],
])("%s", (_, text, value) => {
  expect(repeated(text)).toEqual({ value, problems: [] });
});

test("rows about the same account give one entry", () => {
  const rows = ROWS.map(({ place, values }) => ({
    place,
    values: new Map([...values, ["id", "222222222222"]]),
  }));
  expect(repeated('accounts: { partner: { id: "${each.id}" } }', rows)).toEqual({
    value: { accounts: { partner: { id: "222222222222" } } },
    problems: [],
  });
});

test("rows that give one entry different values are a problem, once", () => {
  expect(repeated('accounts: { partner: { id: "${each.id}" } }').problems).toEqual([
    '21: "partner" has different values for partners.csv:2 and partners.csv:3; give each row a name of its own, such as "${each.name}"',
  ]);
});

test("a column that there is not is a problem, once", () => {
  expect(repeated('accounts: { "${each.name}": { id: "${each.ids}" } }').problems).toEqual([
    '34: there is no column "ids"; the columns are name, id, prefix, days; did you mean "id"?',
  ]);
});

test("copies keep the position of their entry, and know their row", () => {
  const { tree } = repeat(
    parseTree('buckets: { "${each.name}": { name: "${each.id}" } }').tree as Tree,
    ROWS,
  );
  const copies = [...(tree.children.get("buckets")?.children.values() ?? [])];
  expect(copies.map(({ offset, row }) => [offset, row])).toEqual([
    [27, "partners.csv:2"],
    [27, "partners.csv:3"],
  ]);
});
