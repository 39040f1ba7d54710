import { quote, suggestionFor } from "../messages/wording";
import type { Row } from "./rows";
import { type TextProblem, type Tree, withChildren } from "./yaml-tree";

/** `${each.name}` */
const EACH = /\$\{each\.([^}]*)\}/g;

/**
 * Writes every entry of a topology that names a value of the row, such as `${each.name}`, once for each row. The copies
 * keep the position of the entry in the file.
 */
export function repeat(tree: Tree, rows: readonly Row[]): { tree: Tree; problems: readonly TextProblem[] } {
  const repeater = new Repeater(rows);
  const sections = new Map([...tree.children].map(([name, section]) => [name, repeater.section(section)]));
  return { tree: withChildren(tree, sections), problems: repeater.problems };
}

/** The first place that names a value of a row. */
export function firstNamed(tree: Tree): Tree | undefined {
  if (mentions(tree.value)) return tree;
  for (const [key, child] of tree.children) {
    const found = mentions(key) ? child : firstNamed(child);
    if (found) return found;
  }
  return undefined;
}

class Repeater {
  readonly problems: TextProblem[] = [];

  constructor(private readonly rows: readonly Row[]) {}

  section(section: Tree): Tree {
    const isList = Array.isArray(section.value);
    const entries = new Map<string | number, Tree>();
    for (const [key, entry] of section.children) {
      if (!mentions(key) && !firstNamed(entry)) entries.set(isList ? entries.size : key, entry);
      else
        for (const row of this.rows)
          this.add(entries, isList ? entries.size : this.name(key, entry, row), entry, row);
    }
    return withChildren(section, entries);
  }

  private add(entries: Map<string | number, Tree>, name: string | number, entry: Tree, row: Row): void {
    const copy = this.copy(entry, row);
    const other = entries.get(name);
    if (!copy) return;
    if (!other) entries.set(name, copy);
    // Several rows can be about the same account.
    else if (JSON.stringify(other.value) !== JSON.stringify(copy.value)) {
      const rows = `${other.row ?? "an entry without rows"} and ${row.place}`;
      const example = `\${each.${[...row.values.keys()][0]}}`;
      this.report(
        entry,
        `${quote(String(name))} has different values for ${rows}; give each row a name of its own, such as ${quote(example)}`,
      );
    }
  }

  private name(key: string | number, entry: Tree, row: Row): string {
    const at = { ...entry, offset: entry.keyOffset ?? entry.offset };
    return String(this.filled(String(key), at, row) ?? "");
  }

  /** Undefined for an empty cell: the field is left out. */
  private copy(tree: Tree, row: Row): Tree | undefined {
    if (typeof tree.value === "string") {
      const value = this.filled(tree.value, tree, row);
      return value === undefined ? undefined : { ...tree, value, source: String(value), row: row.place };
    }
    const isList = Array.isArray(tree.value);
    const children = new Map<string | number, Tree>();
    for (const [key, child] of tree.children) {
      const copy = this.copy(child, row);
      if (copy) children.set(isList ? children.size : this.name(key, child, row), copy);
    }
    return { ...withChildren(tree, children), row: row.place };
  }

  /** A text that is only the name of a column becomes its value, with its type. */
  private filled(text: string, at: Tree, row: Row): unknown {
    const [whole] = text.match(EACH) ?? [];
    if (whole === text) {
      const value = this.value(columnOf(text), at, row);
      return value === "" ? undefined : value;
    }
    return text.replace(EACH, (each) => String(this.value(columnOf(each), at, row)));
  }

  private value(column: string, at: Tree, { values }: Row): unknown {
    if (!values.has(column)) {
      const columns = [...values.keys()];
      const meant = suggestionFor(column, columns);
      this.report(
        at,
        `there is no column ${quote(column)}; the columns are ${columns.join(", ")}${meant === undefined ? "" : `; did you mean ${quote(meant)}?`}`,
      );
    }
    return values.get(column) ?? "";
  }

  /** The same mistake in every row is one. */
  private report({ offset }: Tree, message: string): void {
    const isKnown = this.problems.some((each) => each.offset === offset);
    if (!isKnown) this.problems.push({ offset, message });
  }
}

function columnOf(each: string): string {
  return each.slice("${each.".length, -1).trim();
}

function mentions(value: unknown): boolean {
  return typeof value === "string" && value.search(EACH) >= 0;
}
