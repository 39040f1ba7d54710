import { quote } from "../messages/wording";
import type { TextProblem, Tree } from "./yaml-tree";

/** A policy has six levels. The reader is recursive. */
const MOST_LEVELS = 32;

/**
 * Parses JSON text, and remembers the position of every value. `JSON.parse` does not always say where the text is wrong, and
 * takes the last of two equal keys.
 */
export function parseJsonTree(text: string): { tree?: Tree; problems: readonly TextProblem[] } {
  try {
    return { tree: new Reader(text).document(), problems: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { problems: [{ offset: error.offset, message: error.message }] };
  }
}

class Reader {
  private offset = 0;
  private level = 0;

  constructor(private readonly text: string) {}

  document(): Tree {
    const tree = this.value();
    this.skipSpace();
    if (this.offset < this.text.length)
      throw this.refusal("more text follows the end of the JSON; remove it");
    return tree;
  }

  private value(keyOffset?: number): Tree {
    this.skipSpace();
    const { offset } = this;
    if (this.take("{")) return this.nested("}", () => this.fields(), { offset, keyOffset });
    if (this.take("[")) return this.nested("]", () => this.items(), { offset, keyOffset });
    const source = this.scalar();
    return { value: JSON.parse(source), offset, keyOffset, source, children: new Map() };
  }

  private nested(
    end: "}" | "]",
    read: () => Map<string | number, Tree>,
    at: Pick<Tree, "offset" | "keyOffset">,
  ): Tree {
    if (++this.level > MOST_LEVELS) throw this.refusal(`is nested more than ${MOST_LEVELS} levels deep`);
    const children = this.takeAfterSpace(end) ? new Map<string | number, Tree>() : read();
    this.level--;
    const values = [...children].map(([key, child]) => [key, child.value] as const);
    const value = end === "}" ? Object.fromEntries(values) : values.map(([, each]) => each);
    return { ...at, value, children };
  }

  private fields(): Map<string, Tree> {
    const fields = new Map<string, Tree>();
    do {
      this.skipSpace();
      const { offset } = this;
      const key = this.text[offset] === '"' ? (JSON.parse(this.scalar()) as string) : undefined;
      if (key === undefined) throw this.refusal(`expected a key in double quotes, found ${this.found()}`);
      if (fields.has(key)) throw this.refusal(`the key ${quote(key)} is already in this object`, offset);
      // As a key of a plain object, it would set the prototype.
      if (key === "__proto__") throw this.refusal(`${key} cannot be a key`, offset);
      if (!this.takeAfterSpace(":")) throw this.refusal(`expected ":" after the key, found ${this.found()}`);
      fields.set(key, this.value(offset));
    } while (this.takeAfterSpace(","));
    if (!this.take("}")) throw this.refusal(`expected "," or "}", found ${this.found()}`);
    return fields;
  }

  private items(): Map<number, Tree> {
    const items = new Map<number, Tree>();
    do items.set(items.size, this.value());
    while (this.takeAfterSpace(","));
    if (!this.take("]")) throw this.refusal(`expected "," or "]", found ${this.found()}`);
    return items;
  }

  /** Text, a number, true, false or null, as it is written. */
  private scalar(): string {
    SCALAR.lastIndex = this.offset;
    const source = SCALAR.exec(this.text)?.[0];
    if (source === undefined) throw this.refusal(`expected a JSON value, found ${this.found()}`);
    this.offset += source.length;
    return source;
  }

  private skipSpace(): void {
    while (/[ \t\r\n]/.test(this.text[this.offset] ?? "")) this.offset++;
  }

  private takeAfterSpace(character: string): boolean {
    this.skipSpace();
    return this.take(character);
  }

  private take(character: string): boolean {
    if (this.text[this.offset] !== character) return false;
    this.offset++;
    return true;
  }

  private found(): string {
    const character = this.text.slice(this.offset).match(/^./su)?.[0];
    return character === undefined ? "the end of the file" : quote(character);
  }

  private refusal(message: string, offset = this.offset): Refusal {
    return new Refusal(offset, `is not valid JSON: ${message}`);
  }
}

/** https://www.rfc-editor.org/rfc/rfc8259 */
const SCALAR =
  // eslint-disable-next-line no-control-regex -- JSON does not allow them in text
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Stops the reader. */
class Refusal extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}
