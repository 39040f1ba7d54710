import { Command, CommanderError } from "commander";
import { isUserError } from "../messages/user-error";
import { EXIT_CODE, type ExitCode, type Outcome } from "./exit-code";
import { exportCommand } from "./export-command";
import { explainCommand } from "./explain-command";
import type { Ask } from "../verify/explain/explain";
import { NO_PROGRESS, watch } from "./progress";
import { proveCommand } from "./prove-command";
import { readSettings } from "./settings";

/** The `s3porter` command, from its arguments to its exit code. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT_CODE.yes;
  const print = (outcome: Outcome) => {
    process.stdout.write(`${outcome.text}\n`);
    exitCode = outcome.exitCode;
  };
  try {
    await program(print).parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has printed its own.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODE.yes : EXIT_CODE.wrong;
    // Of an error of s3porter itself, whoever repairs it wants to know where.
    console.error(isUserError(error) ? error.message : error);
    return EXIT_CODE.wrong;
  }
}

function program(print: (outcome: Outcome) => void): Command {
  const root = new Command("s3porter")
    .description("Shows that the policies of a stack allow exactly what its topology asks for.")
    .addHelpText("after", FOLDER)
    .showHelpAfterError("see s3porter --help")
    .exitOverride();
  root
    .command("prove")
    .description("prints who may do what in each stack, which statements let them, and whether that is all")
    .argument("[stack...]", "names of topologies, without .yaml; all of the folder if there is none")
    .option("--module <folder...>", "prove modules instead: what is in their .tf files, edited or not")
    .option("--json", "print for machines")
    .addHelpText("after", `\nExit codes: 0 proved, 1 not proved, 2 wrong command line or topology\n${FOLDER}`)
    .action(async (names: string[], { module: modules = [], json = false }: ProveFlags) => {
      const progress = process.stderr.isTTY ? watch() : NO_PROGRESS;
      try {
        const { stacks: folder } = readSettings();
        print(await proveCommand(names, { modules, json, colour: isColoured(), folder, progress }));
      } finally {
        progress.stop();
      }
    });
  root
    .command("explain")
    .description("answers whether somebody may do something, and why")
    .argument("<stack>", "name of a topology, without .yaml")
    .requiredOption("--as <principal>", "who: a principal of the topology, an ARN, or a service")
    .requiredOption(
      "--do <action>",
      'what: an action such as s3:GetObject, or an operation such as "aws s3 sync"',
    )
    .requiredOption(
      "--on <resource>",
      "to what: s3://bucket/key, an ARN, or the name of a bucket, key or role of the topology",
    )
    .option("--context <key=value...>", "what the request says besides, such as aws:SourceIp=192.0.2.1")
    .addHelpText("after", `\nExit codes: 0 allowed, 1 not allowed, 2 wrong question or topology\n${FOLDER}`)
    .action((stack: string, ask: Ask) => {
      print(explainCommand(stack, ask, { colour: isColoured(), folder: readSettings().stacks }));
    });
  root
    .command("export")
    .description("writes a stack as a plain Terraform module, with variables for what is yours")
    .argument("<stack>", "name of a topology, without .yaml")
    .requiredOption("--out <folder>", "where the module goes, such as modules/replication")
    .option("--force", "overwrite files of the module that were edited since the last export")
    .addHelpText(
      "after",
      `\nExit codes: 0 written, 1 not proved, 2 not written, or wrong topology\n${FOLDER}`,
    )
    .action((stack: string, { out, force = false }: { out: string; force?: boolean }) => {
      const project = { root: process.cwd(), stacks: readSettings().stacks };
      print(exportCommand(stack, { out, force, colour: isColoured(), project }));
    });
  return root;
}

interface ProveFlags {
  readonly module?: string[];
  readonly json?: boolean;
}

const FOLDER = `
Topologies are read from the folder "stacks", or from that which S3PORTER_STACKS
in the environment or "context": { "stacks": … } in cdktf.json names.`;

/** Also asks what the environment has to say of it, such as NO_COLOR. */
function isColoured(): boolean {
  return process.stdout.isTTY === true && process.stdout.hasColors();
}
