import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fakeTerraform } from "../../test/support/fake-terraform";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { Configuration } from "./configuration";
import { init } from "./init";
import { LOCK_FILE } from "./lock-file";
import { readModules } from "./modules";
import { copyModules } from "./working-copy";

const REQUIRED = 'terraform {\n  required_providers {\n    aws = { version = "~> 3.0" }\n  }\n}\n';

/** @param script answers each `terraform init` */
async function tryInit(script: string, files: Readonly<Record<string, string>> = {}) {
  const [folder, bin] = [temporaryFolder({ "main.tf": REQUIRED, ...files }), temporaryFolder()];
  const modules = readModules(folder.path);
  const copy = copyModules(modules);
  const { env, starts } = fakeTerraform(bin.path, script);
  try {
    const assumptions = await init(new Configuration("live", modules), copy, env);
    const [text, lock] = ["main.tf", LOCK_FILE]
      .map((name) => join(copy.root, name))
      .map((path) => (existsSync(path) ? readFileSync(path, "utf8") : undefined));
    return { assumptions, starts: starts(), text, lock };
  } finally {
    copy.remove();
    folder.remove();
    bin.remove();
  }
}

test("providers that the folder has installed are used", async () => {
  const { assumptions, starts } = await tryInit("exit 0", { ".terraform/providers/x": "" });
  expect(starts).toEqual([expect.stringMatching(/^init .*-plugin-dir=\S+\.terraform\/providers$/)]);
  expect(assumptions).toEqual([]);
});

test("otherwise Terraform installs what the folder asks for", async () => {
  const { starts, text } = await tryInit('case "$*" in *plugin-dir*) exit 1;; esac', {
    ".terraform/providers/x": "",
  });
  expect(starts).toHaveLength(2);
  expect(text).toBe(REQUIRED);
});

test("if no such version is installed, any other is used, which is an assumption", async () => {
  const lock = 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.100.0"\n}\n';
  const { assumptions, text } = await tryInit(
    `grep -q version main.tf && exit 1\ncat > .terraform.lock.hcl <<'LOCK'\n${lock}LOCK`,
  );
  expect(assumptions).toEqual([
    "hashicorp/aws is 5.100.0, because the versions that live asks for are not installed",
  ]);
  expect(text).not.toContain("~> 3.0");
});

test("providers that are installed are not hashed again", async () => {
  const lock = 'provider "registry.terraform.io/hashicorp/aws" {\n  hashes = [\n    "h1:x",\n  ]\n}\n';
  const { lock: left } = await tryInit(`cat > .terraform.lock.hcl <<'LOCK'\n${lock}LOCK`);
  expect(left).toBe('provider "registry.terraform.io/hashicorp/aws" {\n}\n');
});

test("if none is, the error names the folder", async () => {
  await expect(tryInit("echo 'Error: no plugins' >&2\nexit 1")).rejects.toThrow(/^live: .*no plugins/s);
});
