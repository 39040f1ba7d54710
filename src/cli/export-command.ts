import { moduleFiles } from "../export/module-files";
import { writeModule } from "../export/write-module";
import { flawsText } from "../report/flaw-text";
import type { NamedTopology } from "../topology/load";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { findStacks } from "./find-stacks";
import { proveTopology } from "../verify/topology";

/** What `s3porter export` may be told. */
export interface ExportOptions {
  readonly out: string;
  readonly force: boolean;
  readonly colour: boolean;
  readonly folder: string;
}

/** Writes the module of a stack, if the stack is proved. */
export function exportCommand(name: string, { out, force, colour, folder }: ExportOptions): Outcome {
  const [named] = findStacks(folder, [name]) as [NamedTopology];
  const { proof } = proveTopology(named);
  if (proof.flaws.length > 0)
    return { text: flawsText(name, proof.flaws, { colour }), exitCode: EXIT_CODE.no };
  const files = moduleFiles(named, proof);
  writeModule(out, files, { force });
  const lines = [...files].map(([file, text]) => `  ${file} (${text.split("\n").length - 1} lines)`);
  return {
    text: [`wrote the module ${name} to ${out}`, ...lines, "how to call it is in its README.md"].join("\n"),
    exitCode: EXIT_CODE.yes,
  };
}
