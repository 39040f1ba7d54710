import { dirname, join } from "node:path";
import { CsvError, parse } from "csv-parse/sync";
import { quote } from "../messages/wording";
import type { TextProblem, Tree } from "./yaml-tree";
import { readText } from "./read-text";

/** What `for_each` repeats an entry for. */
export interface Row {
  /** For messages, such as `partners.csv:4` or `for_each[2]`. */
  readonly place: string;
  /** By column. */
  readonly values: ReadonlyMap<string, unknown>;
}

/** Rows that a topology can have. The largest fleets have a stack for each of their parts. */
const MOST_ROWS = 5000;

/**
 * Reads the rows of `for_each`: a list of mappings, or the name of a CSV file whose first line has the columns.
 *
 * @param file of the topology, from which the path of a CSV file starts
 */
export function readRows(
  tree: Tree,
  file: string,
): { rows: readonly Row[]; problems: readonly TextProblem[] } {
  const problems: TextProblem[] = [];
  const report = (message: string, at: Tree = tree) => problems.push({ offset: at.offset, message });
  const rows =
    typeof tree.value === "string"
      ? rowsOfFile(tree.value, file, report)
      : Array.isArray(tree.value)
        ? rowsOfList(tree, report)
        : undefined;
  if (rows === undefined)
    report(
      'for_each must be the name of a CSV file, such as partners.csv, or a list, such as [{ name: apps, id: "222222222222" }]',
    );
  else if (problems.length === 0 && rows.length === 0) report("for_each has no rows");
  else if (rows.length > MOST_ROWS)
    report(
      `for_each has ${rows.length} rows, at most ${MOST_ROWS} are allowed; split it into several topologies`,
    );
  return { rows: problems.length > 0 ? [] : (rows ?? []), problems };
}

type Report = (message: string, at?: Tree) => void;

function rowsOfList(tree: Tree, report: Report): Row[] {
  return [...tree.children].map(([index, row]) => {
    const isMapping = typeof row.value === "object" && row.value !== null && !Array.isArray(row.value);
    if (!isMapping) report("a row of for_each must be a mapping, such as { name: apps }", row);
    for (const [column, { value }] of isMapping ? row.children : [])
      if (typeof value === "object" && value !== null)
        report(`${quote(String(column))} of a row must be text, a number, true or false`, row);
    const values = new Map([...row.children].map(([column, cell]) => [String(column), cellOf(cell)]));
    return { place: `for_each[${index}]`, values };
  });
}

/** A number as it is written, because an account id in a row can lack its quotes. */
function cellOf({ value, source }: Tree): unknown {
  return typeof value === "number" && /^0\d|\d{12}/.test(source ?? "") ? source : value;
}

function rowsOfFile(name: string, file: string, report: Report): Row[] {
  const records = recordsOf(join(dirname(file), name), name, report);
  const [header, ...rest] = records;
  const columns = header?.cells ?? [];
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  const separator = columns.length === 1 ? /[;\t|]/.exec(columns[0] ?? "")?.[0] : undefined;
  if (separator !== undefined) {
    report(`${name}:1: separates its columns with ${quote(separator)}; separate them with commas`);
    return [];
  }
  if (header && columns.includes("")) report(`${name}:${header.line}: a column has no name`);
  else if (twice !== undefined) report(`${name}:1: two columns are called ${quote(twice)}`);
  return rest.map(({ cells, line }) => {
    if (cells.length !== columns.length)
      report(
        `${name}:${line}: has ${counted(cells.length)}, but there are ${counted(columns.length)} in the first line`,
      );
    return {
      place: `${name}:${line}`,
      values: new Map(columns.map((column, index) => [column, valueOf(cells[index] ?? "")])),
    };
  });
}

function counted(count: number): string {
  return count === 1 ? "1 value" : `${count} values`;
}

/** CSV knows only text. */
function valueOf(cell: string): unknown {
  return cell === "true" ? true : cell === "false" ? false : cell;
}

interface Line {
  readonly cells: readonly string[];
  /** From 1. */
  readonly line: number;
}

function recordsOf(path: string, name: string, report: Report): Line[] {
  try {
    const records = parse(readText(path), {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
    }) as unknown as { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
    return records.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof CsvError) report(`${name} is not valid CSV: ${error.message}`);
    else if (code === undefined) throw error;
    else report(`${name} cannot be read (${code}); its path starts at the folder of the topology`);
    return [];
  }
}
