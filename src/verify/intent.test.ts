import { readFileSync } from "node:fs";
import { join } from "node:path";
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
