import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runs } from "../../test/support/runs";
import { readStackFolder, readTopologies } from "./folder";

const ACCOUNTS = `accounts:
  a: { id: "111111111111", region: us-east-1 }
`;
const topology = (bucket: string) => `${ACCOUNTS}buckets:
  source: { account: a, name: ${bucket} }
`;
const WHAT =
  "must be a mapping with accounts and buckets, and usually principals and access; see stacks/copy-with-role.yaml";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "s3porter-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function message(): string {
  try {
    readTopologies(folder);
    return "";
  } catch (error) {
    return (error as Error).message.replaceAll(folder, "stacks");
  }
}

test("is read in the order of names", () => {
  writeFileSync(join(folder, "two.yaml"), topology("acme-1"));
  writeFileSync(join(folder, "one.yml"), topology("acme-2"));
  writeFileSync(join(folder, "README.md"), "not a topology");
  expect(readTopologies(folder).map(({ name }) => name)).toEqual(["one", "two"]);
});

test("tells the problems of all its files", () => {
  writeFileSync(join(folder, "one.yaml"), "- 1");
  writeFileSync(join(folder, "two.yaml"), topology("acme-3"));
  writeFileSync(join(folder, "three.yaml"), "");
  expect(message()).toBe(`2 problems in the topology; nothing was written
  stacks/one.yaml:1:1: ${WHAT}
  stacks/three.yaml:1:1: is empty; it ${WHAT}`);
});

test("without a topology", () => {
  expect(message()).toContain("stacks:1:1: has no topologies; s3porter init writes one");
});

test("that is not there", () => {
  expect(() => readTopologies(join(folder, "nowhere"))).toThrow(
    "there is no such folder; s3porter init writes one with a first topology; to use another folder",
  );
});

test("that is a file", () => {
  writeFileSync(join(folder, "file"), "");
  expect(() => readTopologies(join(folder, "file"))).toThrow(
    "file:1:1: is not a folder; to use another folder",
  );
});

test("with a folder called like a topology", () => {
  mkdirSync(join(folder, "a.yaml"));
  expect(message()).toContain("stacks/a.yaml:1:1: cannot be read (EISDIR)");
});

test("with a name that no stack can have", () => {
  writeFileSync(join(folder, "a b.yaml"), topology("acme-4"));
  expect(message()).toContain('stacks/a b.yaml:1:1: "a b" is not a valid stack name');
});

test("with a name that no stack can have, beside a file with a problem", () => {
  writeFileSync(join(folder, "a b.yaml"), topology("acme-5"));
  writeFileSync(join(folder, "c.yaml"), "- 1");
  expect(message()).toMatch(/^2 problems/);
});

test("with a file of very many problems", () => {
  writeFileSync(join(folder, "a.yaml"), `"${"\\q".repeat(runs(260_000))}"`);
  expect(message()).toMatch(/… and \d+ more$/);
});

test("with two files for one stack", () => {
  writeFileSync(join(folder, "a.yaml"), topology("acme-6"));
  writeFileSync(join(folder, "a.yml"), topology("acme-7"));
  expect(message()).toContain(
    'stacks/a.yml:1:1: there is another file for the stack "a"; rename one of them',
  );
});

test("at most fifty problems are printed", () => {
  const buckets = Array.from(
    { length: 60 },
    (_, index) => `  b${index}: { account: x, name: acme-${index} }`,
  );
  writeFileSync(join(folder, "a.yaml"), `${ACCOUNTS}buckets:\n${buckets.join("\n")}\n`);
  expect(message()).toMatch(/^60 problems.*… and 10 more$/s);
});

test("a file for the same stack in capitals", () => {
  writeFileSync(join(folder, "A.yaml"), topology("acme-a"));
  writeFileSync(join(folder, "a.yaml"), topology("acme-b"));
  expect(message()).toContain(
    'stacks/a.yaml:1:1: there is another file for the stack "a"; rename one of them',
  );
});

test("a problem in one file does not hide the others", () => {
  writeFileSync(join(folder, "one.yaml"), "- 1");
  writeFileSync(join(folder, "two.yaml"), topology("acme-two"));
  const { stacks, names, problems } = readStackFolder(folder);
  expect(stacks.map(({ name }) => name)).toEqual(["two"]);
  expect(names).toEqual(["one", "two"]);
  expect([...problems.keys()]).toEqual(["one"]);
});
