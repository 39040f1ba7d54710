import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { topologyTerraform } from "../constructs/topology-terraform";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { REPOSITORY } from "../../test/support/repository";
import { readEstate } from "../estate/read-estate";
import { proveIntent, readIntent } from "./intent";

/** The proof of the Terraform of a stack in which texts are replaced, against its topology. */
function problemsOf(stack: string, ...changes: readonly (readonly [string | RegExp, string])[]): string[] {
  const golden = readFileSync(join(REPOSITORY, `test/golden/${stack}.tf.json`), "utf8");
  const changed = changes.reduce((text, [from, to]) => {
    const next = text.replaceAll(from, to);
    expect(next).not.toBe(text);
    return next;
  }, golden);
  const estate = readEstate(JSON.parse(changed));
  const intent = readIntent(join(REPOSITORY, `stacks/${stack}.yaml`));
  return proveIntent(intent, { estate }).flaws.map(({ problem }) => problem);
}

/** Keys with other names in Terraform, and with their aliases. */
const renamed = (name: string) =>
  [
    [`aws_kms_key.${name}.`, `aws_kms_key.legacy_${name}.`],
    [new RegExp(`(aws_kms_key": \\{[^]*?)"${name}": \\{`, "g"), `$1"legacy_${name}": {`],
  ] as const;

test("another key has the name of its resource", () => {
  expect(problemsOf("copy-with-user")).toEqual([]);
});

test("another key is known by its alias", () => {
  expect(problemsOf("copy-with-user", ...renamed("archive"))).toEqual([]);
});

test("a key that is not there is missing", () => {
  const problems = problemsOf("copy-with-user", ...renamed("archive"), [
    "alias/acme-sync-archive",
    "alias/other",
  ]);
  expect(problems).toContain("the Terraform has no key aws_kms_key.archive, which was asked for");
});

describe("keys that a topology names and Terraform calls otherwise", () => {
  const { path, remove } = temporaryFolder();
  afterAll(remove);
  const file = join(path, "archive.yaml");
  const statement = `{ Effect: Allow, Principal: { AWS: "arn:aws:iam::333333333333:root" }, Action: kms:DescribeKey, Resource: "*" }`;
  writeFileSync(
    file,
    `accounts:
  data: { id: "111111111111", region: eu-west-1 }
  backup: { id: "222222222222", region: eu-central-1 }
keys:
  archive: { account: backup, statements: [${statement}] }
buckets:
  orders: { account: data, name: acme-orders }
  replica: { account: backup, name: acme-replica, other_keys: [archive] }
replication:
  - { from: orders, to: replica, key: archive }
`,
  );
  const intent = readIntent(file);
  const json = JSON.stringify(topologyTerraform("archive", intent.model).terraform);
  const problems = (text: string) =>
    proveIntent(intent, { estate: readEstate(JSON.parse(text)) }).flaws.map(({ problem }) => problem);
  const legacy = json
    .replaceAll("aws_kms_key.archive.", "aws_kms_key.legacy.")
    .replace(/("aws_kms_key":\{[^]*?)"archive":\{/, '$1"legacy":{');

  test("are found for replicas, and for statements of their own", () => {
    expect(legacy).not.toBe(json);
    expect([problems(json), problems(legacy)]).toEqual([[], []]);
  });

  test("must encrypt the replicas", () => {
    const wrong = legacy.replace(
      '"replica_kms_key_id":"${aws_kms_key.legacy.arn}"',
      '"replica_kms_key_id":"${aws_kms_key.replica.arn}"',
    );
    expect(wrong).not.toBe(legacy);
    expect(problems(wrong)).toContainEqual(expect.stringMatching(/encrypts replicas with .*was asked for/));
  });
});

test("a default key by its alias is that key", () => {
  expect(
    problemsOf("copy-with-role", [
      '"kms_master_key_id": "${aws_kms_key.source.arn}"',
      '"kms_master_key_id": "alias/acme-source"',
    ]).filter((problem) => !problem.includes("alias")),
  ).toEqual([]);
});

test("an account that was offered no policy writes its own", () => {
  expect(
    problemsOf("shared-with-account", ['"partner_policy": {', '"policy_for_somebody": {']),
  ).not.toContainEqual(expect.stringContaining("which was asked for"));
});
