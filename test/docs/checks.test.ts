import { spawnSync } from "node:child_process";
import { REPOSITORY } from "../support/repository";
import { TSX } from "../support/tsx";

test("docs/checks.md is what the checks say", () => {
  const { status, stderr } = spawnSync(process.execPath, [...TSX, "scripts/checks.ts", "--check"], {
    cwd: REPOSITORY,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
