import { LineCounter } from "yaml";
import { messageId, type TopologyMessage } from "./messages";
import type { Problem } from "./problem";
import { parseTree, type TextProblem, type Tree } from "./yaml-tree";

/** A place in a topology: keys of mappings and indexes of lists. */
export type Path = readonly (string | number)[];

/** A problem with its place in the topology, but not yet with its line in the file. */
export interface Finding {
  readonly path: Path;
  /** Whether the problem is with the key instead of its value. */
  readonly atKey?: boolean;
  readonly message: string;
  readonly suggestion?: string;
  /** What kind of message it is. @default - that of the rule that finds it */
  readonly id?: string;
  /** Whether the problem is an unknown key. */
  readonly isUnknownKey?: boolean;
  /** The mapping that lacks a key. If the mapping has an unknown key, that is probably the missing one, misspelt. */
  readonly missingIn?: Path;
}

const MOST_BYTES = 1_048_576;

/** A file in YAML, or in JSON, that remembers the position of every value. */
export class YamlFile {
  private readonly lines = new LineCounter();
  private readonly length: number;
  /** Undefined if the file is not valid. */
  readonly tree: Tree | undefined;
  /** Problems with the YAML itself. */
  readonly problems: readonly Problem[];

  constructor(
    readonly file: string,
    source: string,
    parse: (text: string) => { tree?: Tree; problems: readonly TextProblem[] } = parseTree,
  ) {
    const text = source.replace(/^\uFEFF/, "");
    this.length = text.length;
    const bytes = Buffer.byteLength(text);
    if (bytes > MOST_BYTES) {
      const message = `is ${bytes} bytes long, at most ${MOST_BYTES} are allowed; split it into several files`;
      this.problems = [this.locate({ path: [], message })];
      return;
    }
    this.lines.addNewLine(0);
    for (const { index } of text.matchAll(/\n/g)) this.lines.addNewLine(index + 1);
    const { tree, problems } = parse(text);
    this.tree = tree;
    this.problems = problems.map((problem) => this.inFile(problem, "syntax"));
  }

  /** The same file with other values at its positions. */
  with(tree: Tree, problems: readonly TextProblem[]): YamlFile {
    const inFile = problems.map((problem) => this.inFile(problem, "rows"));
    return Object.assign(Object.create(YamlFile.prototype) as YamlFile, this, { tree, problems: inFile });
  }

  private inFile({ offset, message }: TextProblem, id: TopologyMessage): Problem {
    return { id: messageId(id), file: this.file, ...this.position(offset), path: "", message };
  }

  /** The parsed value; undefined if the file is not valid. */
  get value(): unknown {
    return this.tree?.value;
  }

  /** Finds the place of a problem in the file. */
  locate({ path, atKey, message, suggestion, id = "file" }: Finding): Problem {
    const position = this.position(this.offset(path, atKey ?? false));
    const row = this.nearest(path)?.row;
    const problem = {
      id: messageId(id),
      file: this.file,
      ...position,
      path: formatPath(path),
      message,
      suggestion,
    };
    return row === undefined ? problem : { ...problem, row };
  }

  /** The scalar at `path` as it is written, such as `0123` for the number 123. */
  source(path: Path): string | undefined {
    return this.at(path)?.source;
  }

  /** The line of the value at `path`. */
  line(path: Path): number {
    return this.position(this.offset(path, false)).line;
  }

  private at(path: Path): Tree | undefined {
    return path.reduce<Tree | undefined>((tree, segment) => tree?.children.get(segment), this.tree);
  }

  private nearest(path: Path): Tree | undefined {
    return this.at(path) ?? (path.length === 0 ? undefined : this.nearest(path.slice(0, -1)));
  }

  /** The offset of a value or of its key. If it is missing, the offset of the mapping that lacks it. */
  private offset(path: Path, atKey: boolean): number {
    const found = this.at(path);
    if (found) return (atKey ? found.keyOffset : undefined) ?? found.offset;
    return path.length === 0 ? 0 : this.offset(path.slice(0, -1), true);
  }

  private position(offset: number): { line: number; column: number } {
    const { line, col } = this.lines.linePos(Math.min(offset, this.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

function formatPath(path: Path): string {
  return path
    .map((segment, index) =>
      typeof segment === "number" ? `[${segment}]` : index === 0 ? segment : `.${segment}`,
    )
    .join("");
}
