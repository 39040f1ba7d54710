import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { REPOSITORY } from "../support/repository";

test("docs/checks.md is what the checks say", () => {
  const { status, stderr } = spawnSync(
    join(REPOSITORY, "node_modules/.bin/tsx"),
    ["scripts/checks.ts", "--check"],
    { cwd: REPOSITORY, encoding: "utf8" },
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
