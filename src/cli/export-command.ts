import { relative } from "node:path";
import { exportTarget, type Project } from "../export/export-target";
import { moduleFiles } from "../export/module-files";
import { writeFiles } from "../files/write-files";
import { flawsText } from "../report/flaw-text";
import { notExported } from "./errors";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { stackToExport } from "./stack-to-export";
import type { Progress } from "./progress";
import { proveTopology } from "../verify/topology";
import type { App } from "./settings";
import { isSystemError } from "./system-error";

/** The options of `s3porter export`. */
export interface ExportOptions {
  readonly out: string;
  readonly force: boolean;
  readonly colour: boolean;
  readonly project: Project;
  /** The app with the stacks, instead of topologies. */
  readonly app?: App;
  readonly progress: Progress;
}

/**
 * Writes the module of a stack, if the stack is proved.
 *
 * @param given the name of the stack, or the path of its file
 */
export async function exportCommand(given: string, options: ExportOptions): Promise<Outcome> {
  try {
    return await exportStack(given, options);
  } catch (error) {
    throw isSystemError(error) ? notExported(options.out, error) : error;
  }
}

async function exportStack(
  given: string,
  { out, force, colour, project, app, progress }: ExportOptions,
): Promise<Outcome> {
  const target = exportTarget(out, project);
  if (app) progress.report(`running ${app.command}`);
  const { stack, warnings, placeOf } = await stackToExport(given, project.stacks, app);
  const { name } = stack;
  progress.report(`proving ${name}`);
  const { proof } = proveTopology(stack);
  if (proof.flaws.length > 0)
    return {
      text: flawsText(name, proof.flaws, { colour, placeOf }),
      warnings,
      exitCode: EXIT_CODE.no,
    };
  progress.report(`writing the module ${name} to ${out}`);
  const files = moduleFiles(stack, proof, relative(project.root, target));
  const { kept } = writeFiles(target, files, { force });
  const lines = [...files].map(([file, text]) => `  ${file} (${text.split("\n").length - 1} lines)`);
  return {
    text: [
      `wrote the module ${name} to ${out}`,
      ...lines,
      ...(kept.length === 0 ? [] : ["kept, because they were edited, but no longer part of the module:"]),
      ...kept.map((file) => `  ${file}`),
      "README.md in this folder shows how to call the module",
    ].join("\n"),
    warnings,
    exitCode: EXIT_CODE.yes,
  };
}
