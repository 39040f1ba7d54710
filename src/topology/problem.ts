import { UserError } from "../messages/user-error";

/** Something in a topology file that must be changed. */
export interface Problem {
  /** What kind of problem it is, such as `topology/unknown-key`. See `docs/messages.md`. */
  readonly id: string;
  /** The path of the file, as passed by the caller. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** The place in the topology, such as `buckets.source.name`; empty for the whole file. */
  readonly path: string;
  /** What was found, what is allowed and what to do. */
  readonly message: string;
  /** The word that was probably meant. Undefined if none is similar. */
  readonly suggestion?: string;
  /** The row of `for_each`, such as `partners.csv:4`. Undefined in a part of the file that is not repeated. */
  readonly row?: string;
}

/** All problems in one or more topology files. */
export class TopologyError extends UserError {
  override readonly name = "TopologyError";

  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    // Stacks of one file have the same mistakes.
    const once = new Map(problems.map((problem) => [formatProblem(problem), problem]));
    super(summary([...once.values()]));
    this.problems = [...once.values()];
  }
}

/** Whether an error is a `TopologyError`. Also works if the program contains two copies of the class. */
export function isTopologyError(error: unknown): error is TopologyError {
  return error instanceof Error && error.name === "TopologyError";
}

/** The highest number of problems to print for each file. */
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

/** `stacks/a.yaml:7:11: buckets.source.name: "Acme" can contain …; did you mean "acme"?` */
export function formatProblem({ file, line, column, path, message, suggestion, row }: Problem): string {
  const place = [`${file}:${line}:${column}`, ...(path === "" ? [] : [path])].join(": ");
  const meant = suggestion === undefined ? "" : `; did you mean "${suggestion}"?`;
  return `${place}: ${message}${meant}${row === undefined ? "" : ` (${row})`}`;
}

/** `warning: stacks/a.yaml:7:11: access[0].prefix: "/in/" only matches …` */
export function formatWarning(warning: Problem): string {
  return `warning: ${formatProblem(warning)}`;
}
