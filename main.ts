import { App } from "cdktf";
import { located } from "./src/verify/located";
import { placesInTopology } from "./src/verify/place";
import { proveTerraform } from "./src/verify/topology";
import { readSettings } from "./src/cli/settings";
import { isUserError } from "./src/messages/user-error";
import { withoutCreationStacks } from "./src/constructs/creation-stacks";
import { synthesized } from "./src/constructs/synthesized";
import { TopologyStack } from "./src/constructs/topology-stack";
import { flawsText } from "./src/report/flaw-text";
import { readStackFolder, type StackFile } from "./src/topology/folder";
import { formatWarning, TopologyError } from "./src/topology/problem";
import { resolve } from "./src/topology/resolve";

try {
  const settings = readSettings();
  const { stacks, problems } = readStackFolder(settings.stacks);
  withoutCreationStacks(() => {
    const app = new App();
    const refused: string[] = [];
    const texts = stacks.flatMap((stack) => {
      try {
        return notProved(app, stack);
      } catch (error) {
        if (!isUserError(error)) throw error;
        refused.push(`${stack.name}: ${error.message}`);
        return [];
      }
    });
    for (const warning of stacks.flatMap(({ warnings }) => warnings)) console.error(formatWarning(warning));
    for (const text of [...texts, ...refused]) console.error(`${text}\n`);
    if (problems.size > 0) throw new TopologyError([...problems.values()].flat());
    if (refused.length > 0) {
      console.error("Nothing was written.");
      process.exitCode = 1;
      return;
    }
    if (texts.length > 0 && settings.proof === "fail") {
      console.error(
        'Nothing was written. To write the stacks anyway, set S3PORTER_PROOF=warn, or "context": { "proof": "warn" } in cdktf.json.',
      );
      process.exitCode = 1;
      return;
    }
    if (texts.length > 0)
      console.error(
        "WARNING: These stacks are written although they are not proved. Review the flaws above before you deploy.",
      );
    app.synth();
  });
} catch (error) {
  if (!isUserError(error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** Adds the stack of a topology to the app and proves it. Returns its flaws as text, or an empty list if it is proved. */
function notProved(app: App, file: StackFile): string[] {
  const { name, topology } = file;
  const model = resolve(topology);
  const { stack, terraform } = located(file, () => {
    const made = new TopologyStack(app, name, model);
    return { stack: made, terraform: synthesized(made) };
  });
  // CDKTF then writes exactly the Terraform that is proved below.
  stack.toTerraform = () => terraform;
  const { flaws } = proveTerraform(model, terraform).proof;
  const colour = process.stderr.isTTY && process.stderr.hasColors();
  return flaws.length > 0 ? [flawsText(name, flaws, { colour, placeOf: placesInTopology(file) })] : [];
}
