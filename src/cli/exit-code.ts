/** The exit codes of the command. */
export const EXIT_CODE = {
  /** `prove`: everything is proved. `validate`: valid. `check`: no flaws. `explain`: allowed. `export`: written. */
  yes: 0,
  /** Not proved, flawed, or not allowed. */
  no: 1,
  /** `check`: no flaws in what was read, but something that can allow requests was not read. */
  notRead: 3,
  /** No answer: the command line, the topology or its Terraform is invalid. */
  wrong: 2,
} as const;

export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];

/** What a command prints and exits with. */
export interface Outcome {
  /** For standard output. */
  readonly text: string;
  /** For standard output, instead of the text. @default - the text */
  readonly bytes?: Uint8Array;
  /** For standard error: warnings, and problems that do not prevent the answer. @default - none */
  readonly notes?: readonly string[];
  readonly exitCode: ExitCode;
}
