/** Errors of the command line and the settings. */
import { resolve } from "node:path";
import { UsageError } from "../messages/user-error";
import { didYouMean, list, quote } from "../messages/wording";
import { type SystemError, systemErrorText } from "./system-error";

/** @param problem the message of the JSON parser */
export const unreadableConfiguration = (file: string, problem: string) =>
  new UsageError(
    `${file} is not valid JSON: ${problem}; s3porter reads its settings from it, such as "context": { "stacks": "<folder>" }`,
  );

export const wrongConfiguration = (what: string, found: unknown) =>
  new UsageError(
    `${what} must be a mapping, found ${quote(found)}; write, for example, { "context": { "stacks": "<folder>" } } in cdktf.json`,
  );

export const misspeltSetting = (from: string, name: string, meant: string) =>
  new UsageError(`${from} has the unknown setting ${quote(name)}; did you mean ${quote(meant)}?`);

export const unknownFolderSetting = (found: unknown) =>
  new UsageError(
    `"context": { "stacks": … } in cdktf.json is ${quote(found)}; it must be the path of a folder, such as "stacks"`,
  );

export const noReport = (option: string, path: string) =>
  new UsageError(
    `--${option} writes a report to ${path}, but this file has something else; nothing was written. Name another file, such as --${option} ${REPORT_NAMES[option]}`,
  );

const REPORT_NAMES: Readonly<Record<string, string>> = {
  html: "report.html",
  junit: "results.xml",
  sarif: "results.sarif",
};

export const noSuchFile = (file: string) => new UsageError(`there is no file ${file}; check the path`);

/** An error of the operating system while reading files. */
export const systemRefuses = (error: SystemError) => new UsageError(systemErrorText(error));

export const noSuchStack = (name: string, folder: string, known: readonly string[]) =>
  new UsageError(
    `there is no stack ${JSON.stringify(name)} in ${folder}; there are ${listOfStacks(known)}${didYouMean(name, known)}`,
  );

export const noTopologies = (folder: string) =>
  new UsageError(
    `${folder} is not a folder of topologies; for a module of s3porter, run s3porter prove --module ${folder}, and for other Terraform s3porter check ${folder}`,
  );

/** An app, and the command line that synthesizes it. */
interface SynthesizedApp {
  readonly command: string;
  readonly cli?: string;
}

export const synthesizedElsewhere = ({ command, cli = "cdktf" }: SynthesizedApp) =>
  new UsageError(`${inTheApp(command)}; write their Terraform with ${cli} synth`);

export const inTheApp = (command: string) =>
  `the stacks of this project are in the app of cdktf.json, ${command}`;

/** @param problems of the stack as a topology, with the place in it */
export const notATopology = (stack: string, problems: readonly string[]) =>
  new UsageError(
    [
      `${stack} cannot be a module, because the topology.yaml of a module cannot say what the app says; nothing was written`,
      ...problems.map((problem) => `  ${problem}`),
    ].join("\n"),
  );

/** @param parts that a module cannot have, with their addresses and places */
export const beyondModule = (stack: string, parts: readonly string[]) =>
  new UsageError(
    [
      `${stack} cannot be a module, because a module has only what the constructs of s3porter give; nothing was written`,
      ...parts.map((part) => `  ${part}`),
      "Move what does not come from a construct of s3porter to another stack of the app, or write it beside the call of the module.",
      "Write statements of your own into the property statements or trustStatements, and settings into the properties of the construct instead of an override.",
    ].join("\n"),
  );

export const outputsOfApp = (stack: string, names: readonly string[]) =>
  `warning: the module has no ${names.length === 1 ? "output" : "outputs"} ${list(names, "and")}, which ${stack} has in the app; write ${names.length === 1 ? "it" : "them"} beside the call of the module`;

interface FailedApp {
  readonly command: string;
  readonly folder: string;
  readonly whenItFails?: string;
}

