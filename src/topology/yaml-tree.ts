import { Composer, type Document, isAlias, isMap, isScalar, isSeq, Lexer, Parser } from "yaml";
import { quote } from "../messages/wording";

/** A value in a YAML file and its position. */
export interface Tree {
  readonly value: unknown;
  /** Where the value begins, in characters of the text. */
  readonly offset: number;
  /** Where its key begins, if it is in a mapping. */
  readonly keyOffset?: number;
  /** A scalar as it is written, such as `0123` for the number 123. */
  readonly source?: string;
  /** The values of a mapping by key, and of a list by index. */
  readonly children: ReadonlyMap<string | number, Tree>;
  /** The row of `for_each` that it was repeated for, such as `partners.csv:4`. */
  readonly row?: string;
}

/** A mapping or a list with other entries. */
export function withChildren(tree: Tree, children: ReadonlyMap<string | number, Tree>): Tree {
  if (Array.isArray(tree.value)) return { ...tree, value: [...children.values()].map(valueOf), children };
  if (typeof tree.value !== "object" || tree.value === null) return tree;
  const value = Object.fromEntries([...children].map(([key, child]) => [key, child.value]));
  return { ...tree, value, children };
}

function valueOf({ value }: Tree): unknown {
  return value;
}

/** A reason why a text cannot be read as a topology. */
export interface TextProblem {
  readonly offset: number;
  readonly message: string;
}

/** Limits the work of the parser, which needs many seconds for a megabyte of brackets. Real files have far fewer lexemes. */
const MOST_LEXEMES = 200_000;

/** A topology has five levels. The composer is recursive, so deep nesting would exhaust the stack. */
const MOST_LEVELS = 32;

/** The values of aliases count too: a few lines of aliases can expand to billions of values. */
const MOST_VALUES = 50_000;

/** Parses YAML text with one document, in bounded time. */
export function parseTree(text: string): { tree?: Tree; problems: readonly TextProblem[] } {
  const { stackTraceLimit } = Error;
  // The parser creates an error for every problem, and half a million stack traces take seconds.
  Error.stackTraceLimit = 0;
  try {
    const document = compose(text);
    const problems = [...document.errors, ...document.warnings];
    if (problems.length === 0) return new Reader().read(document);
    return { problems: problems.map(({ pos, message }) => ({ offset: pos[0], message: tidy(message) })) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { problems: [{ offset: error.offset, message: error.message }] };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function compose(text: string): Document.Parsed {
  // The parser's own check for duplicate keys compares every pair of keys.
  const composer = new Composer({ uniqueKeys: false });
  let document: Document.Parsed | undefined;
  for (const next of composer.compose(tokens(text), true, text.length)) {
    if (document) {
      throw new Refusal(next.range[0], "a second document begins here; write one file for each topology");
    }
    document = next;
  }
  if (!document) throw new Refusal(0, "is not a YAML document");
  return document;
}

function* tokens(text: string) {
  const parser = new Parser();
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (!/^[\s#]/.test(lexeme) && ++lexemes > MOST_LEXEMES) {
      throw new Refusal(parser.offset, "is too large to be read; split it into several topologies");
    }
    yield* parser.next(lexeme);
    if (parser.stack.length > MOST_LEVELS) throw new Refusal(parser.offset, TOO_DEEP);
  }
  yield* parser.end();
}

const TOO_DEEP = `is nested more than ${MOST_LEVELS} levels deep; a topology needs five`;

/** Turns the nodes of the parser into trees. */
class Reader {
  private readonly problems: TextProblem[] = [];
  private readonly anchors = new Map<string, unknown>();
  private readonly open = new Set<unknown>();
  private values = 0;

  read(document: Document.Parsed): { tree?: Tree; problems: readonly TextProblem[] } {
    const tree = this.tree(document.contents, 0);
    return this.problems.length > 0 ? { problems: this.problems } : { tree, problems: [] };
  }

  private tree(node: unknown, fallback: number, keyOffset?: number): Tree {
    const offset = rangeOf(node) ?? fallback;
    if (++this.values > MOST_VALUES) {
      throw new Refusal(offset, `has more than ${MOST_VALUES} values; split it into several topologies`);
    }
    const resolved = isAlias(node) ? this.anchored(node.source, offset) : node;
    if (this.open.has(resolved)) throw new Refusal(offset, "is an alias of a value that contains it");
    if (isScalar(resolved)) {
      this.anchor(resolved);
      return { value: resolved.value, offset, keyOffset, source: resolved.source, children: new Map() };
    }
    if (!isMap(resolved) && !isSeq(resolved)) return { value: null, offset, keyOffset, children: new Map() };
    if (this.open.size > MOST_LEVELS) throw new Refusal(offset, TOO_DEEP);
    this.anchor(resolved);
    this.open.add(resolved);
    const children = isMap(resolved)
      ? this.fields(resolved.items, offset)
      : this.items(resolved.items, offset);
    this.open.delete(resolved);
    const values = [...children].map(([key, child]) => [key, child.value] as const);
    const value = isMap(resolved) ? Object.fromEntries(values) : values.map(([, each]) => each);
    return { value, offset, keyOffset, children };
  }

  private fields(pairs: readonly { key: unknown; value: unknown }[], fallback: number): Map<string, Tree> {
    const fields = new Map<string, Tree>();
    for (const { key, value } of pairs) {
      const at = rangeOf(key) ?? fallback;
      const name = isScalar(key) ? (key.source ?? "") : undefined;
      if (isScalar(key)) this.anchor(key);
      // As a key of a plain object, it would set the prototype.
      if (name === undefined || name === "__proto__") {
        this.problems.push({ offset: at, message: name ? `${name} cannot be a key` : "a key must be text" });
      } else if (fields.has(name)) {
        this.problems.push({ offset: at, message: `the key ${quote(name)} is already in this mapping` });
      } else {
        fields.set(name, this.tree(value, at, at));
      }
    }
    return fields;
  }

  private items(nodes: readonly unknown[], fallback: number): Map<number, Tree> {
    return new Map(nodes.map((node, index) => [index, this.tree(node, fallback)]));
  }

  private anchor(node: { anchor?: string }): void {
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
  }

  private anchored(name: string, offset: number): unknown {
    const node = this.anchors.get(name);
    if (node === undefined) throw new Refusal(offset, `there is no anchor &${name} before this alias`);
    return node;
  }
}

/** Stops the parsing. */
class Refusal extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

function rangeOf(node: unknown): number | undefined {
  return (node as { range?: readonly number[] | null } | null | undefined)?.range?.[0];
}

/** The parser's messages can contain any part of the text, of any length. */
function tidy(message: string): string {
  const line = message.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
  const short = line.length <= 160 ? line : `${line.slice(0, 159)}…`;
  return short.charAt(0).toLowerCase() + short.slice(1);
}
