import type { EstateFlaw } from "../prove/check/findings";
import { type Flaw, messageIdOf } from "../prove/flaw";
import { groupBy } from "../prove/multimap";
import type { Problem } from "../topology/problem";
import { type Checked, notRead } from "../verify/check";
import { fingerprint, fingerprintIn, fingerprintOf } from "../verify/fingerprint";
import type { Place, PlaceOf } from "../verify/place";
import type { Validation } from "./validation-json";

/** A flaw or a problem, for reports that other programs read. */
export interface Reported {
  /** The id of its message, such as `half-granted`. */
  readonly id: string;
  readonly level: "error" | "warning";
  /** In one line. */
  readonly problem: string;
  /** The reasons and what to do, a line each. */
  readonly details: readonly string[];
  /** What to look at first, first. */
  readonly places: readonly (Place & { readonly column?: number })[];
  readonly addresses: readonly string[];
  readonly fingerprint: string;
}

/** A stack, a module, a configuration or a file of topologies, with what is wrong with it. */
export interface ReportedSubject {
  readonly name: string;
  /** What has no place of its own is in this file. */
  readonly file: string;
  /** What the name is, if nothing is wrong, such as `is proved`. */
  readonly praise: string;
  readonly wrong: readonly Reported[];
  /** What fails nothing. */
  readonly warnings: readonly Reported[];
  /** What could not be read, and why. */
  readonly unread: readonly { readonly address: string; readonly reason: string }[];
}

export function reportedCheck(checked: Checked): ReportedSubject {
  const { name, flaws, placeOf } = checked;
  return {
    name,
    file: name,
    praise: "has no flaws",
    wrong: flaws.map((flaw) => reportedFlaw(flaw, placeOf, fingerprintOf(flaw))),
    warnings: [],
    unread: notRead(checked),
  };
}

/** A proof, as far as a report of it needs. */
interface ReportableProof {
  readonly name: string;
  readonly file: string;
  readonly placeOf: PlaceOf;
  readonly warnings: readonly Problem[];
  /** The flaws that no baseline accepts. */
  readonly flaws: readonly Flaw[];
}

export function reportedProof({ name, file, placeOf, warnings, flaws }: ReportableProof): ReportedSubject {
  return {
    name,
    file,
    praise: "is proved",
    wrong: flaws.map((flaw) =>
      reportedFlaw({ ...flaw, severity: "error" }, placeOf, fingerprintIn(name, flaw)),
    ),
    warnings: warnings.map((warning) => reportedProblem(warning, "warning")),
    unread: [],
  };
}

export function reportedValidation({ stacks, problems }: Validation): ReportedSubject[] {
  return [
    ...stacks.map(({ name, file, warnings }) => ({
      name,
      file,
      praise: "is valid",
      wrong: [],
      warnings: warnings.map((warning) => reportedProblem(warning, "warning")),
      unread: [],
    })),
    ...reportedProblems(problems),
  ];
}

/** Topologies that cannot be used, a subject for each file. */
export function reportedProblems(problems: readonly Problem[]): ReportedSubject[] {
  return groupBy(problems, ({ file }) => file).map((ofFile) => {
    const file = ofFile[0]?.file ?? "";
    const wrong = ofFile.map((problem) => reportedProblem(problem, "error"));
    return { name: file, file, praise: "is valid", wrong, warnings: [], unread: [] };
  });
}

function reportedFlaw(
  flaw: Flaw & Pick<EstateFlaw, "severity">,
  placeOf: PlaceOf,
  fingerprint: string,
): Reported {
  const { severity, problem, because, repair, addresses } = flaw;
  return {
    id: messageIdOf(flaw),
    level: severity,
    problem,
    details: [...because, `To do: ${repair}`],
    places: addresses.flatMap((address) => placeOf(address) ?? []),
    addresses,
    fingerprint,
  };
}

function reportedProblem(problem: Problem, level: Reported["level"]): Reported {
  const { id, file, line, column, path, message, suggestion } = problem;
  return {
    id,
    level,
    problem: path === "" ? message : `${path}: ${message}`,
    details: suggestion === undefined ? [] : [`Did you mean "${suggestion}"?`],
    places: [{ file, line, column }],
    addresses: [],
    fingerprint: fingerprint([file, path, message]),
  };
}
