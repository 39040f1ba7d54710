/** A page of `docs/` that a script writes and that CI compares. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";

/** Whether a script only says what is not up to date. */
export function isCheck(): boolean {
  return process.argv.includes("--check");
}

/** Writes the page, or says whether it is up to date. */
export async function writePage(
  name: string,
  markdown: string,
  source: string,
  check: boolean,
): Promise<void> {
  const file = join(__dirname, "..", "docs", name);
  const options = { ...(await resolveConfig(file)), parser: "markdown", proseWrap: "always" } as const;
  const current = await format(markdown, options);
  if (!check) return writeFileSync(file, current);
  if (existsSync(file) && current === readFileSync(file, "utf8")) return;
  console.error(`docs/${name} is not what ${source} says; run npm run checks.`);
  process.exitCode = 1;
}

/**
 * Writes the parts of a page that stand between `<!-- name: written by npm run … -->` and `<!-- end of name -->`, or says
 * whether they are up to date.
 *
 * @param name from the project's folder
 * @param parts by name, in Markdown
 */
export async function writeParts(
  name: string,
  parts: Readonly<Record<string, string>>,
  command: string,
  source: string,
  check: boolean,
): Promise<void> {
  const file = join(__dirname, "..", name);
  const text = readFileSync(file, "utf8");
  const marks = new RegExp(`(<!-- (.+?): written by ${command} -->)[^]*?(<!-- end of \\2 -->)`, "g");
  const filled = text.replaceAll(marks, (_, begin: string, part: string, end: string) => {
    if (parts[part] === undefined)
      throw new Error(`${name} has a mark for ${part}, of which there is no such part`);
    return `${begin}\n\n${parts[part]}\n\n${end}`;
  });
  const current = await format(filled, { ...(await resolveConfig(file)), parser: "markdown" });
  if (!check) return writeFileSync(file, current);
  if (current === text) return;
  console.error(`${name} is not what ${source} says; run ${command}.`);
  process.exitCode = 1;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** For a cell of a table. Code stays as it is, except for the bars that end a cell. */
export function inCell(text: string): string {
  return text
    .replaceAll(/\s*\n\s*/g, " ")
    .replaceAll("|", "\\|")
    .replaceAll(/(`[^`]*`)|</g, (found, code?: string) => code ?? `\\${found}`);
}
