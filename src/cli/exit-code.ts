/** The exit codes of all commands: what they answer, as a number. */
export const EXIT_CODE = {
  /** The answer is yes: proved, valid, no flaws, allowed, nothing changes, written. */
  yes: 0,
  /** The answer is no: flaws, not proved, not allowed, nobody can, something changes. */
  no: 1,
  /** There is no answer: the command line, a topology or other input is invalid, or a file cannot be written. */
  wrong: 2,
  /** Nothing is wrong with what was read, but something that can change the answer was not read or is not known. */
  notRead: 3,
} as const;

/** The same for `--help` and the documentation. */
export const EXIT_CODES: Readonly<Record<ExitCode, string>> = {
  [EXIT_CODE.yes]: "yes: proved, valid, no flaws, allowed, no difference, or written",
  [EXIT_CODE.no]: "no: flaws, not proved, not allowed, or a difference",
  [EXIT_CODE.wrong]: "no answer: invalid command line, topology or other input",
  [EXIT_CODE.notRead]: "unknown: no flaws, but something was not read",
};

export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];

/** What a command prints and exits with. */
export interface Outcome {
  /** For standard output. */
  readonly text: string;
  /** For standard output, instead of the text. @default - the text */
  readonly bytes?: Uint8Array;
  /** For standard error, unless `--quiet` is given. @default - none */
  readonly warnings?: readonly string[];
  /** For standard error: problems that do not prevent the answer. @default - none */
  readonly notes?: readonly string[];
  readonly exitCode: ExitCode;
}