/** @param exit the exit code of the app, or the signal that ended it */
export const appFailed = (
  { command, folder, whenItFails }: FailedApp,
  exit: string | number | null,
  output: string,
) =>
  new UsageError(
    [
      `the app of cdktf.json failed, so nothing was read: in ${resolve(folder)}`,
      `  $ ${command}`,
      ownLines(output),
      `  ended with ${exit}`,
      ...(whenItFails === undefined ? [] : [whenItFails]),
    ].join("\n"),
  );

/** Without the calls inside of packages and Node.js. */
function ownLines(output: string): string {
  return output
    .trim()
    .split("\n")
    .filter((line) => !/^\s+at .*(node_modules|node:)/.test(line))
    .map((line) => `  ${line}`)
    .join("\n");
}

export const notSynthesized = (command: string) =>
  new UsageError(
    `the app of cdktf.json, ${command}, wrote no stacks to the folder in CDKTF_OUTDIR; call app.synth(), and new App() without outdir`,
  );

export const appWithoutStacks = (command: string) =>
  new UsageError(
    `the app of cdktf.json, ${command}, has no stacks; create them with new TerraformStack(app, …) before app.synth()`,
  );

/** @param names of stacks without constructs of s3porter */
export const noStackInApp = ({ command, cli }: SynthesizedApp, names: readonly string[]) =>
  new UsageError(
    `${listOfStacks(names)} of the app of cdktf.json, ${command}, ${names.length === 1 ? "has" : "have"} no Account of s3porter, so nothing says who should have which access; ${checkOthers(cli)}`,
  );

export const notProvedHere = ({ cli }: SynthesizedApp, names: readonly string[]) =>
  `warning: ${listOfStacks(names)} ${names.length === 1 ? "has" : "have"} no Account of s3porter and ${names.length === 1 ? "is" : "are"} not proved; ${checkOthers(cli)}`;

function checkOthers(cli = "cdktf"): string {
  return `to see who can do what in such Terraform: ${cli} synth, then s3porter check cdktf.out/stacks/<stack>`;
}

export const unknownAppSetting = (file: string, found: unknown) =>
  new UsageError(
    `"app" in ${file} is ${quote(found)}; it must be a command, such as "npx tsx main.ts", or "npx s3porter synth" for topologies`,
  );

/** @param name of a Git revision */
export const revisionRefused = (name: string, problem: string) =>
  new UsageError(`in the Git revision ${name}: ${problem}`);

export const noRevisionEither = (input: string, problem: string) =>
  new UsageError(
    `${problem}\n${JSON.stringify(input)} is not a Git revision here either; a checkout in CI usually has no other branches: fetch them first, with fetch-depth: 0 of actions/checkout, or git fetch`,
  );

/** What to know if the app of a Git revision fails. */
export const ofARevision = ({ cli = "cdktf" }: SynthesizedApp) =>
  `A revision runs with the packages that are installed now, and without other files that Git ignores. If it needs them, check it out in another folder, run ${cli} synth there, and compare with its cdktf.out/stacks/<stack>.`;

export const severalStacks = (name: string, names: readonly string[]) =>
  new UsageError(`${name} has split_by, so it is several stacks; name one of them: ${listOfStacks(names)}`);

const MOST_NAMED = 20;

function listOfStacks(names: readonly string[]): string {
  if (names.length <= MOST_NAMED) return list(names, "and");
  return `${names.slice(0, MOST_NAMED).join(", ")} and ${names.length - MOST_NAMED} more`;
}

export const stacksOrModules = (names: readonly string[]) =>
  new UsageError(
    `--module cannot be combined with stack names, such as ${list(names, "and")}; run prove once for the modules and once for the stacks`,
  );

export const notExported = (out: string, error: SystemError) =>
  new UsageError(
    `cannot export to ${out}: ${systemErrorText(error)}, then export again. Files that are not part of the module are unchanged.`,
  );
