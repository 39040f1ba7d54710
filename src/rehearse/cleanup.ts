/** What has to happen before the process ends, also after Ctrl-C. */
const pending = new Set<() => void>();

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does something at the latest when the process ends.
 *
 * @returns does it now, if it is not done yet
 */
export function atTheLatestAtExit(action: () => void): () => void {
  if (pending.size === 0) {
    process.on("exit", runAll);
    for (const signal of SIGNALS) process.on(signal, stop);
  }
  pending.add(action);
  return () => {
    if (!pending.delete(action)) return;
    if (pending.size === 0) removeListeners();
    action();
  };
}

function runAll(): void {
  for (const action of [...pending].reverse()) {
    pending.delete(action);
    action();
  }
  removeListeners();
}

function stop(signal: NodeJS.Signals): void {
  runAll();
  // Ends the process as if there were no listener. Other listeners of the program decide themselves.
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

function removeListeners(): void {
  process.off("exit", runAll);
  for (const signal of SIGNALS) process.off(signal, stop);
}
