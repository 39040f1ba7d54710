import { exportTarget, type Project } from "../export/export-target";
import { moduleFiles } from "../export/module-files";
import { writeModule } from "../export/write-module";
import { flawsText } from "../report/flaw-text";
import type { NamedTopology } from "../topology/load";
import { notExported } from "./errors";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { findStacks } from "./find-stacks";
import { proveTopology } from "../verify/topology";
import { isSystemError } from "./system-error";

/** The options of `s3porter export`. */
export interface ExportOptions {
  readonly out: string;
  readonly force: boolean;
  readonly colour: boolean;
  readonly project: Project;
}

/** Writes the module of a stack, if the stack is proved. */
export function exportCommand(name: string, options: ExportOptions): Outcome {
  try {
    return exportStack(name, options);
  } catch (error) {
    throw isSystemError(error) ? notExported(options.out, error) : error;
  }
}

function exportStack(name: string, { out, force, colour, project }: ExportOptions): Outcome {
  const target = exportTarget(out, project);
  const [named] = findStacks(project.stacks, [name]) as [NamedTopology];
  const { proof } = proveTopology(named);
  if (proof.flaws.length > 0)
    return { text: flawsText(name, proof.flaws, { colour }), exitCode: EXIT_CODE.no };
  const files = moduleFiles(named, proof);
  const { kept } = writeModule(target, files, { force });
  const lines = [...files].map(([file, text]) => `  ${file} (${text.split("\n").length - 1} lines)`);
  return {
    text: [
      `wrote the module ${name} to ${out}`,
      ...lines,
      ...(kept.length === 0 ? [] : ["no longer part of the module, but kept because they were edited:"]),
      ...kept.map((file) => `  ${file}`),
      "its README.md shows how to call it",
    ].join("\n"),
    exitCode: EXIT_CODE.yes,
  };
}
