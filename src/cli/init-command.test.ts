import { readdirSync } from "node:fs";
import { join, parse } from "node:path";
import { REPOSITORY } from "../../test/support/repository";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { initCommand } from "./init-command";
import { NO_PROGRESS } from "./progress";
import { proveCommand } from "./prove-command";
import { commands } from "./commands";
import { validateCommand } from "./validate-command";

const STACKS = readdirSync(join(REPOSITORY, "stacks")).flatMap((file) =>
  file.endsWith(".yaml") ? [parse(file).name] : [],
);

test.each(STACKS)("init --template %s writes a stack that is valid and proved", async (template) => {
  const { path, remove } = temporaryFolder();
  const before = process.cwd();
  process.chdir(path);
  try {
    const { text, exitCode } = await initCommand({
      template,
      name: "mine",
      isAsking: false,
      folder: "stacks",
    });
    expect([text, exitCode]).toEqual([expect.stringContaining("wrote stacks/mine.yaml\n"), 0]);
    const { policyProblems } = commands;
    const validated = await validateCommand([], { json: false, folder: "stacks", policyProblems });
    expect(validated.exitCode).toBe(0);
    const proved = await proveCommand([], { colour: false, folder: "stacks", progress: NO_PROGRESS });
    expect(proved.text).toMatch(/^mine is proved\n/);
  } finally {
    process.chdir(before);
    remove();
  }
});
