import { writeFileSync } from "node:fs";
import { UsageError } from "../messages/user-error";
import { list } from "../messages/wording";
import { CHECKS } from "../prove/lint/lint";
import { DESCRIBED } from "../prove/check/findings";
import { checkJson } from "../report/check-json";
import { checkJunit } from "../report/check-junit";
import { checkSarif } from "../report/check-sarif";
import { checkText } from "../report/check-text";
import { checkHtml } from "../report/html/reports";
import { proofsJson } from "../report/proof-json";
import { proofText } from "../report/proof-text";
import { baselineOf, readBaseline } from "../verify/baseline";
import { check, type Checked, notRead } from "../verify/check";
import { proveIntent, readIntent } from "../verify/intent";
import { aboutBucket } from "../verify/one-bucket";
import { EXIT_CODE, type ExitCode, type Outcome } from "./exit-code";
import { type InputFlags, readInput } from "./input-options";
import { givenLimits, type LimitFlags, readLimits } from "./limit-options";
import { repositoryRoot } from "./repository-root";
import { VERSION } from "./version";

/** The options of `s3porter check`. */
export interface CheckFlags extends InputFlags, LimitFlags {
  /** A topology to prove the Terraform against. */
  readonly intent?: string;
  readonly only?: string;
  readonly bucket?: string;
  readonly json?: boolean;
  readonly sarif?: string;
  readonly junit?: string;
  readonly html?: string;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly colour: boolean;
}

export async function checkCommand(path: string | undefined, flags: CheckFlags): Promise<Outcome> {
  const { only, baseline, updateBaseline = false } = flags;
  if (only !== undefined && only !== "failing")
    throw new UsageError(`--only ${JSON.stringify(only)} is unknown; the only value is failing`);
  if (updateBaseline && baseline === undefined)
    throw new UsageError("--update-baseline needs --baseline <file>, the file to write");
  if (flags.intent !== undefined) return intentOutcome(flags.intent, path, flags);
  const input = await readInput(path, flags);
  const all = check(input, {
    ...readLimits(flags, input),
    ...(baseline !== undefined && !updateBaseline && { baseline: readBaseline(baseline) }),
  });
  if (updateBaseline && baseline !== undefined) {
    writeFileSync(baseline, baselineOf(all.flaws));
    const accepted = all.flaws.length;
    return {
      text: `${baseline} accepts ${accepted === 1 ? "1 flaw" : `${accepted} flaws`} of ${all.name}`,
      exitCode: EXIT_CODE.yes,
    };
  }
  const checked = flags.bucket === undefined ? all : aboutBucket(all, flags.bucket);
  if (flags.sarif !== undefined)
    writeFileSync(
      flags.sarif,
      `${JSON.stringify(checkSarif(checked, [...CHECKS, ...DESCRIBED], { version: VERSION, root: repositoryRoot(process.cwd()) }), undefined, 2)}\n`,
    );
  if (flags.html !== undefined) writeFileSync(flags.html, await checkHtml(checked, VERSION));
  if (flags.junit !== undefined) writeFileSync(flags.junit, checkJunit(checked));
  const text = flags.json
    ? JSON.stringify(checkJson(checked), undefined, 2)
    : checkText(checked, { colour: flags.colour, onlyFailing: only === "failing" });
  return { text, exitCode: exitCodeOf(checked) };
}

async function intentOutcome(file: string, path: string | undefined, flags: CheckFlags): Promise<Outcome> {
  const limits = givenLimits(flags);
  if (limits.length > 0)
    throw new UsageError(
      `--intent proves the policies of the Terraform alone; leave out ${list(limits, "and")}`,
    );
  const intent = readIntent(file);
  const input = await readInput(path, flags, intent.existing);
  const { name, placeOf } = input;
  const proof = proveIntent(intent, input);
  const text = flags.json
    ? JSON.stringify(proofsJson([{ name, warnings: [], placeOf, proof }], []), undefined, 2)
    : proofText(name, proof, { colour: flags.colour, placeOf });
  return { text, exitCode: proof.flaws.length > 0 ? EXIT_CODE.no : EXIT_CODE.yes };
}

function exitCodeOf(checked: Checked): ExitCode {
  if (checked.flaws.length > 0) return EXIT_CODE.no;
  return notRead(checked).length > 0 ? EXIT_CODE.notRead : EXIT_CODE.yes;
}
