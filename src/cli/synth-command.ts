import { join, relative } from "node:path";
import { TopologyApp } from "../constructs/topology-app";
import { isUserError } from "../messages/user-error";
import { flawsText } from "../report/flaw-text";
import { readStackFolder, type StackFile } from "../topology/folder";
import { formatWarning, isTopologyError, TopologyError } from "../topology/problem";
import { resolve } from "../topology/resolve";
import { located } from "../verify/located";
import { placesInTopology } from "../verify/place";
import { proveTerraform } from "../verify/topology";
import { EXIT_CODE, type ExitCode, type Outcome } from "./exit-code";
import { NO_PROGRESS } from "./progress";
import type { Settings } from "./settings";

/** Writes the Terraform of every topology, if all of them are proved. */
export function synthCommand(settings: Settings, progress = NO_PROGRESS): Outcome {
  const { stacks, problems: unread } = readStackFolder(settings.stacks);
  const problems = [...unread.values()].flat();
  const app = new TopologyApp();
  const refused: string[] = [];
  const texts = stacks.flatMap((stack) => {
    progress.report(`proving ${stack.name}`);
    try {
      return notProved(app, stack);
    } catch (error) {
      if (!isUserError(error)) throw error;
      if (isTopologyError(error)) problems.push(...error.problems);
      else refused.push(`${stack.name}: ${error.message}`);
      return [];
    }
  });
  const warnings = stacks.flatMap((stack) => stack.warnings).map(formatWarning);
  const notes = [...texts, ...refused].map((text) => `${text}\n`);
  const nothing = (why: string, exitCode: ExitCode) => ({
    text: "",
    warnings,
    notes: [...notes, why],
    exitCode,
  });
  if (problems.length > 0) return nothing(new TopologyError(problems).message, EXIT_CODE.wrong);
  if (refused.length > 0) return nothing("Nothing was written.", EXIT_CODE.no);
  if (texts.length > 0 && settings.proof === "fail") return nothing(WAY_OUT, EXIT_CODE.no);
  if (texts.length > 0) notes.push(UNPROVED);
  app.write();
  return { text: written(app, stacks), warnings, notes, exitCode: EXIT_CODE.yes };
}

const WAY_OUT =
  'Nothing was written. To write the stacks anyway, set S3PORTER_PROOF=warn, or "context": { "proof": "warn" } in cdktf.json.';

const UNPROVED =
  "WARNING: These stacks are written although they are not proved. Review the flaws above before you deploy.";

/** What was written and how to deploy it. `cdktf` says this itself. */
function written({ folder }: TopologyApp, stacks: readonly StackFile[]): string {
  if (process.env.CDKTF_OUTDIR !== undefined) return "";
  const folders = stacks.map(({ name }) => join(relative(process.cwd(), folder), "stacks", name));
  return [
    ...folders.map((folder) => `wrote ${folder}/cdk.tf.json`),
    "",
    "Next: deploy a stack with Terraform, for example",
    `  terraform -chdir=${folders[0]} init`,
    `  terraform -chdir=${folders[0]} apply`,
  ].join("\n");
}

/** Adds the stack of a topology to the app and proves it. Returns its flaws as text, or an empty list if it is proved. */
function notProved(app: TopologyApp, file: StackFile): string[] {
  const { name, topology } = file;
  const model = resolve(topology);
  const terraform = located(file, () => app.add(name, model));
  const { flaws } = proveTerraform(model, terraform).proof;
  const colour = process.stderr.isTTY && process.stderr.hasColors();
  return flaws.length > 0 ? [flawsText(name, flaws, { colour, placeOf: placesInTopology(file) })] : [];
}
