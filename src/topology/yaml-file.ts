import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from "yaml";
import { type Problem, quote } from "./problem";

/** A place in a topology: keys of mappings and positions in lists. */
export type Path = readonly (string | number)[];

/** A problem that knows its place in the topology, but not yet in the file. */
export interface Finding {
  readonly path: Path;
  /** Whether the key is at fault and not its value. */
  readonly atKey?: boolean;
  readonly message: string;
  readonly suggestion?: string;
}

/** A thousand pairs of buckets are about 400 KB. */
const MOST_BYTES = 524_288;
/** A topology is six levels deep; the parser takes ever longer for each level. */
const MOST_BRACKETS = 32;

/** A YAML file that remembers where everything was. */
export class YamlFile {
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed | undefined;
  private readonly pairs = new WeakMap<object, ReadonlyMap<string, Pair<Node, Node | null>>>();
  /** What is wrong with it as YAML. */
  readonly problems: readonly Problem[];
  /** What it says; undefined where it is no YAML. */
  readonly value: unknown;

  constructor(
    readonly file: string,
    text: string,
  ) {
    // Counted here, for the parser leaves out the lines of what it cannot read.
    for (const { index } of text.matchAll(/^/gm)) this.lines.addNewLine(index);
    const bytes = Buffer.byteLength(text);
    if (bytes > MOST_BYTES) {
      this.problems = [
        this.whole(`is ${bytes} bytes long, at most ${MOST_BYTES} are read; split it into several stacks`),
      ];
      return;
    }
    if (depthOfBrackets(text) > MOST_BRACKETS) {
      this.problems = [
        this.whole(`has more than ${MOST_BRACKETS} brackets within each other; a topology has three`),
      ];
      return;
    }
    // The parser's own check of duplicate keys compares each with each.
    this.document = parseDocument(text, { prettyErrors: false, uniqueKeys: false });
    const flaws = [...this.document.errors, ...this.document.warnings];
    this.problems = [
      ...flaws.map(({ pos, message }) => this.problemAt(pos[0], lowerFirst(message))),
      ...this.index(this.document),
    ];
    if (this.problems.length > 0) return;
    try {
      this.value = this.document.toJS();
    } catch (error) {
      this.problems = [this.whole(lowerFirst((error as Error).message))];
    }
  }

  /** Finds the place of a finding in the file. */
  locate({ path, atKey, message, suggestion }: Finding): Problem {
    const position = this.position(this.offset(path, atKey ?? false));
    return { file: this.file, ...position, path: formatPath(path), message, suggestion };
  }

  /** The scalar at `path` as it was written, such as `0123` for the number 123. */
  source(path: Path): string | undefined {
    const node = this.node(path);
    return isScalar(node) ? node.source : undefined;
  }

  /** The line of what is at `path`. */
  line(path: Path): number {
    return this.position(this.offset(path, false)).line;
  }

  private whole(message: string): Problem {
    return this.problemAt(0, message);
  }

  private problemAt(offset: number, message: string): Problem {
    return { file: this.file, ...this.position(offset), path: "", message };
  }

  /** Remembers the pairs of every mapping by their keys, and says what the parser would accept or say without a place. */
  private index(document: Document.Parsed): Problem[] {
    const problems: Problem[] = [];
    visit(document, {
      Alias: (_, alias) => {
        if (alias.resolve(document)) return;
        problems.push(
          this.problemAt(alias.range?.[0] ?? 0, `there is no anchor &${alias.source} before this alias`),
        );
      },
      Map: (_, map) => {
        const pairs = new Map<string, Pair<Node, Node | null>>();
        for (const pair of (map as YAMLMap<Node, Node | null>).items) {
          const key = isScalar(pair.key) ? String(pair.key.value) : undefined;
          if (key === undefined || pairs.has(key)) {
            const message =
              key === undefined ? "a key must be text" : `the key ${quote(key)} is in this mapping already`;
            problems.push(this.problemAt(pair.key.range?.[0] ?? 0, message));
          } else {
            pairs.set(key, pair);
          }
        }
        this.pairs.set(map, pairs);
      },
    });
    return problems;
  }

  private node(path: Path): Node | undefined {
    return path.reduce<Node | undefined>(
      (node, segment) => this.child(node, segment)?.value,
      this.document?.contents ?? undefined,
    );
  }

  /** The offset of a value or of its key; where there is none, that of the mapping that lacks it. */
  private offset(path: Path, atKey: boolean): number {
    const last = path.at(-1);
    if (last === undefined) return this.document?.contents?.range[0] ?? 0;
    const parent = path.slice(0, -1);
    const child = this.child(this.node(parent), last);
    const node = atKey ? (child?.key ?? child?.value) : (child?.value ?? child?.key);
    return node?.range?.[0] ?? this.offset(parent, true);
  }

  private child(node: Node | undefined, segment: string | number): { key?: Node; value?: Node } | undefined {
    const resolved = isAlias(node) && this.document ? node.resolve(this.document) : node;
    if (isMap(resolved)) {
      const pair = this.pairs.get(resolved)?.get(String(segment));
      return pair && { key: pair.key, value: pair.value ?? undefined };
    }
    return isSeq<Node>(resolved) ? { value: resolved.items[Number(segment)] } : undefined;
  }

  private position(offset: number): { line: number; column: number } {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

function depthOfBrackets(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") depth++;
    else if (token === "]" || token === "}") depth--;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function formatPath(path: Path): string {
  return path
    .map((segment, index) =>
      typeof segment === "number" ? `[${segment}]` : index === 0 ? segment : `.${segment}`,
    )
    .join("");
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
