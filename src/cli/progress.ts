import { writeSync } from "node:fs";
import { Worker } from "node:worker_threads";

/** Tells whoever waits how far it is. */
export interface Progress {
  /** What is being done from now on. */
  report(doing: string): void;
  /** Takes back whatever was written. */
  stop(): void;
}

export const NO_PROGRESS: Progress = { report: () => {}, stop: () => {} };

const STANDARD_ERROR = 2;
const ERASE = "\r\u001b[K";
const INTERVAL = 1000;

/**
 * Writes what is being done to standard error, once it has taken a second and every second from then on. A proof is
 * one long computation, during which no timer of its own thread goes off, so another thread watches.
 */
export function watch(): Progress {
  const started = Date.now();
  const worker = new Worker(WATCHER, { eval: true });
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
  const { parentPort } = require("node:worker_threads");
  const started = Date.now();
  let doing = "";
  parentPort.on("message", (message) => { doing = message; });
  setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    writeSync(${STANDARD_ERROR}, ${JSON.stringify(ERASE)} + doing + " … " + seconds + " s");
  }, ${INTERVAL});
`;
