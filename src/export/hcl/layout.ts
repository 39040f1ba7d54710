/** How `terraform fmt` lays out text: https://developer.hashicorp.com/terraform/language/style#code-formatting */

/** `name = value`, of a block or of a map, both in HCL. */
export interface Entry {
  readonly name: string;
  readonly value: string;
}

/** The longest list or map that stays on one line. */
const SHORT = 100;

export function isShort(hcl: string): boolean {
  return hcl.length <= SHORT && !hcl.includes("\n");
}

export function indent(hcl: string): string {
  return hcl
    .split("\n")
    .map((line) => (line === "" ? line : `  ${line}`))
    .join("\n");
}

/** One entry a line. The equals signs of neighbours are aligned if their values take one line. */
export function alignEntries(entries: readonly Entry[]): string {
  const lines: string[] = [];
  for (let at = 0; at < entries.length;) {
    const rest = entries.slice(at);
    const multiLine = rest.findIndex(({ value }) => !takesOneLine(value));
    const aligned = multiLine === -1 ? rest : rest.slice(0, Math.max(multiLine, 1));
    const width = Math.max(...aligned.map(({ name }) => columns(name)));
    for (const { name, value } of aligned)
      lines.push(`${name}${" ".repeat(width - columns(name))} = ${value}`);
    at += aligned.length;
  }
  return lines.join("\n");
}

/** A heredoc counts as one line. */
function takesOneLine(value: string): boolean {
  return !value.includes("\n") || value.startsWith("<<");
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

function columns(name: string): number {
  if (/^[ -~]*$/.test(name)) return name.length;
  // Terraform counts a quote as a character of its own, even before a combining character.
  const [, left = "", text = "", right = ""] = /^("?)(.*?)("?)$/su.exec(name) ?? [];
  return left.length + [...graphemes.segment(text)].length + right.length;
}
