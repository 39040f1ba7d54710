import { spawnSync } from "node:child_process";
import { NO_PROGRESS } from "./progress";

jest.setTimeout(30_000);

/** In a process of its own, for it writes to standard error itself. */
function watching(milliseconds: number): string {
  const program = `
    const { watch } = require("tsx/cjs/api").require("./progress.ts", ${JSON.stringify(__filename)});
    const progress = watch();
    progress.report("proving acme");
    const started = Date.now();
    while (Date.now() - started < ${milliseconds});
    progress.stop();
    process.stderr.write("done");
  `;
  return spawnSync(process.execPath, ["-e", program], { encoding: "utf8" }).stderr;
}

test("whoever waits for long is told, though nothing else runs, and it is taken back", () => {
  // Long enough for the other thread to start on a busy machine.
  const written = watching(8000).split("\r\u001b[K");
  expect(written.slice(1, -1)).not.toEqual([]);
  for (const text of written.slice(1, -1)) expect(text).toMatch(/^proving acme … \d+ s$/);
  expect(written.at(-1)).toBe("done");
});

test("whoever does not is not", () => {
  expect(watching(0)).toBe("done");
});

test("nobody needs to wait", () => {
  NO_PROGRESS.report("proving acme");
  NO_PROGRESS.stop();
});
