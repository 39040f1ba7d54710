import { basename, join, relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { type AnswerFlags, askForAnswers, askForTemplate, givenAnswers } from "../init/answers";
import { invalidStackName } from "../init/errors";
import { CDKTN_CLI, projectFiles, writeProject, type WrittenProject } from "../init/project";
import { filledIn, readTemplate } from "../init/template";
import { EXIT_CODE, type Outcome } from "./exit-code";
import type { App } from "./settings";
import { VERSION } from "./version";

/** The options of `s3porter init`. */
export interface InitFlags extends AnswerFlags {
  readonly template?: string;
  /** The name of the stack. @default - that of the template */
  readonly name?: string;
  /** Whether to deploy with the command line of CDK Terrain. @default false */
  readonly cdktn?: boolean;
  /** Whether to ask for what the options do not say. */
  readonly isAsking: boolean;
  /** The folder of the topologies. */
  readonly folder: string;
  /** The app of the project, if its stacks are no topologies so far. */
  readonly app?: App;
}

const FIRST = "copy-with-role";

/** Writes a first topology and what a project needs beside it. */
export async function initCommand({
  template: chosen,
  isAsking,
  folder,
  cdktn = false,
  app,
  ...flags
}: InitFlags): Promise<Outcome> {
  const terminal = isAsking ? createInterface(process.stdin, process.stdout) : undefined;
  try {
    const ask = terminal && ((question: string) => terminal.question(question));
    const template =
      ask && chosen === undefined ? await askForTemplate(ask, FIRST) : readTemplate(chosen ?? FIRST);
    const { name = template.name } = flags;
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name)) throw invalidStackName(name);
    const given = givenAnswers(template, flags);
    const answers = ask ? await askForAnswers(ask, template, given) : given;
    const stacks = relative(resolve("."), resolve(folder));
    const topologies = [...filledIn(template, name, answers)].map(
      ([path, text]) => [join(stacks, path), text] as const,
    );
    const project = projectFiles(projectName(), VERSION, { cdktn });
    const topology = join(stacks, `${name}.yaml`);
    const done = writeProject(".", new Map([...project, ...topologies]), topology);
    const text = [report(done, name, cdktn), ...(app ? ["", notRun(app.command, stacks)] : [])].join("\n");
    return { text, exitCode: EXIT_CODE.yes };
  } finally {
    terminal?.close();
  }
}

/** The name of the current folder, as npm accepts it. */
function projectName(): string {
  const name = basename(resolve("."))
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return name === "" ? "stacks" : name;
}

/** What changes for a project with an app of its own. */
function notRun(command: string, folder: string): string {
  return [
    `prove, explain, diagram, diff and export read the topologies in ${folder} from now on, and do not run the app of cdktf.json, ${command}.`,
    'To deploy the topologies with cdktf, set "app": "npx s3porter synth" in cdktf.json. To keep the app, use a folder of its own for them.',
  ].join("\n");
}

function report({ written, kept }: WrittenProject, stack: string, cdktn: boolean): string {
  const isOwnPackage = kept.includes("package.json");
  const packages = ["s3porter", ...(cdktn ? [`cdktn-cli@${CDKTN_CLI}`] : [])].join(" ");
  return [
    ...written.map((path) => `wrote ${path}`),
    ...kept.map((path) => `kept ${path}, which was there before`),
    "",
    "Next:",
    isOwnPackage ? `  npm install --save-dev ${packages}` : "  npm install",
    `  npx s3porter validate ${stack}`,
    `  npx s3porter prove ${stack}`,
    ...(cdktn ? [`  npx cdktn deploy ${stack}`] : []),
  ].join("\n");
}
