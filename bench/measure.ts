import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What one run of a child process prints. */
export interface Measurement {
  /** From the first construct to the last byte written, without loading modules. */
  readonly milliseconds: number;
  /** The largest resident set, in megabytes. */
  readonly megabytes: number;
}

let folder: string | undefined;

/** A folder for the run's output, removed at its end. */
export function outdir(): string {
  if (folder !== undefined) return folder;
  const made = mkdtempSync(join(tmpdir(), "s3porter-bench-"));
  process.on("exit", () => rmSync(made, { recursive: true }));
  return (folder = made);
}

/** Runs `generate` with the number of pairs that the command line names, and prints the `Measurement`. */
export function measure(generate: (pairs: number) => void): void {
  const start = performance.now();
  generate(Number(process.argv[2]));
  const milliseconds = performance.now() - start;
  const measurement: Measurement = { milliseconds, megabytes: process.resourceUsage().maxRSS / 1024 };
  console.log(JSON.stringify(measurement));
}
