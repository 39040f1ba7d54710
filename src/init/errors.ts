import { UsageError } from "../messages/user-error";
import { didYouMean, list, quote } from "../messages/wording";

export const noSuchTemplate = (name: string, known: readonly string[]) =>
  new UsageError(
    `there is no template ${quote(name)}; there are ${list(known, "and")}${didYouMean(name, known)}`,
  );

export const topologyExists = (file: string) =>
  new UsageError(`${file} exists already; nothing was written. Choose another name with --name`);

export const inTheWay = (path: string, what: string) =>
  new UsageError(`${path} is ${what}, and s3porter needs the path; nothing was written`);

/** @param option such as `--account sorce=111111111111` */
export const notInTemplate = (option: string, name: string, template: string, known: readonly string[]) =>
  new UsageError(
    `${option}: the template ${template} has no ${quote(name)}; there are ${list(known, "and")}${didYouMean(name, known)}`,
  );

export const notAPair = (option: string, example: string) =>
  new UsageError(`${option} must be a name and a value, such as ${example}`);

export const invalidValue = (option: string, value: string, problem: string) =>
  new UsageError(`${option}: ${quote(value)} ${problem}`);

export const invalidStackName = (name: string) =>
  new UsageError(
    `--name ${quote(name)} is not a valid stack name: it must begin with a letter or a digit, and contain only letters, digits, "_" and "-"`,
  );
