/** What the exit codes of the command mean. */
export const EXIT_CODE = {
  /** It is proved; it is allowed. */
  yes: 0,
  /** It is not proved; it is not allowed. */
  no: 1,
  /** The command line, the topology or what becomes of it is wrong, so that there is no answer. */
  wrong: 2,
} as const;

export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];

/** What a command has to say. */
export interface Outcome {
  readonly text: string;
  readonly exitCode: ExitCode;
}
