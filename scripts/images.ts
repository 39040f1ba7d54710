/** Writes the pictures of `docs/images` from the stacks; with --check, says whether they are up to date. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diagramCommand } from "../src/cli/diagram-command";
import { isCheck } from "./generated-page";

const ROOT = join(__dirname, "..");
const STACKS = ["copy-with-role", "replication", "shared-with-partner", "central-logs", "eks-pods"];

export async function main(check = isCheck()): Promise<void> {
  const folder = join(ROOT, "docs", "images");
  mkdirSync(folder, { recursive: true });
  for (const stack of STACKS) {
    const path = join(folder, `${stack}.svg`);
    const { text } = await diagramCommand(stack, {
      format: "svg",
      folder: join(ROOT, "stacks"),
      isTerminal: false,
    });
    if (!check) writeFileSync(path, text);
    else if (readFileSync(path, "utf8") !== text) {
      console.error(`docs/images/${stack}.svg is not what npm run images writes`);
      process.exitCode = 1;
    }
  }
}

if (require.main === module) void main();
