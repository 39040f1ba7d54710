import { UsageError } from "../messages/user-error";
import { didYouMean, list } from "../messages/wording";
import { type ProofForHtml, proofsHtml } from "../report/html/reports";
import { concerns, nameMatches, namesOf, onlyAbout } from "../report/only";
import { type ProvedSubject, proofsJson } from "../report/proof-json";
import { proofLine, proofSummary, proofText } from "../report/proof-text";
import { styleOf } from "../report/style";
import { reportedProblems, reportedProof } from "../report/reported";
import { formatWarning, type Problem, TopologyError } from "../topology/problem";
import type { AwsNames } from "../topology/aws-names";
import { acceptedBy, writeBaseline } from "../verify/baseline";
import { fingerprintIn } from "../verify/fingerprint";
import { EXIT_CODE, type ExitCode, type Outcome } from "./exit-code";
import { type ReportFiles, writeReports } from "./report-files";
import { VERSION } from "./version";
import { writeReport } from "./write-report";

/** How proofs are shown and written. */
export interface ProofFlags extends ReportFiles {
  readonly json?: boolean;
  /** Everything that was asked of the policies, and their answers. @default - the summary */
  readonly full?: boolean;
  /**
   * Only what concerns principals, buckets, keys or roles of this name, in full. The name is that in AWS or in the topology;
   * where it is both, all that have it are meant. `*` stands for any characters.
   */
  readonly only?: string;
  /** Only the stacks or modules that are not proved. */
  readonly failed?: boolean;
  readonly html?: string;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly colour: boolean;
}

/** A stack or module, proved. */
export type ProvedStack = Omit<ProvedSubject, "flaws"> &
  Pick<ProofForHtml, "estate"> & {
    /** What the topology calls what is proved. */
    readonly names: () => AwsNames;
  };

/** What was proved, as a command prints and writes it. */
export interface Proofs {
  /** What they are, for the summary. */
  readonly kind: "stacks" | "modules";
  readonly proved: readonly ProvedStack[];
  /** Why other stacks could not be proved. */
  readonly problems: readonly Problem[];
  /** About what is not proved. @default - none */
  readonly warnings?: readonly string[];
}

export async function proofOutcome(
  { kind, proved, problems, warnings = [] }: Proofs,
  flags: ProofFlags,
): Promise<Outcome> {
  const { baseline, updateBaseline = false } = flags;
  if (updateBaseline && baseline === undefined)
    throw new UsageError("--update-baseline needs --baseline <file>, the file to write");
  if (updateBaseline && baseline !== undefined) {
    const flaws = proved.flatMap(({ name, proof }) =>
      proof.flaws.map((flaw) => ({ flaw, fingerprint: fingerprintIn(name, flaw) })),
    );
    return { text: writeBaseline(baseline, flaws, namesIn(kind, proved)), exitCode: EXIT_CODE.yes };
  }
  const isAccepted = acceptedBy(baseline);
  const fresh = proved.map((each) => ({
    ...each,
    flaws: each.proof.flaws.filter((flaw) => !isAccepted(fingerprintIn(each.name, flaw))),
  }));
  const exitCode = exitCodeOf(fresh, problems);
  const subjects = flags.only === undefined ? fresh : concerned(fresh, flags.only);
  writeReports([...subjects.map(reportedProof), ...reportedProblems(problems)], flags);
  if (flags.html !== undefined) writeReport("html", flags.html, await proofsHtml(subjects, VERSION));
  const shown = flags.failed ? failedOf(subjects) : subjects;
  const { full = false } = flags;
  if (flags.json)
    return {
      text: JSON.stringify(proofsJson(shown, problems, { full }), undefined, full ? undefined : 2),
      exitCode,
    };
  return {
    text: [...textsOf(shown, subjects.length, flags), ...summary(kind, subjects, flags)].join("\n\n"),
    warnings: [...warnings, ...proved.flatMap((each) => each.warnings.map(formatWarning))],
    notes: problems.length > 0 ? [new TopologyError(problems).message] : [],
    exitCode,
  };
}

/** `copy and replication`, or `17 stacks` */
function namesIn(kind: Proofs["kind"], proved: readonly ProvedStack[]): string {
  if (proved.length > 3) return `${proved.length} ${kind}`;
  return list(
    proved.map(({ name }) => name),
    "and",
  );
}

function failedOf<Subject extends ProvedSubject>(subjects: readonly Subject[]): readonly Subject[] {
  return subjects.filter(({ flaws }) => flaws.length > 0);
}

/** What concerns a name, in the stacks that know it. */
function concerned(
  subjects: readonly (ProvedStack & ProvedSubject)[],
  only: string,
): (ProvedStack & ProvedSubject)[] {
  const matches = nameMatches(only);
  const named = subjects.map((each) => {
    const names = each.names();
    const ofTopology = new Set([...names].flatMap(([name, called]) => (matches(name) ? called : [])));
    const inProof = namesOf(each.proof);
    const meant = new Set(inProof.filter((name) => matches(name) || ofTopology.has(name)));
    return { each, meant, known: [...names.keys(), ...inProof] };
  });
  if (named.every(({ meant }) => meant.size === 0))
    throw new UsageError(
      `no principal, bucket, key or role in ${list(
        subjects.map(({ name }) => name),
        "and",
      )} has the name ${JSON.stringify(only)} of --only, in AWS or in the topology, in which * stands for any characters${didYouMean(
        only,
        named.flatMap(({ known }) => known),
      )}`,
    );
  return named
    .filter(({ meant }) => meant.size > 0)
    .map(({ each, meant }) => ({
      ...each,
      proof: onlyAbout(each.proof, (name) => meant.has(name)),
      shown: each.flaws.filter((flaw) => concerns(flaw, [...meant])),
    }));
}

function textsOf(
  shown: readonly (ProvedStack & ProvedSubject)[],
  count: number,
  { full = false, only, colour }: ProofFlags,
): string[] {
  const isFull = full || only !== undefined;
  if (!isFull && count > 1)
    return shown.length === 0
      ? []
      : [
          shown
            .map((each) => proofLine(each.name, each.proof, { ...each, colour }))
            .join("\n")
            .trimEnd(),
        ];
  const text = isFull ? proofText : proofSummary;
  return shown.map((each) => text(each.name, each.proof, { ...each, colour }));
}

function summary(
  kind: string,
  subjects: readonly ProvedSubject[],
  { full = false, only, failed: isOnlyFailed = false, colour }: ProofFlags,
): string[] {
  const failed = failedOf(subjects).map(({ name }) => name);
  const [first, ...others] = subjects;
  if (first && others.length === 0) {
    if (isOnlyFailed && failed.length === 0)
      return [proofLine(first.name, first.proof, { ...first, colour })];
    if (failed.length > 0 || full || only !== undefined) return [];
    return [styleOf({ colour }).dim("With --full: the statements that allow and refuse each operation")];
  }
  if (failed.length === 0) return [`all ${subjects.length} ${kind} are proved`];
  return [
    `${failed.length} of ${subjects.length} ${kind} ${failed.length === 1 ? "is" : "are"} not proved: ${failed.join(", ")}`,
  ];
}

function exitCodeOf(subjects: readonly ProvedSubject[], problems: readonly Problem[]): ExitCode {
  if (problems.length > 0) return EXIT_CODE.wrong;
  return subjects.some(({ flaws }) => flaws.length > 0) ? EXIT_CODE.no : EXIT_CODE.yes;
}
