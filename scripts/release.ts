/**
 * Prepares a release: npm run release -- 1.2.0. Sets the version, gives the changes their heading, and shows what npm would publish.
 * It commits, tags and publishes nothing: it prints the commands.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..");

/** The change log with a heading for the version, and an empty one for what comes next. */
export function released(changelog: string, version: string, date: string): string {
  if (changelog.includes(`\n## ${version} `)) throw new Error(`CHANGELOG.md has ${version} already`);
  const [before, after] = changelog.split("\n## Unreleased\n");
  if (after === undefined) throw new Error('CHANGELOG.md has no heading "Unreleased"');
  if ((after.split("\n## ")[0] ?? "").trim() === "")
    throw new Error("CHANGELOG.md says nothing about this release");
  return `${before}\n## Unreleased\n\n## ${version} (${date})\n${after}`;
}

function main([version = ""]: readonly string[]): void {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    throw new Error("give the version, such as: npm run release -- 1.2.0");
  const file = join(ROOT, "CHANGELOG.md");
  const [date = ""] = new Date().toISOString().split("T");
  const changelog = released(readFileSync(file, "utf8"), version, date);
  npm("version", version, "--no-git-tag-version");
  writeFileSync(file, changelog);
  npm("publish", "--dry-run", "--provenance=false");
  console.log(`
Next, when CI has passed:
  git commit --all --message "Release ${version}"
  git tag v${version}
  git push --follow-tags
Publish from a workflow with "id-token: write", so that npm records where the package was built: npm publish`);
}

function npm(...args: string[]): void {
  execFileSync("npm", args, { cwd: ROOT, stdio: "inherit" });
}

if (require.main === module) main(process.argv.slice(2));
