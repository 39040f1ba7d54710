import { quote, suggestionFor } from "../messages/wording";
import { nothingLeft } from "./nothing-left";
import { firstNamed, repeat } from "./repeat";
import { readRows, type Row } from "./rows";
import type { FileFields } from "./topology";
import type { YamlFile } from "./yaml-file";
import { type TextProblem, type Tree, withChildren } from "./yaml-tree";

/** A topology without `for_each` and `split_by`. */
export interface Part {
  readonly yaml: YamlFile;
  /** The value of the column in `split_by`, which the name of the stack ends in. Undefined without it. */
  readonly value?: string;
}

/** Repeats the entries of a topology for the rows of `for_each`: in one topology, or in one for each value of `split_by`. */
export function partsOf(yaml: YamlFile): readonly Part[] {
  const { tree } = yaml;
  if (!tree || yaml.problems.length > 0) return [{ yaml }];
  const { for_each: forEach, split_by: splitBy, ...others } = fieldsOf(tree);
  nothingLeft(others);
  const rest = without(tree, ["for_each", "split_by"]);
  if (!forEach) return [{ yaml: yaml.with(rest, withoutRows(rest, splitBy)) }];
  const { rows, problems } = readRows(forEach, yaml.file);
  if (problems.length > 0) return [{ yaml: yaml.with(rest, problems) }];
  if (!splitBy) return [partOf(yaml, rest, rows)];
  const misnamed = splitProblems(splitBy, rows);
  if (misnamed.length > 0) return [{ yaml: yaml.with(rest, misnamed) }];
  const column = String(splitBy.value);
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const value = String(row.values.get(column));
    const group = groups.get(value);
    if (group) group.push(row);
    else groups.set(value, [row]);
  }
  return [...groups].map(([value, group]) => ({ ...partOf(yaml, rest, group), value }));
}

function fieldsOf({ children }: Tree): { readonly [Field in keyof FileFields]: Tree } {
  return { for_each: children.get("for_each"), split_by: children.get("split_by") };
}

function partOf(yaml: YamlFile, tree: Tree, rows: readonly Row[]): Part {
  const repeated = repeat(tree, rows);
  return { yaml: yaml.with(repeated.tree, repeated.problems) };
}

function withoutRows(tree: Tree, splitBy: Tree | undefined): TextProblem[] {
  const named = firstNamed(tree);
  return [
    ...(splitBy ? [{ offset: splitBy.keyOffset ?? splitBy.offset, message: "split_by needs for_each" }] : []),
    ...(named
      ? [
          {
            offset: named.offset,
            message: "${each.…} needs for_each: a CSV file or a list, with a row for each copy",
          },
        ]
      : []),
  ];
}

function splitProblems({ value, offset }: Tree, rows: readonly Row[]): TextProblem[] {
  const columns = [...(rows[0]?.values.keys() ?? [])];
  const column = typeof value === "string" ? value : "";
  if (!columns.includes(column)) {
    const meant = suggestionFor(column, columns);
    const message = `split_by must be a column of for_each: ${columns.join(", ")}${meant === undefined ? "" : `; did you mean ${quote(meant)}?`}`;
    return [{ offset, message }];
  }
  return rows
    .filter(({ values }) => !/^[A-Za-z0-9_-]+$/.test(String(values.get(column) ?? "")))
    .slice(0, 1)
    .map(({ place, values }) => ({
      offset,
      message: `${place}: ${quote(String(values.get(column) ?? ""))} cannot be in the name of a stack; use letters, digits, "_" and "-"`,
    }));
}

function without(tree: Tree, keys: readonly string[]): Tree {
  return withChildren(tree, new Map([...tree.children].filter(([key]) => !keys.includes(String(key)))));
}
