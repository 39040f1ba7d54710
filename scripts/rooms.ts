/** Writes the table of rooms in CONTRIBUTING.md from rooms.json; with --check, says whether it is up to date. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import rooms from "../rooms.json";

const CONTRIBUTING = join(__dirname, "..", "CONTRIBUTING.md");

const [BEGIN, END] = ["<!-- rooms: written by npm run rooms -->", "<!-- end of rooms -->"];

/** The same text with the table as rooms.json has it. */
async function withRooms(markdown: string): Promise<string> {
  const [before, rest] = markdown.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined)
    throw new Error(`CONTRIBUTING.md has no ${BEGIN} … ${END}`);
  const rows = rooms.map(({ room, holds, imports, packages = [] }) => [
    `\`${room}\``,
    holds,
    [...imports.map((name) => `\`${name}\``), ...packages].join(", ") || "nothing",
  ]);
  const table = [["room", "what lives there", "may import"], ["---", "---", "---"], ...rows];
  const lines = table.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  return (
    before +
    BEGIN +
    "\n\n" +
    (await format(lines, { parser: "markdown", printWidth: 110 })) +
    "\n" +
    END +
    after
  );
}

async function main(): Promise<void> {
  const text = readFileSync(CONTRIBUTING, "utf8");
  const current = await withRooms(text);
  if (!process.argv.includes("--check")) return writeFileSync(CONTRIBUTING, current);
  if (current === text) return;
  console.error("The table of rooms in CONTRIBUTING.md is not what rooms.json says; run npm run rooms.");
  process.exitCode = 1;
}

void main();
