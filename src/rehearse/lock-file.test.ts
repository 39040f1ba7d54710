import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { LOCK_FILE, trustPlugins } from "./lock-file";

test("a lock file keeps its versions and loses its hashes", () => {
  const locked = (hashes: string) => `# Manual edits may be lost in future updates.

provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
  constraints = ">= 5.100.0, < 7.0.0"
${hashes}}

provider "registry.terraform.io/hashicorp/random" {
  version = "3.7.2"
${hashes}}
`;
  const hashes = `  hashes = [
    "h1:edXOJWE4ORX8Fm+dpVpICzMZJat4AX0VRCAy/xkcOc0=",
    "zh:054b8dd49f0549c9a7cc27d159e45327b7b65cf404da5e5a20da154b90b8a644",
  ]
`;
  const folder = temporaryFolder({ [LOCK_FILE]: locked(hashes) });
  trustPlugins(folder.path);
  const text = readFileSync(join(folder.path, LOCK_FILE), "utf8");
  folder.remove();
  expect(text).toBe(locked(""));
});

test("without plugins there is no lock file", () => {
  const folder = temporaryFolder();
  expect(() => trustPlugins(folder.path)).not.toThrow();
  folder.remove();
});
