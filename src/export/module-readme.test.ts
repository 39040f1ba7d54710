import type { Proof } from "../prove/prove";
import { loadTopology } from "../topology/load";
import { resolve } from "../topology/resolve";
import { moduleOf } from "./module";
import { moduleReadme } from "./module-readme";

const ACCOUNTS = `accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
`;

const NOTHING_PROVED = { grants: [], assumptions: [], checked: [], before: [] } as unknown as Proof;

function readmeOf(yaml: string, folder = "modules/stack", name = "stack"): string {
  const model = resolve(loadTopology(ACCOUNTS + yaml));
  return moduleReadme(moduleOf(name, model), model, NOTHING_PROVED, folder);
}

test("the summary says who can do what, and how each bucket is encrypted", () => {
  const readme = readmeOf(`buckets:
  one: { account: a, name: acme-one }
  two: { account: b, name: acme-two, key: one }
  three: { account: b, name: acme-three, encryption: AES256 }
  four: { account: b, name: acme-four }
principals:
  porter: { account: b, role: Porter, existing: true }
  partner: { account: b, entire_account: true }
access:
  - { principal: porter, bucket: one, allow: [read, delete], prefix: in/ }
  - { principal: porter, bucket: four, allow: write }
  - { principal: partner, bucket: one, allow: read_write }
replication:
  - { from: one, to: two }
  - { from: one, to: four, prefix: out/ }
`);
  expect(readme.split("\n")[2]).toBe(
    [
      "The role `porter` of account `b` can read from and delete objects in bucket `one` under a prefix and write to bucket `four`.",
      "Account `b` can let its roles and users read from and write to bucket `one`.",
      "S3 replicates every new object from bucket `one` to bucket `two`.",
      "S3 replicates new objects under a prefix from bucket `one` to bucket `four`.",
      "Each bucket is private and has its own KMS key, except: `two` uses the KMS key `one`; `three` uses SSE-S3.",
    ].join(" "),
  );
});

test("the summary does not claim a prefix for what has none", () => {
  const readme = readmeOf(`buckets:
  one: { account: a, name: acme-one }
principals:
  spark: { account: b, role: Spark, existing: true }
access:
  - { principal: spark, bucket: one, allow: [read_write, list_uploads, locate], prefix: in/ }
`);
  expect(readme.split("\n")[2]).toContain(
    "can read from and write to bucket `one` under a prefix and ask for the Region of and list the multipart uploads in bucket `one`.",
  );
});

test("a bucket in the namespace of its account needs a newer provider", () => {
  const versionsOf = (name: string) =>
    /AWS provider (.*?)\. `/.exec(readmeOf(`buckets: { one: { account: a, name: ${name} } }`))?.[1];
  expect(versionsOf("acme")).toBe("5.100 or newer, below 7, except 6.22 to 6.39");
  expect(versionsOf("acme-111111111111-us-east-1-an")).toBe("6.40 or newer, below 7");
});

test("replication is mentioned only where something replicates", () => {
  const buckets = `buckets:
  one: { account: a, name: acme-one }
  two: { account: b, name: acme-two }
`;
  expect(readmeOf(buckets)).not.toMatch(/replicat/i);
  expect(readmeOf(`${buckets}replication:\n  - { from: one, to: two }\n`)).toContain(
    "## If AWS returns 403 or the replication status is FAILED",
  );
});

test.each([
  ["modules/stack", "./modules/stack", "modules/stack"],
  ["infra/s3/copy", "./infra/s3/copy", "infra/s3/copy"],
  ["../shared/my copy", "../shared/my copy", "my%20copy"],
  ["..copy", "./..copy", "..copy"],
  ["${x}/`y`", "./$${x}/`y`", "%24%7Bx%7D/%60y%60"],
])("a module in %s is called as %s", (folder, source, pathInRepository) => {
  const readme = readmeOf("buckets:\n  one: { account: a, name: acme-one }\n", folder);
  expect(readme).toContain(`module "stack" {\n  source = "${source}"\n`);
  expect(readme).toContain(`/REPOSITORY.git//${pathInRepository}?ref=`);
});

test("it says what to validate in place of the module", () => {
  expect(readmeOf("buckets:\n  one: { account: a, name: acme-one }\n").replaceAll("\n", " ")).toContain(
    "`terraform validate` fails in this folder, because Terraform cannot validate a module with `configuration_aliases` alone. Validate [`examples/basic`](examples/basic) instead.",
  );
});

test.each([
  ["copy-two", 'module "copy_two" {'],
  ["2-copy", 'module "stack_2_copy" {'],
])("the module of the stack %s is called as %s", (name, call) => {
  expect(readmeOf("buckets: { one: { account: a, name: acme-one } }", "modules/stack", name)).toContain(call);
});

test("the summary says which tags roles and users of an account or organization have", () => {
  const readme = readmeOf(`buckets:
  one: { account: a, name: acme-one }
principals:
  team: { account: b, entire_account: true, principal_tags: { team: analytics } }
  members: { organization: o-abcde12345, principal_tags: { team: analytics, env: prod } }
access:
  - { principal: team, bucket: one, allow: read }
  - { principal: members, bucket: one, allow: read }
`);
  expect(readme).toContain(
    "Account `b` can let its roles and users with the tag `team=analytics` read from bucket `one`. Accounts of organization `members` can let their roles and users with the tags `team=analytics` and `env=prod` read from bucket `one`.",
  );
});
