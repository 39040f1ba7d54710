/** Every error of writing files: the place, what is in the way, and what to do. */
import { UsageError } from "../messages/user-error";

/** What the user can do, in words that fit the command that writes the files. */
export interface Advice {
  /** The command once more: `export again`. */
  readonly again: string;
  /** How to overwrite edited files: `use --force`. */
  readonly overwrite: string;
  /** What does not help if something else is in the way. @default - nothing is said */
  readonly noUse?: string;
}

export const TO_EXPORT: Advice = {
  again: "export again",
  overwrite: "use --force",
  noUse: "--force does not replace them.",
};

/** @param obstacles paths in the folder, each with what is there */
export const inTheWay = (out: string, obstacles: ReadonlyMap<string, string>, { again, noUse }: Advice) =>
  new UsageError(
    [
      `${out} has paths that s3porter needs for its own files; nothing was written`,
      ...[...obstacles].map(([path, what]) => `  ${path} is ${what}`),
      [`Move them elsewhere and ${again}.`, ...(noUse === undefined ? [] : [noUse])].join(" "),
    ].join("\n"),
  );

/** @param files paths in the folder, sorted */
export const editedFiles = (out: string, files: readonly string[], { overwrite }: Advice) =>
  new UsageError(
    [
      `${out} has edited files; nothing was written`,
      ...files.map((file) => `  ${file}`),
      `To keep your changes, move these files elsewhere. To overwrite them, ${overwrite}.`,
    ].join("\n"),
  );

export const changedMeanwhile = (out: string, path: string) =>
  new UsageError(
    `${out}: another command or an editor changed ${path} meanwhile. It was not overwritten; try again`,
  );
