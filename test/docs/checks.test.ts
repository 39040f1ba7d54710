import { spawnSync } from "node:child_process";
import { REPOSITORY } from "../support/repository";
import { TSX } from "../support/tsx";

test.each([
  ["docs/checks.md", "scripts/checks.ts"],
  ["docs/messages.md", "scripts/messages.ts"],
  ["docs/cli.md", "scripts/cli-reference.ts"],
  ["docs/topology-fields.md", "scripts/topology-reference.ts"],
])("%s is what the code says", (_, script) => {
  const { status, stderr } = spawnSync(process.execPath, [...TSX, script, "--check"], {
    cwd: REPOSITORY,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
