import { UserError } from "../messages/user-error";

/** Something in a topology file that has to be changed. */
export interface Problem {
  /** The file, as it was named. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** The place in the topology, such as `buckets.source.name`; empty for the file as a whole. */
  readonly path: string;
  /** What was found, what is allowed and what to do. */
  readonly message: string;
  /** What was probably meant. */
  readonly suggestion?: string;
}

/** Everything that is wrong with one or more topology files. */
export class TopologyError extends UserError {
  override readonly name = "TopologyError";

  constructor(readonly problems: readonly Problem[]) {
    super(summary(problems));
  }
}

/** Asks by name, for a program may hold two copies of the class. */
export function isTopologyError(error: unknown): error is TopologyError {
  return error instanceof Error && error.name === "TopologyError";
}

/** Of each file. */
const MOST_PRINTED = 50;

function summary(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const files = new Set(problems.map(({ file }) => file));
  return [
    `${count} in the topology; nothing was written`,
    ...[...files].flatMap((file) => summaryOf(problems.filter((problem) => problem.file === file))),
  ].join("\n");
}

function summaryOf(problems: readonly Problem[]): string[] {
  const rest = problems.length - MOST_PRINTED;
  return [
    ...problems.slice(0, MOST_PRINTED).map((problem) => `  ${formatProblem(problem)}`),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
  ];
}

/** `stacks/a.yaml:7:11: buckets.source.name: "Acme" may have …; did you mean "acme"?` */
export function formatProblem({ file, line, column, path, message, suggestion }: Problem): string {
  const place = [`${file}:${line}:${column}`, ...(path === "" ? [] : [path])].join(": ");
  return `${place}: ${message}${suggestion === undefined ? "" : `; did you mean "${suggestion}"?`}`;
}
