import { spawn } from "node:child_process";
import { NO_PROGRESS } from "./progress";

const PROGRAM = `
  const { readSync } = require("node:fs");
  const { watch } = require("tsx/cjs/api").require("./progress.ts", ${JSON.stringify(__filename)});
  const started = Date.now();
  const progress = watch();
  progress.report("proving acme");
  while (readSync(0, Buffer.alloc(1)) > 0);
  progress.stop();
  process.stderr.write(Date.now() - started < 1000 ? "done" : "done late");
`;

/** What is written by a process of its own, whose one thread does nothing else until this has been written. */
function watching(until: string): Promise<string> {
  const child = spawn(process.execPath, ["-e", PROGRAM], {
    stdio: ["pipe", "ignore", "pipe"],
    timeout: 300_000,
  });
  let written = "";
  return new Promise((resolve, reject) => {
    const go = () => written.includes(until) && child.stdin.end();
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      written += text;
      go();
    });
    child.on("error", reject).on("close", () => resolve(written));
    go();
  });
}

test("whoever waits for long is told, though nothing else runs, and it is taken back", async () => {
  const written = (await watching("proving acme … ")).split("\r\u001b[K");
  expect(written.slice(1, -1)).not.toEqual([]);
  for (const text of written.slice(1, -1)) expect(text).toMatch(/^proving acme … \d+ s$/);
  expect(written.at(-1)).toBe("done late");
});

test("whoever does not is not", async () => {
  let written: string;
  // On a busy machine even that takes long, sometimes.
  do written = await watching("");
  while (written.endsWith("done late"));
  expect(written).toBe("done");
});

test("nobody needs to wait", () => {
  NO_PROGRESS.report("proving acme");
  NO_PROGRESS.stop();
});
