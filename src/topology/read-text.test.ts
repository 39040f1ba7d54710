import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTopology } from "./load";
import { isTopologyError } from "./problem";

const folder = mkdtempSync(join(tmpdir(), "s3porter-"));
afterAll(() => rmSync(folder, { recursive: true }));

const TEXT = `for_each: partners.csv
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  "p_\${each.name}": { id: "\${each.id}", region: eu-west-1, default_tags: { city: "Zürich" } }
buckets:
  lake: { account: data, name: acme-lake, statements: own.json }
`;
const CSV = "name,id,city\none,222222222222,Zürich\n";
const OWN = JSON.stringify([
  {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::333333333333:root" },
    Action: "s3:GetBucketAcl",
    Resource: "arn:aws:s3:::acme-lake",
  },
]);

function problemsOf(files: Readonly<Record<string, Buffer>>): string[] {
  const all = {
    "lake.yaml": Buffer.from(TEXT),
    "partners.csv": Buffer.from(CSV),
    "own.json": Buffer.from(OWN),
  };
  for (const [name, bytes] of Object.entries({ ...all, ...files })) writeFileSync(join(folder, name), bytes);
  try {
    readTopology(join(folder, "lake.yaml"));
    return [];
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map(({ message }) => message);
  }
}

const bom = (text: string) => Buffer.from(`\uFEFF${text}`);
const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le");

test("UTF-8, with and without a byte order mark", () => {
  expect(problemsOf({})).toEqual([]);
  expect(problemsOf({ "lake.yaml": bom(TEXT), "partners.csv": bom(CSV), "own.json": bom(OWN) })).toEqual([]);
  expect(problemsOf({ "lake.yaml": Buffer.from(TEXT.replace("Zürich", "\uFFFD")) })).toEqual([]);
});

const UTF16 = "it is UTF-16, as PowerShell's > writes it; save it as UTF-8";

test.each<[string, Buffer, string]>([
  ["lake.yaml", utf16(TEXT), `cannot be read (${UTF16})`],
  ["lake.yaml", utf16(TEXT).swap16(), `cannot be read (${UTF16})`],
  ["lake.yaml", Buffer.from(TEXT, "latin1"), "cannot be read (line 4 is not UTF-8; save it as UTF-8)"],
  ["partners.csv", utf16(CSV), `partners.csv cannot be read (${UTF16}); `],
  [
    "partners.csv",
    Buffer.from(CSV, "latin1"),
    "partners.csv cannot be read (line 2 is not UTF-8; save it as UTF-8); ",
  ],
  ["own.json", utf16(OWN), `cannot be read (${UTF16}); write a JSON file`],
])("%s in another encoding", (name, bytes, message) => {
  expect(problemsOf({ [name]: bytes })).toEqual([expect.stringContaining(message)]);
});
