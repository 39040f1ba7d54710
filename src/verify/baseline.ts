/** The flaws that a team accepts for now, so that a pipeline fails for new ones only. */
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { UsageError } from "../messages/user-error";
import type { EstateFlaw } from "../prove/check/findings";
import { fingerprintOf } from "./check";

/** The file. The texts are for people; only the fingerprints count. */
const Baseline = z.object({
  version: z.literal(1),
  accepted: z.array(z.object({ fingerprint: z.string(), check: z.string(), problem: z.string() })),
});

/**
 * @returns the fingerprints of the accepted flaws
 * @throws UsageError if the file is missing or was not written by `--update-baseline`
 */
export function readBaseline(file: string): ReadonlySet<string> {
  if (!existsSync(file))
    throw new UsageError(
      `--baseline ${file} does not exist; write it with --baseline ${file} --update-baseline, which accepts today's flaws`,
    );
  const found = Baseline.safeParse(parsed(file));
  if (!found.success)
    throw new UsageError(`--baseline ${file} is not a baseline; write it again with --update-baseline`);
  return new Set(found.data.accepted.map(({ fingerprint }) => fingerprint));
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`--baseline ${file} is not valid JSON: ${(error as Error).message}`);
  }
}

/** The content of a file that accepts these flaws. Sorted, so that a change of the file shows what changed. */
export function baselineOf(flaws: readonly EstateFlaw[]): string {
  const accepted = flaws
    .map((flaw) => ({ fingerprint: fingerprintOf(flaw), check: flaw.check, problem: flaw.problem }))
    .sort((a, b) => (`${a.check} ${a.problem}` < `${b.check} ${b.problem}` ? -1 : 1));
  return `${JSON.stringify({ version: 1, accepted } satisfies z.input<typeof Baseline>, undefined, 2)}\n`;
}
