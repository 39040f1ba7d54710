import { Argument, Command, CommanderError, Option } from "commander";
import { type Format, FORMATS } from "../diagram/format";
import { isUserError } from "../messages/user-error";
import { EXIT_CODE, EXIT_CODES, type ExitCode, type Outcome } from "./exit-code";
import type { CheckFlags } from "./check-command";
import { commands } from "./commands";
import { type Shell, SHELLS } from "./completion-command";
import type { CostFlags } from "./cost-command";
import { EXAMPLES } from "./examples";
import type { ExplainFlags } from "./explain-command";
import { withLimitOptions } from "./limit-options";
import type { InitFlags } from "./init-command";
import { type InputFlags, withInputOptions } from "./input-options";
import type { WhoCanFlags } from "./who-can-command";
import { NO_PROGRESS, type Progress, watch } from "./progress";
import type { ProveOptions } from "./prove-command";
import { repeatable } from "./repeatable";
import type { ReportFiles } from "./report-files";
import { readSettings } from "./settings";
import { synthesizedElsewhere, systemRefuses } from "./errors";
import { isSystemError } from "./system-error";
import { VERSION } from "./version";

/** The `s3porter` command, from its arguments to its exit code. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT_CODE.yes;
  const print = (outcome: Outcome, { quiet = false }: GlobalFlags) => {
    process.stdout.write(outcome.bytes ?? (outcome.text === "" ? "" : `${outcome.text}\n`));
    for (const note of [...((!quiet && outcome.warnings) || []), ...(outcome.notes ?? [])])
      console.error(note);
    exitCode = outcome.exitCode;
  };
  try {
    await program(print).parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has already printed its error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODE.yes : EXIT_CODE.wrong;
    // Other errors are bugs of s3porter: print the stack trace too.
    const told = inWords(error);
    console.error(isUserError(told) ? told.message : told);
    return EXIT_CODE.wrong;
  }
}

/** The command with all of its subcommands. */
export function program(printed: (outcome: Outcome, flags: GlobalFlags) => void = () => {}): Command {
  const root = new Command("s3porter")
    .description("Prove that the policies of a stack allow exactly what its topology asks for")
    .version(VERSION)
    .option("-q, --quiet", "no warnings and no progress")
    .option("--no-progress", "no progress, which terminals get of what takes more than a second")
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("afterAll", FOLDER)
    .addHelpText("afterAll", EXIT_CODE_HELP)
    .showHelpAfterError("see s3porter --help")
    .exitOverride();
  const print = (outcome: Outcome) => printed(outcome, root.opts());
  const withProgress = (run: (progress: Progress) => void | Promise<void>) => watched(run, root.opts());
  root
    .command("init")
    .description("Write a first topology, and what a project needs beside it; asks on a terminal")
    .option("--template <stack>", "topology to start from, such as replication (default: copy-with-role)")
    .option("--name <stack>", "name of the new stack (default: that of the template)")
    .addOption(repeatable("--account <name=id>", "id of an account, such as source=111111111111"))
    .addOption(
      repeatable(
        "--region <name=region>",
        "region of an account, such as source=eu-west-1, or of all accounts",
      ),
    )
    .addOption(repeatable("--bucket <name=bucket>", "name of a bucket in S3, such as source=acme-orders"))
    .option("--cdktn", "write a project that the command line of CDK Terrain deploys")
    .option("--yes", "do not ask: take the values of the template where no option says another")
    .action(async ({ yes = false, ...flags }: Omit<InitFlags, "isAsking"> & { readonly yes?: boolean }) => {
      const { initCommand } = await commands.init();
      const isAsking = !yes && process.stdin.isTTY === true && process.stdout.isTTY === true;
      const { stacks: folder, app } = readSettings();
      print(await initCommand({ ...flags, isAsking, folder, app }));
    });
  root
    .command("validate")
    .description("Check topologies without writing Terraform")
    .argument(
      "[stack...]",
      "names of topologies without .yaml, files or folders (default: all in the folder)",
    )
    .option("--json", "print JSON")
    .option("--sarif <file>", "also write SARIF, for code scanning")
    .option("--junit <file>", "also write JUnit XML")
    .action(async (names: string[], { json = false, ...files }: ValidateFlags) => {
      const { validateCommand } = await commands.validate();
      const { stacks: folder, app } = readSettings();
      const { policyProblems } = commands;
      const { validation, ...outcome } = await validateCommand(names, { json, folder, app, policyProblems });
      if (files.sarif !== undefined || files.junit !== undefined) {
        const { reportValidation } = await commands.reportFiles();
        reportValidation(validation, files);
      }
      print(outcome);
    });
  root
    .command("prove")
    .description(
      "Print who can do what, by which statements, and whether that is exactly what the topology asks for",
    )
    .argument(
      "[stack...]",
      "names of topologies without .yaml, files or folders (default: all in the folder)",
    )
    .option("--module <folder...>", "prove these modules instead, from their .tf files")
    .option(
      "--full",
      "print every operation, the statements that decide it, and what each action is needed for",
    )
    .option(
      "--only <name>",
      "only what concerns a principal, bucket, key or role, by its name in AWS or in the topology, in full; * for any characters",
    )
    .option("--failed", "only the stacks that are not proved")
    .option("--baseline <file>", "accept the flaws in this file")
    .option("--update-baseline", "write today's flaws to the baseline")
    .option("--json", "print JSON; with --full, everything")
    .option("--sarif <file>", "also write SARIF, for code scanning")
    .option("--junit <file>", "also write JUnit XML")
    .option("--html <file>", "also write a report for the browser")
    .action(async (names: string[], flags: Omit<ProveOptions, "colour" | "folder" | "progress">) => {
      const { proveCommand, proveFailure } = await commands.prove();
      try {
        const { stacks: folder, app } = readSettings();
        await withProgress(async (progress) =>
          print(await proveCommand(names, { ...flags, colour: isColoured(), folder, app, progress })),
        );
      } catch (error) {
        const told = inWords(error);
        if (!flags.json || !isUserError(told)) throw error;
        print(proveFailure(told));
      }
    });
  withLimitOptions(
    withInputOptions(
      root
        .command("check")
        .description("Print who can do what with the buckets of any Terraform, and what is wrong with it")
        .argument("[input]", "folder of Terraform, or JSON file with its state or plan"),
    ),
  )
    .option("--only <what>", "failing: only what fails")
    .option("--bucket <name>", "only what concerns this bucket")
    .option("--intent <topology>", "prove that it allows exactly what a topology asks for")
    .option("--baseline <file>", "accept the flaws in this file")
    .option("--update-baseline", "write today's flaws to the baseline")
    .option("--json", "print JSON")
    .option("--sarif <file>", "also write SARIF, for code scanning")
    .option("--junit <file>", "also write JUnit XML")
    .option("--html <file>", "also write a report for the browser")
    .action(async (input: string | undefined, flags: Omit<CheckFlags, "colour">) => {
      const { checkCommand } = await commands.check();
      await withProgress(async (progress) => {
        progress.report(`reading ${input ?? "the policies"}`);
        print(await checkCommand(input, { ...flags, colour: isColoured() }));
      });
    });
  withLimitOptions(
    withInputOptions(
      root
        .command("who-can")
        .description(
          "Print everyone who can do something with a bucket, a key or a role, and by which statements",
        )
        .argument("<action>", 'action, such as s3:GetObject, or operation, such as "aws s3 cp, downloading"')
        .argument("<resource>", "s3://bucket/key, ARN, or name of a bucket, key or role")
        .argument(
          "[input]",
          "name of a topology without .yaml, or its file; folder of Terraform, or JSON file with its state or plan",
        ),
    ),
  )
    .addOption(
      repeatable("--context <key=value>", "condition key of the request, such as aws:SourceIp=192.0.2.1"),
    )
    .action(
      async (what: string, on: string, input: string | undefined, flags: Omit<WhoCanFlags, "colour">) => {
        const { whoCanCommand } = await commands.whoCan();
        const { stacks: folder, app } = readSettings();
        await withProgress(async (progress) => {
          progress.report(`reading ${input ?? "the policies"}`);
          print(await whoCanCommand(what, on, input, { ...flags, colour: isColoured(), folder, app }));
        });
      },
    );
  withLimitOptions(withInputOptions(root.command("explain")))
    .description("Print whether a principal can do something, why, and what would allow it")
    .argument(
      "[input]",
      "name of a topology without .yaml, or its file; folder of Terraform, or JSON file with its state or plan",
    )
    .option("--as <principal>", "name of a principal in the topology, ARN, or AWS service")
    .option("--do <action>", 'action, such as s3:GetObject, or operation, such as "aws s3 sync"')
    .option(
      "--on <resource>",
      "bucket/key, s3://bucket/key, ARN, or name of a bucket, key or role in the topology",
    )
    .option("--error <message>", "error message of AWS, instead of --as, --do and --on")
    .addOption(
      repeatable("--context <key=value>", "condition key of the request, such as aws:SourceIp=192.0.2.1"),
    )
    .action(async (input: string | undefined, flags: ExplainFlags) => {
      const { explainCommand } = await commands.explain();
      const { stacks: folder, app } = readSettings();
      await withProgress(async (progress) => {
        progress.report(`reading ${input ?? "the policies"}`);
        print(await explainCommand(input, { ...flags, colour: isColoured(), folder, app }));
      });
    });
  root
    .command("synth")
    .description("Write the Terraform of all topologies to cdktf.out, if they are proved")
    .action(async () => {
      const settings = readSettings();
      if (settings.app) throw synthesizedElsewhere(settings.app);
      const { synthCommand } = await commands.synth();
      await withProgress((progress) => print(synthCommand(settings, progress)));
    });
  root
    .command("export")
    .description("Write a stack as a plain Terraform module with variables for its names")
    .argument("<stack>", "name of a topology without .yaml, or its file; or name of a stack of the app")
    .requiredOption("--out <folder>", "folder to write the module to, such as modules/replication")
    .option("--force", "overwrite files of the module that were edited since the last export")
    .action(async (stack: string, { out, force = false }: { out: string; force?: boolean }) => {
      const { stacks, app } = readSettings();
      const { exportCommand } = await commands.export();
      const project = { root: process.cwd(), stacks };
      await withProgress(async (progress) =>
        print(await exportCommand(stack, { out, force, colour: isColoured(), project, app, progress })),
      );
    });
  withInputOptions(
    root
      .command("diagram")
      .description(
        "Draw accounts, buckets, keys and principals, and who can do what: s3porter diagram copy > copy.svg",
      )
      .argument(
        "[input]",
        "name of a topology without .yaml, or its file; folder of Terraform, or JSON file with its state or plan",
      ),
  )
    .addOption(new Option("--format <format>", "of the diagram").choices(FORMATS).default("svg"))
    .action(async (input: string | undefined, flags: InputFlags & { readonly format: Format }) => {
      const { diagramCommand } = await commands.diagram();
      const { stacks: folder, app } = readSettings();
      const isTerminal = process.stdout.isTTY === true;
      await withProgress(async (progress) => {
        progress.report(`reading ${input ?? "the policies"}`);
        print(await diagramCommand(input, { ...flags, folder, app, isTerminal }));
      });
    });
  withInputOptions(
    root
      .command("diff")
      .description("Print who gains and loses what between two versions of topologies or Terraform")
      .argument(
        "<old>",
        "Git revision, revision:path, revision:stack, stack, folder of Terraform, or JSON of its state or plan",
      )
      .argument("[new]", "the same (default: all stacks as they are now)"),
  )
    .option("--markdown", "print Markdown, for a pull request")
    .action(
      async (
        before: string,
        after: string | undefined,
        flags: InputFlags & { readonly markdown?: boolean },
      ) => {
        const { diffCommand } = await commands.diff();
        const { stacks: folder, app } = readSettings();
        await withProgress(async (progress) => {
          progress.report(`comparing ${before} and ${after ?? (app ? "the app" : folder)}`);
          print(await diffCommand(before, after, { ...flags, colour: isColoured(), folder, app }));
        });
      },
    );
  root
    .command("cost")
    .description(
      "Print what copying or re-encrypting objects costs with each engine: S3 and KMS requests, transfer, fees",
    )
    .requiredOption("--objects <number>", "objects in the bucket, such as 50000000")
    .requiredOption("--gigabytes <number>", "size of all of them, such as 10000")
    .option("--per-day <number>", "new objects a day: a month of them instead of everything once")
    .option("--cross-region", "the copies are in another region")
    .option("--prices <file>", "YAML or JSON with your prices, such as kms_per_10000: 0.03")
    .option("--json", "print JSON")
    .action(async (flags: Omit<CostFlags, "colour">) => {
      const { costCommand } = await commands.cost();
      print(costCommand({ ...flags, colour: isColoured() }));
    });
  root
    .command("completion")
    .description("Print a script that completes commands, options and the names of topologies in your shell")
    .addArgument(new Argument("<shell>", "the shell that runs the script").choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completionCommand } = await commands.completion();
      print(completionCommand(root, shell));
    });
  for (const command of root.commands)
    command.addHelpText("after", `\nExamples:\n${examplesOf(command.name())}`);
  return root;
}

