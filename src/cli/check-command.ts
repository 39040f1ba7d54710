import { UsageError } from "../messages/user-error";
import { list } from "../messages/wording";
import { checkJson } from "../report/check-json";
import { checkText } from "../report/check-text";
import { checkHtml } from "../report/html/reports";
import { reportedCheck } from "../report/reported";
import { awsNames } from "../topology/aws-names";
import { acceptedBy, writeBaseline } from "../verify/baseline";
import { check, type Checked, notRead } from "../verify/check";
import { fingerprintOf } from "../verify/fingerprint";
import { proveIntent, readIntent } from "../verify/intent";
import { aboutBucket } from "../verify/one-bucket";
import { EXIT_CODE, type ExitCode, type Outcome } from "./exit-code";
import { type InputFlags, readInput } from "./input-options";
import { givenLimits, type LimitFlags, readLimits } from "./limit-options";
import { proofOutcome } from "./proof-outcome";
import { type ReportFiles, writeReports } from "./report-files";
import { VERSION } from "./version";
import { writeReport } from "./write-report";

/** The options of `s3porter check`. */
export interface CheckFlags extends InputFlags, LimitFlags, ReportFiles {
  /** A topology to prove the Terraform against. */
  readonly intent?: string;
  readonly only?: string;
  readonly bucket?: string;
  readonly json?: boolean;
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
    isAccepted: acceptedBy(updateBaseline ? undefined : baseline),
  });
  if (updateBaseline && baseline !== undefined) {
    const flaws = all.flaws.map((flaw) => ({ flaw, fingerprint: fingerprintOf(flaw) }));
    return { text: writeBaseline(baseline, flaws, all.name), exitCode: EXIT_CODE.yes };
  }
  const checked = flags.bucket === undefined ? all : aboutBucket(all, flags.bucket);
  writeReports([reportedCheck(checked)], flags);
  if (flags.html !== undefined) writeReport("html", flags.html, await checkHtml(checked, VERSION));
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
  const names = () => awsNames(intent.model);
  const proved = { name, file: name, warnings: [], placeOf, names, proof: proveIntent(intent, input) };
  const { only, bucket, ...shown } = flags;
  return proofOutcome(
    { kind: "stacks", proved: [proved], problems: [] },
    { ...shown, only: bucket, failed: only === "failing" },
  );
}

function exitCodeOf(checked: Checked): ExitCode {
  if (checked.flaws.length > 0) return EXIT_CODE.no;
  return notRead(checked).length > 0 ? EXIT_CODE.notRead : EXIT_CODE.yes;
}
