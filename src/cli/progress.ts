import { writeSync } from "node:fs";
import { Worker } from "node:worker_threads";

/** Shows progress while a command runs. */
export interface Progress {
  /** Names the step that starts now. */
  report(doing: string): void;
  /** Erases the progress line. */
  stop(): void;
}

export const NO_PROGRESS: Progress = { report: () => {}, stop: () => {} };

const STANDARD_ERROR = 2;
const ERASE = "\r\u001b[K";
const INTERVAL = 1000;

/**
 * Writes the current step to standard error every second. It uses a worker thread, because a proof blocks the main thread and
 * its timers.
 *
 * @param columns the width of the terminal: what is wider wraps, and cannot be erased
 */
export function watch(columns = 80): Progress {
  const started = Date.now();
  const worker = new Worker(WATCHER, { eval: true, workerData: { columns } });
  worker.unref();
  return {
    report: (doing) => worker.postMessage(doing),
    stop: () => {
      void worker.terminate();
      if (Date.now() - started >= INTERVAL) writeSync(STANDARD_ERROR, ERASE);
    },
  };
}

const WATCHER = `
  const { writeSync } = require("node:fs");
  const { parentPort, workerData } = require("node:worker_threads");
  const started = Date.now();
  let doing = "";
  parentPort.on("message", (message) => { doing = message; });
  setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    const time = " … " + seconds + " s";
    writeSync(${STANDARD_ERROR}, ${JSON.stringify(ERASE)} + doing.slice(0, workerData.columns - 1 - time.length) + time);
  }, ${INTERVAL});
`;
