import { existsSync, readFileSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { folderTree } from "../../test/support/folder-tree";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { readModules } from "./modules";
import { declaredIn } from "./providers";
import { copyModules } from "./working-copy";

const folders: ReturnType<typeof temporaryFolder>[] = [];
afterEach(() => folders.splice(0).forEach((folder) => folder.remove()));

function write(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(files);
  folders.push(folder);
  return folder.path;
}

const MANIFEST = JSON.stringify({ Modules: [{ Key: "far", Dir: ".terraform/modules/far" }] });

test("copies the root module and what it names, and nothing else", () => {
  const path = write({
    "live/main.tf": 'module "a" {\n  source = "../modules/a"\n}\nmodule "far" {\n  source = "x/y/z"\n}\n',
    "live/locals.tf":
      'locals {\n  x = file("${path.module}/../policies/${"x"}.json")\n  y = file("../gone/x")\n}\n',
    "live/data/x.json": "{}",
    "live/terraform.tfstate": "secret",
    "live/terraform.tfstate.backup": "secret",
    "live/own.tftest.hcl": "",
    "live/.terraform/providers/p": "700 MB",
    "live/.terraform/modules/modules.json": MANIFEST,
    "live/.terraform/modules/far/main.tf": "",
    "live/.git/x": "",
    "modules/a/main.tf": "",
    "modules/b/main.tf": "",
    "policies/x.json": "{}",
    "other/secret": "",
  });
  const modules = readModules(join(path, "live"));
  const copy = copyModules(modules);
  const files = [...folderTree(join(copy.root, ".."))].filter(([, entry]) => typeof entry === "string");
  expect(files.map(([file]) => file)).toEqual([
    "live/.terraform/modules/far/main.tf",
    "live/.terraform/modules/modules.json",
    "live/data/x.json",
    "live/locals.tf",
    "live/main.tf",
    "modules/a/main.tf",
    "policies/x.json",
  ]);
  expect(copy.inOriginal(`${copy.root}/main.tf`)).toBe(join(path, "live/main.tf"));
  copy.remove();
  expect(existsSync(copy.root)).toBe(false);
});

test("follows symlinks, but not in circles", () => {
  const path = write({ "live/main.tf": "", "elsewhere/policy.json": "{}" });
  symlinkSync("../elsewhere/policy.json", join(path, "live/policy.json"));
  symlinkSync("..", join(path, "live/up"));
  symlinkSync("nowhere", join(path, "live/broken"));
  const copy = copyModules(readModules(join(path, "live")));
  expect(readFileSync(join(copy.root, "policy.json"), "utf8")).toBe("{}");
  expect(existsSync(join(copy.root, "up/live"))).toBe(false);
  copy.remove();
});

test("does not copy a disk", () => {
  const path = write({ "main.tf": "", "big.bin": "" });
  truncateSync(join(path, "big.bin"), 300_000_000);
  expect(() => copyModules(readModules(path))).toThrow(/more than 20000 files or 200 MB/);
});

test("a provider is known by its name in the root module", () => {
  const path = write({
    "main.tf": `
module "mapped" {
  source    = "./m"
  providers = { aws = aws.b, aws.other = aws.c }
}
module "inherits" {
  source = "./m"
}
module "own" {
  source = "./own"
}
resource "aws_kms_key" "x" {
  provider = aws.b
}
`,
    "json.tf.json": '{"resource": {"aws_kms_key": {"y": {"provider": "aws.c"}}}}',
    "m/main.tf": 'resource "aws_kms_key" "x" {}\ndata "aws_region" "y" {\n  provider = aws.other\n}\n',
    "own/main.tf": 'provider "aws" {}\nresource "aws_kms_key" "x" {}\n',
  });
  expect(
    Object.fromEntries(
      declaredIn(readModules(path)).map(({ address, providerKey }) => [address, providerKey]),
    ),
  ).toEqual({
    "aws_kms_key.x": "aws.b",
    "aws_kms_key.y": "aws.c",
    "module.mapped.aws_kms_key.x": "aws.b",
    "module.mapped.data.aws_region.y": "aws.c",
    "module.inherits.aws_kms_key.x": "aws",
    "module.inherits.data.aws_region.y": "aws.other",
    "module.own.aws_kms_key.x": "module.own:aws",
  });
});
