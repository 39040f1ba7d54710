/** Writes `docs/cli.md`, the reference of the command line, from the program; with --check, says whether it is up to date. */
import { Command } from "commander";
import { program } from "../src/cli/program";
import { inCell, isCheck, table, writePage } from "./generated-page";

function page(): string {
  const root = program();
  const commands = [...root.commands];
  return [
    "# The command line",
    "",
    "<!-- written by npm run checks -->",
    "",
    "`npx s3porter --help` prints this list, and `npx s3porter <command> --help` the section of a command.",
    "",
    ...after(root).flatMap((paragraph) => [markdownOf(paragraph), ""]),
    "## Options of every command",
    "",
    table(["option", "what it is"], optionsOf(root)),
    "",
    "## Commands",
    "",
    table(
      ["command", "what it does"],
      commands.map((command) => [
        `[\`${command.name()}\`](#${command.name()})`,
        inCell(sentence(command.description())),
      ]),
    ),
    ...commands.flatMap((command) => sectionOf(command, after(root))),
  ].join("\n");
}

/** @param said what the page says once for all commands */
function sectionOf(command: Command, said: readonly string[]): string[] {
  const help = command.createHelp();
  const rows = [
    ...help
      .visibleArguments(command)
      .map((each) => [code(help.argumentTerm(each)), inCell(help.argumentDescription(each))]),
    ...optionsOf(command),
  ];
  return [
    "",
    `## ${command.name()}`,
    "",
    sentence(command.description()),
    "",
    fenced("text", help.commandUsage(command)),
    "",
    ...(rows.length === 0 ? [] : [table(["argument or option", "what it is"], rows), ""]),
    ...after(command)
      .filter((paragraph) => !said.includes(paragraph))
      .flatMap((paragraph) => [markdownOf(paragraph), ""]),
  ];
}

function optionsOf(command: Command): string[][] {
  const help = command.createHelp();
  return help
    .visibleOptions(command)
    .filter(({ long }) => long !== "--help")
    .map((each) => [code(help.optionTerm(each)), inCell(help.optionDescription(each))]);
}

/** The paragraphs that `--help` prints after the options. */
function after(command: Command): string[] {
  let printed = "";
  command.configureOutput({ writeOut: (text) => (printed += text) }).outputHelp();
  return printed
    .slice(command.helpInformation().length)
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "");
}

function markdownOf(paragraph: string): string {
  const [heading = "", ...lines] = paragraph.split("\n");
  if (heading === "Examples:")
    return fenced("sh", lines.map((line) => line.trim().replace(/\bs3porter /g, "npx s3porter ")).join("\n"));
  if (heading !== "Exit codes:") return paragraph;
  const codes = lines.map((line) => line.trim().split(/ {2,}/));
  return ["## Exit codes", "", table(["code", "what it means"], codes)].join("\n");
}

function sentence(text: string): string {
  return `${text}.`;
}

function code(term: string): string {
  return `\`${term}\``;
}

function fenced(language: string, text: string): string {
  return ["```" + language, text, "```"].join("\n");
}

export function main(check = isCheck()): Promise<void> {
  return writePage("cli.md", page(), "src/cli", check);
}

if (require.main === module) void main();