function examplesOf(command: string): string {
  return (EXAMPLES[command] ?? []).map((line) => `  ${line}`).join("\n");
}

/** Replaces an error of the operating system by one with a readable message. */
function inWords(error: unknown): unknown {
  return isSystemError(error) ? systemRefuses(error) : error;
}

interface ValidateFlags extends ReportFiles {
  readonly json?: boolean;
}

/** The options of every command. */
interface GlobalFlags {
  readonly quiet?: boolean;
  readonly progress?: boolean;
}

const FOLDER = `
Names of topologies are those in the folder "stacks". To use another folder, set
S3PORTER_STACKS, or "context": { "stacks": "<folder>" } in cdktf.json.
Where it has none, prove, explain, diagram, diff and export run the app of
cdktf.json.`;

const EXIT_CODE_HELP = `
Exit codes:
${Object.entries(EXIT_CODES)
  .map(([code, meaning]) => `  ${code}  ${meaning}`)
  .join("\n")}`;

/** Shows progress on a terminal. */
async function watched(
  run: (progress: Progress) => void | Promise<void>,
  { quiet = false, progress: isShown = true }: GlobalFlags,
): Promise<void> {
  const progress = process.stderr.isTTY && isShown && !quiet ? watch(process.stderr.columns) : NO_PROGRESS;
  try {
    await run(progress);
  } finally {
    progress.stop();
  }
}

/** `hasColors` respects NO_COLOR and FORCE_COLOR. */
function isColoured(): boolean {
  return process.stdout.isTTY === true && process.stdout.hasColors();
}
