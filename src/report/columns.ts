import { pageWidth, wrap } from "./wrap";

/** The number of spaces between two columns. */
export const GAP = 2;

/**
 * Sets rows in columns that are as wide as their content; the last column takes the rest of the page. Text that is too
 * wide continues on the next line. A single word that is too wide for its column pushes the rest of the row below it; in
 * the last column it gets lines of its own.
 *
 * @param widest the maximum width of each column except the last
 * @returns the lines of each row
 */
export function columns(
  rows: readonly (readonly string[])[],
  { indent, widest }: { readonly indent: string; readonly widest: readonly number[] },
): string[][] {
  const widths = widest.map((most, index) => {
    const parts = rows.flatMap((row) => wrap(row[index] ?? "", "", CONTINUED, most));
    return Math.max(0, ...parts.map(({ length }) => length).filter((length) => length <= most));
  });
  const page = pageWidth();
  const starts = widths.reduce((all, width) => [...all, (all.at(-1) ?? 0) + width + GAP], [indent.length]);
  return rows.map((row) => {
    const lines: string[] = [];
    let top = 0;
    row.slice(0, widths.length).forEach((text, index) => {
      const cell = wrap(text, "", CONTINUED, widths[index]);
      place(cell, lines, top, starts[index] ?? 0);
      if (cell.some(({ length }) => length > (widths[index] ?? 0))) top += cell.length;
    });
    const start = starts.at(-1) ?? 0;
    const last = wrap(row[widths.length] ?? "", "", "", page - start);
    if (last.every(({ length }) => length <= page - start)) place(last, lines, top, start);
    else lines.push(...wrap(row[widths.length] ?? "", indent + CONTINUED + CONTINUED));
    return lines;
  });
}

function place(cell: readonly string[], lines: string[], top: number, start: number): void {
  cell.forEach((part, at) => {
    lines[top + at] = ((lines[top + at] ?? "").padEnd(start) + part).trimEnd();
  });
}

const CONTINUED = "  ";
