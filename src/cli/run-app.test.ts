/** A command that is killed while the app runs. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { installedCommand } from "../../test/support/bundle";
import { temporaryFolder } from "../../test/support/temporary-folder";

const { path: project, remove } = temporaryFolder({
  "cdktf.json": JSON.stringify({ app: "echo started && node slow.js" }),
  // It makes its folder again, if it lives on.
  "slow.js": `require("node:fs").writeFileSync("started", "");
setInterval(() => require("node:fs").mkdirSync(process.env.CDKTF_OUTDIR, { recursive: true }), 10);`,
});
const temporary = join(project, "tmp");
mkdirSync(temporary);
afterAll(remove);

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s ends both and leaves nothing", async (signal) => {
  const [started, out] = [join(project, "started"), () => readdirSync(temporary)];
  rmSync(started, { force: true });
  const env = { ...process.env, TMPDIR: temporary };
  const command = spawn(process.execPath, [installedCommand(), "prove"], { cwd: project, env });
  const ended = new Promise((resolve) => {
    command.on("close", (exitCode, by) => resolve(by ?? exitCode));
  });
  await until(() => existsSync(started) && out().length > 0);
  command.kill(signal);
  expect(await ended).toBe(signal);
  await sleep(100);
  expect(out()).toEqual([]);
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}
