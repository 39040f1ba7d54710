import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { released } from "../../scripts/release";
import { REPOSITORY } from "../support/repository";

const CHANGELOG = "# Changelog\n\n## Unreleased\n\n- Something\n\n## 0.1.0 (2026-11-01)\n\n- First\n";

test("the changes get the heading of the version", () => {
  expect(released(CHANGELOG, "0.2.0", "2026-12-01")).toBe(
    "# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n\n- Something\n\n## 0.1.0 (2026-11-01)\n\n- First\n",
  );
});

test.each([
  ["a version that is there", CHANGELOG, "0.1.0"],
  ["no changes", "# Changelog\n\n## Unreleased\n\n## 0.1.0 (2026-11-01)\n", "0.2.0"],
  ["no heading", "# Changelog\n", "0.2.0"],
])("%s is refused", (_, changelog, version) => {
  expect(() => released(changelog, version, "2026-12-01")).toThrow(/CHANGELOG\.md/);
});

test("the change log of this repository can be released", () => {
  const changelog = readFileSync(join(REPOSITORY, "CHANGELOG.md"), "utf8");
  expect(released(changelog, "99.0.0", "2026-12-01")).toContain("\n## 99.0.0 (2026-12-01)\n");
});

test("npm publishes with provenance, from the repository that package.json names", () => {
  const manifest = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as Record<
    string,
    unknown
  >;
  expect(manifest.publishConfig).toEqual({ access: "public", provenance: true });
  expect(manifest.repository).toEqual({ type: "git", url: "git+https://github.com/s3porter/s3porter.git" });
});

test.each(["bug", "permission", "scenario"])("the issue template %s is a form", (name) => {
  const form = parse(readFileSync(join(REPOSITORY, `.github/ISSUE_TEMPLATE/${name}.yml`), "utf8")) as {
    name: string;
    description: string;
    body: { type: string; attributes: { label: string } }[];
  };
  expect([form.name, form.description].every((text) => text.length > 2)).toBe(true);
  for (const { type, attributes } of form.body) {
    expect(["input", "textarea"]).toContain(type);
    expect(attributes.label).not.toBe("");
  }
});
