import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fakeTerraform } from "../../test/support/fake-terraform";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { readModules } from "./modules";
import { runTest, type VariableOptions } from "./run-test";
import { copyModules } from "./working-copy";

/** @param script answers `terraform test` */
async function tryTest(script: string, options: VariableOptions = {}) {
  const [folder, bin] = [temporaryFolder({ "main.tf": "" }), temporaryFolder()];
  const copy = copyModules(readModules(folder.path));
  const { env, starts } = fakeTerraform(bin.path, script);
  try {
    const instances = await runTest({ mocked: [], resources: [], data: [] }, "live", copy, env, options);
    return {
      instances,
      starts: starts(),
      file: readFileSync(join(copy.root, "s3porter.tftest.json"), "utf8"),
    };
  } finally {
    copy.remove();
    folder.remove();
    bin.remove();
  }
}

const KEY = { address: "aws_kms_key.a", mode: "managed", type: "aws_kms_key", values: {} };
const STATE = JSON.stringify({ type: "test_state", test_state: { root_module: { resources: [KEY] } } });

test("the state that a test prints is read, and the teardown is not waited for", async () => {
  const { instances, starts, file } = await tryTest(`echo '${STATE}'\nsleep 60`, {
    variables: { name: "a b" },
    variableFiles: ["/x.tfvars"],
  });
  expect(instances).toEqual([KEY]);
  expect(starts).toEqual(["test -json -verbose -no-color -var-file=/x.tfvars -var=name=a b"]);
  expect(JSON.parse(file)).toHaveProperty("run");
});

test("a test has no network", async () => {
  const { instances } = await tryTest(`test "$HTTPS_PROXY" = http://127.0.0.1:9 && echo '${STATE}'`);
  expect(instances).toHaveLength(1);
});

test("what Terraform refuses is said, and not where the copy is", async () => {
  const diagnostic = { severity: "error", summary: "Bad key", detail: "in '\"$PWD\"'/main.tf" };
  await expect(
    tryTest(`echo '${JSON.stringify({ type: "diagnostic", diagnostic }).replace(/\\"/g, '"')}'`),
  ).rejects.toThrow(/^live: Terraform: Bad key: in (?!.*rehearsal-).*\/main\.tf$/);
});

test("without a diagnostic, the error is what Terraform prints", async () => {
  await expect(tryTest("echo crashed >&2; exit 1")).rejects.toThrow("live: terraform test fails: crashed");
});
