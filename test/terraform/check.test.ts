/** What people see first: the check in the README, and the GitHub Action on a folder. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkCommand } from "../../src/cli/check-command";
import { stepOfAction } from "../support/action";
import { PLUGINS } from "../support/provider-plugins";
import { REPOSITORY } from "../support/repository";
import { temporaryFolder } from "../support/temporary-folder";

const EXAMPLE = join(REPOSITORY, "examples/check");
const { path: folder, remove } = temporaryFolder();
const before = { ...process.env };
const workingDirectory = process.cwd();

beforeAll(() => {
  process.env.TF_CLI_ARGS_init = `-plugin-dir=${PLUGINS}`;
});

afterAll(() => {
  process.env = before;
  process.chdir(workingDirectory);
  remove();
});

test("the check in the README prints what is shown", async () => {
  const readme = readFileSync(join(REPOSITORY, "README.md"), "utf8");
  const [, shown = ""] = /^```text\n(infra\/: .*?)\n```$/ms.exec(readme) ?? [];
  expect(shown).toContain("[half-granted]");
  process.chdir(EXAMPLE);
  expect(await checkCommand("infra/", { colour: false })).toMatchObject({ text: shown, exitCode: 1 });
});

test("the Action fails with a code of its own if something relevant of a folder was not read", () => {
  const infra = join(folder, "infra");
  cpSync(join(EXAMPLE, "infra"), infra, { recursive: true });
  const main = readFileSync(join(infra, "main.tf"), "utf8");
  const complete = main.replace(
    'actions   = ["s3:GetObject"]',
    'actions   = ["s3:GetObject", "s3:GetObjectTagging"]',
  );
  expect(complete).not.toBe(main);
  writeFileSync(join(infra, "main.tf"), complete);
  const runs = stepOfAction(folder);
  expect(runs({ path: "infra" })).toMatchObject({ status: 0, output: "exit-code=0\n" });
  writeFileSync(
    join(infra, "abac.tf"),
    'resource "aws_s3control_access_grants_instance_resource_policy" "grants" {\n  policy = "{}"\n}\n',
  );
  const { status, stdout, output } = runs({ path: "infra" });
  expect([status, output]).toEqual([3, "exit-code=3\n"]);
  expect(stdout).toContain("infra: no flaws, 1 thing not read");
  expect(stdout).toContain("aws_s3control_access_grants_instance_resource_policy.grants");
});
