import { fakeTerraform } from "../../test/support/fake-terraform";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { environment, runTerraform, versionProblem, withoutNetwork } from "./terraform";

test.each([
  ["1.7.0", undefined],
  ["1.15.2", undefined],
  ["2.0.0", undefined],
  ["1.6.6", "a folder is checked with Terraform 1.7 or newer, found 1.6.6; upgrade it: "],
  ["0.13.7", "a folder is checked with Terraform 1.7 or newer, found 0.13.7; upgrade it: "],
])("version %s", (version, problem) => {
  const found = versionProblem(JSON.stringify({ terraform_version: version }, undefined, 2));
  expect(found?.replace(/https:.*/, "")).toBe(problem);
});

test("the environment keeps where plugins are, and no way to AWS", () => {
  const own = {
    HOME: "/home/x",
    TF_VAR_region: "eu-west-1",
    TF_CLI_CONFIG_FILE: "x.tfrc",
    TF_CLI_ARGS: "-lock=false",
    TF_CLI_ARGS_init: "-upgrade -plugin-dir=/plugins -backend-config=x",
    TF_CLI_ARGS_test: "-filter=x",
    TF_WORKSPACE: "prod",
    TF_DATA_DIR: "/elsewhere",
    AWS_PROFILE: "prod",
    AWS_ACCESS_KEY_ID: "x",
  };
  const names = ["HOME", "TF_VAR_region", "TF_CLI_CONFIG_FILE", "TF_CLI_ARGS_init"];
  const result = environment(own);
  expect(Object.keys(result).filter((name) => name in own)).toEqual(names);
  expect(result).toMatchObject({
    TF_CLI_ARGS_init: "-plugin-dir=/plugins",
    AWS_EC2_METADATA_DISABLED: "true",
  });
});

test("without a network, no host is an exception", () => {
  const env = withoutNetwork({ NO_PROXY: "*", no_proxy: "*", PATH: "/bin" });
  expect(env).toMatchObject({ PATH: "/bin", HTTPS_PROXY: "http://127.0.0.1:9" });
  expect(Object.keys(env).filter((name) => /no_proxy/i.test(name))).toEqual([]);
});

test("Terraform ends after the last text that is needed, however it arrives", async () => {
  const bin = temporaryFolder();
  const { env } = fakeTerraform(bin.path, "printf 'first\\nla'; sleep 0.2; printf 'st\\n'; exec sleep 600");
  const { stdout } = await runTerraform(["test"], { cwd: bin.path, env, until: /last/ });
  bin.remove();
  expect(stdout).toBe("first\nlast\n");
});
