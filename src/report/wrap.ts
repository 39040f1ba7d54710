/** The width of reports without a terminal. */
const DEFAULT_WIDTH = 80;
/** In longer lines, people lose their place. */
const MOST = 120;
/** Columns and indentations need this. */
const LEAST = 40;

/** The width of reports in characters: that of the terminal or, where a program sets it, of `COLUMNS`. */
export function pageWidth(): number {
  const columns = Number(process.env.COLUMNS) || process.stdout.columns || DEFAULT_WIDTH;
  return Math.min(Math.max(columns, LEAST), MOST);
}

/** A space where no line breaks. */
export const STICKY = "\u00a0";

/** What a terminal obeys, such as escape sequences and marks that turn text around. */
const CONTROL = /[^\P{Cc}\n]|\p{Bidi_Control}|[\u2028\u2029]/gu;

/** Names in foreign files can contain anything. */
function visible(text: string): string {
  return text.replaceAll(CONTROL, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * Breaks text into lines of at most `width` characters. A longer word, such as an ARN or a URL, stays whole on its own
 * line, so that it can be copied and clicked.
 *
 * @param first the beginning of the first line
 * @param rest the beginning of the other lines
 */
export function wrap(text: string, first = "", rest = first, width = pageWidth()): string[] {
  const lines: string[] = [];
  let start = first;
  let line = "";
  for (const word of visible(text)
    .split(/[ \n]+/)
    .filter((each) => each !== "")) {
    if (line !== "" && start.length + line.length + 1 + word.length > width) {
      lines.push(start + line);
      start = rest;
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, (start + line).trimEnd()].map((each) => each.replaceAll(STICKY, " "));
}

/** Wraps text of several lines. Each line keeps its indentation. */
export function wrapLines(text: string, indent = ""): string[] {
  return text.split("\n").flatMap((line) => {
    const own = indent + /^ */.exec(line)?.[0];
    return wrap(line, own, `${own}  `);
  });
}
