import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStackFolder } from "./folder";
import { formatProblem } from "./problem";

const folder = mkdtempSync(join(tmpdir(), "s3porter-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ACCOUNTS = `accounts:
  a: { id: "111111111111", region: us-east-1 }
  west: { id: "111111111111", region: us-west-2 }
  b: { id: "222222222222", region: us-east-1 }
`;
const ROOT = '["arn:aws:iam::111111111111:root"]';

/** The problems of two stacks in one folder. */
function problems(one: string, two: string): string[] {
  writeFileSync(join(folder, "one.yaml"), ACCOUNTS + one);
  writeFileSync(join(folder, "two.yaml"), ACCOUNTS + two);
  return [...readStackFolder(folder).problems.values()]
    .flat()
    .map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ""));
}

const buckets = (name: string, more = "", account = "a") =>
  `buckets:\n  ${name}: { account: ${account}, name: acme-${name}${more} }\n`;
const principal = (text: string) => `principals:\n  p: { ${text} }\n`;

test.each<[string, string, string, string[]]>([
  ["nothing in common", buckets("x"), buckets("y"), []],
  [
    "a bucket",
    buckets("x"),
    buckets("x", "", "b"),
    [
      'one.yaml:6:26: buckets.x.name: bucket "acme-x" is also in two.yaml:6, but only one stack can create it; choose another name',
      'two.yaml:6:26: buckets.x.name: bucket "acme-x" is also in one.yaml:6, but only one stack can create it; choose another name',
    ],
  ],
  [
    "the alias of a key",
    buckets("x", ", key: { alias: alias/shared }"),
    `keys:\n  k: { account: a, alias: alias/shared }\n${buckets("y")}`,
    [
      'one.yaml:6:48: buckets.x.key.alias: alias "alias/shared" in account 111111111111 and us-east-1 is also in two.yaml:6, but only one stack can create it; choose another name',
      'two.yaml:6:27: keys.k.alias: alias "alias/shared" in account 111111111111 and us-east-1 is also in one.yaml:6, but only one stack can create it; choose another name',
    ],
  ],
  [
    "the alias of a key in another region",
    buckets("x", ", key: { alias: alias/shared }"),
    buckets("y", ", key: { alias: alias/shared }", "west"),
    [],
  ],
  [
    "a new role, which IAM compares without case",
    buckets("x") + principal(`account: a, role: Porter, assumed_by: ${ROOT}`),
    buckets("y") + principal(`account: west, role: porter, assumed_by: ${ROOT}`),
    [
      'one.yaml:8:26: principals.p.role: role "Porter" of account 111111111111 is also in two.yaml:8, but only one stack can create it; set "existing: true" in one of them, or choose another name',
      'two.yaml:8:29: principals.p.role: role "porter" of account 111111111111 is also in one.yaml:8, but only one stack can create it; set "existing: true" in one of them, or choose another name',
    ],
  ],
  [
    "a role that one of them takes as existing",
    buckets("x") + principal(`account: a, role: Porter, assumed_by: ${ROOT}`),
    buckets("y") + principal("account: a, role: Porter, existing: true"),
    [],
  ],
  [
    "a user of the same name in another account",
    buckets("x") + principal("account: a, user: ann"),
    buckets("y") + principal("account: b, user: ann"),
    [],
  ],
  [
    "a replication role",
    `buckets:
  x: { account: a, name: acme-x }
  y: { account: b, name: acme-y }
replication:
  - { from: x, to: y, role: replicator }
`,
    buckets("z") + principal(`account: a, role: Replicator, assumed_by: ${ROOT}`),
    [
      'one.yaml:9:29: replication[0].role: role "replicator" of account 111111111111 is also in two.yaml:8, but only one stack can create it; choose another name',
      'two.yaml:8:26: principals.p.role: role "Replicator" of account 111111111111 is also in one.yaml:9, but only one stack can create it; set "existing: true" in one of them, or choose another name',
    ],
  ],
])("two stacks with %s", (_, one, two, expected) => {
  expect(problems(one, two)).toEqual(expected);
});

test("two partitions can have a bucket of the same name", () => {
  writeFileSync(join(folder, "one.yaml"), ACCOUNTS + buckets("x"));
  const china = 'accounts:\n  a: { id: "333333333333", region: cn-north-1 }\n';
  writeFileSync(join(folder, "two.yaml"), china + buckets("x"));
  expect([...readStackFolder(folder).problems]).toEqual([]);
});
