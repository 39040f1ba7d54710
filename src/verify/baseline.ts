/** The flaws that a team accepts for now, so that a pipeline fails for new ones only. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as z from "zod";
import { UsageError } from "../messages/user-error";
import { type Flaw, messageIdOf } from "../prove/flaw";

/** The file. The texts are for people; only the fingerprints count. */
const Baseline = z.object({
  version: z.literal(1),
  accepted: z.array(z.object({ fingerprint: z.string(), check: z.string(), problem: z.string() })),
});

/**
 * @returns the fingerprints of the accepted flaws
 * @throws UsageError if the file is missing or was not written by `--update-baseline`
 */
function readBaseline(file: string): ReadonlySet<string> {
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

function isOther(text: string): boolean {
  return text.trim() !== "" && !/^\s*\{[^]{0,100}"accepted"/.test(text);
}

/** @returns whether a file accepts the flaw of a fingerprint; without a file, nothing is accepted */
export function acceptedBy(file: string | undefined): (fingerprint: string) => boolean {
  if (file === undefined) return () => false;
  const accepted = readBaseline(file);
  return (fingerprint) => accepted.has(fingerprint);
}

/** A flaw to accept. */
interface Accepted {
  readonly flaw: Pick<Flaw, "check" | "part" | "problem">;
  readonly fingerprint: string;
}

/**
 * Writes a file that accepts these flaws. Sorted, so that a change of the file shows what changed.
 *
 * @param of whose flaws they are, such as `infra/`
 * @returns what was done
 * @throws UsageError if the file has something else than a baseline
 */
export function writeBaseline(file: string, flaws: readonly Accepted[], of: string): string {
  if (existsSync(file) && isOther(readFileSync(file, "utf8")))
    throw new UsageError(
      `--baseline ${file} has something else than a baseline; nothing was written. Name another file, such as flaws.json`,
    );
  const accepted = flaws
    .map(({ flaw, fingerprint }) => ({ fingerprint, check: messageIdOf(flaw), problem: flaw.problem }))
    .sort((a, b) => (`${a.check} ${a.problem}` < `${b.check} ${b.problem}` ? -1 : 1));
  const content = { version: 1, accepted } satisfies z.input<typeof Baseline>;
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
  return `${file} accepts ${flaws.length === 1 ? "1 flaw" : `${flaws.length} flaws`} of ${of}`;
}
