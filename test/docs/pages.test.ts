/**
 * The tutorial and the how-to guides work as they are written: each command runs, in the order of the page, in an empty
 * folder, exits as the page says, and prints what the page shows. A command of another page is at least one of the program.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { parse } from "yaml";
import { main, program } from "../../src/cli/program";
import { REPOSITORY } from "../support/repository";
import { temporaryFolder } from "../support/temporary-folder";

const GUIDES = ["docs/tutorial.md", ...pagesIn("docs/how-to")];

/** They need AWS, the registry of npm, or a shell of the reader. */
const NOT_HERE = /^(aws|terraform|npm install|npx cdktf (deploy|destroy)|mkdir) ?/;

const GIT = ["-c", "user.name=reader", "-c", "user.email=reader@example.com"];

function pagesIn(folder: string): string[] {
  const names = readdirSync(join(REPOSITORY, folder)).filter((name) => name.endsWith(".md"));
  return names.map((name) => `${folder}/${name}`);
}

interface Block {
  readonly language: string;
  readonly text: string;
}

function blocksOf(page: string): Block[] {
  const text = readFileSync(join(REPOSITORY, page), "utf8");
  return [...text.matchAll(/^( *)```(\w+)\n(.*?)^\1```$/gms)].map(
    ([, indent = "", language = "", inside = ""]) => ({
      language,
      text: inside.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    }),
  );
}

/** The commands of a block, without comments. A backslash continues a line. */
function commandsOf({ language, text }: Block): string[] {
  if (language !== "sh") return [];
  const lines = text.replaceAll("\\\n", " ").split("\n");
  return lines.filter((line) => line.trim() !== "" && !line.startsWith("#"));
}

function wordsOf(command: string): string[] {
  const words = command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g);
  return [...words].map(([, ...quoted]) => quoted.find((each) => each !== undefined) ?? "");
}

describe.each(GUIDES)("%s", (page) => {
  const { path: folder, remove } = temporaryFolder();
  afterAll(remove);
  const blocks = blocksOf(page);

  test("works as it is written", async () => {
    let printed = "";
    for (const [index, block] of blocks.entries()) {
      const path = /^# (\S+\.(?:ya?ml|csv))$/m.exec(block.text.split("\n")[0] ?? "")?.[1];
      if (path !== undefined) write(path, block.text);
      if (block.language === "text" && blocks[index - 1]?.language === "sh") expectShown(block.text, printed);
      for (const command of commandsOf(block)) printed = await run(command);
    }
    for (const [path] of readFileSync(join(REPOSITORY, page), "utf8").matchAll(
      /cdktf\.out\/\S+\.(json|md)\b/g,
    ))
      expect([path, existsSync(join(folder, path))]).toEqual([path, true]);
  });

  function write(path: string, text: string): void {
    const stack = join(REPOSITORY, path);
    const isAsInit = existsSync(stack) && !existsSync(join(folder, ".git"));
    if (isAsInit) expect(parse(text)).toEqual(parse(readFileSync(stack, "utf8")));
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  async function run(command: string): Promise<string> {
    if (NOT_HERE.test(command)) return "";
    if (command.startsWith("git "))
      return execFileSync("git", [...GIT, ...wordsOf(command).slice(1)], { cwd: folder, encoding: "utf8" });
    const [line = "", ...comment] = command.split(/ {2,}# /);
    const [typed = "", file] = line.split(" > ");
    const [npx, name, ...args] = wordsOf(typed);
    expect([npx, name]).toEqual(["npx", "s3porter"]);
    const { status, stdout, stderr } = await s3porter(folder, args);
    const [, expected = "0"] = /exits with (\d)/.exec(comment.join(" ")) ?? [];
    expect([command, status, status === Number(expected) ? "" : stderr]).toEqual([
      command,
      Number(expected),
      "",
    ]);
    if (file !== undefined) writeFileSync(join(folder, file), stdout);
    return stdout + stderr;
  }
});

/** The lines that are shown are printed, in this order. `…` stands for anything, in a line too. */
function expectShown(shown: string, printed: string): void {
  const parts = shown.split(/\n *…|…|\n/).map((part) => part.trim());
  let rest = printed;
  for (const part of parts.filter((each) => each !== "")) {
    expect(rest).toContain(part);
    rest = rest.slice(rest.indexOf(part) + part.length);
  }
}

async function s3porter(folder: string, args: readonly string[]) {
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    jest.spyOn(process[name], "write").mockImplementation((text) => (printed[name] += String(text)) !== "");
  jest.spyOn(console, "error").mockImplementation((line) => (printed.stderr += `${line}\n`));
  const before = process.cwd();
  process.chdir(folder);
  try {
    return { status: await main(args), ...printed };
  } finally {
    process.chdir(before);
    jest.restoreAllMocks();
  }
}

const OTHERS = ["README.md", ...pagesIn("docs")].filter((page) => !GUIDES.includes(page));

test.each(
  [...OTHERS, ...GUIDES].flatMap((page) =>
    [...readFileSync(join(REPOSITORY, page), "utf8").matchAll(/\bs3porter ([a-z-]+(?: [^`\n#|>]*)?)/g)]
      .map(([, line = ""]) => line)
      .filter((line) => program().commands.some((command) => command.name() === line.split(" ")[0]))
      .map((line) => [page, line] as const),
  ),
)("%s: s3porter %s has options of the command", (_, line) => {
  const [name, ...words] = wordsOf(line);
  const command = program().commands.find((each) => each.name() === name) as Command;
  const known = [...command.options.map(({ long }) => long), "--help"];
  const given = words.map((word) => word.split("=")[0]).filter((word) => word?.startsWith("--"));
  expect(known).toEqual(expect.arrayContaining(given));
});
