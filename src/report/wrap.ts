/** How wide reports are, in characters. */
export const WIDTH = 80;

/** A space that no line breaks at. */
export const STICKY = "\u00a0";

/**
 * Breaks text into lines of at most `width` characters. A word that is longer than that, such as an ARN or a URL, is
 * kept whole on a line of its own, where it can be copied and clicked.
 *
 * @param first what the first line begins with
 * @param rest what the others begin with
 */
export function wrap(text: string, first = "", rest = first, width = WIDTH): string[] {
  const lines: string[] = [];
  let start = first;
  let line = "";
  for (const word of text.split(/[ \n]+/).filter((each) => each !== "")) {
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

/** The same for text of several lines, each of which keeps the spaces that it begins with. */
export function wrapLines(text: string, indent = ""): string[] {
  return text.split("\n").flatMap((line) => {
    const own = indent + /^ */.exec(line)?.[0];
    return wrap(line, own, `${own}  `);
  });
}
