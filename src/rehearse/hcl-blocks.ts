/**
 * Where the blocks and arguments of a file in Terraform's native syntax begin and end. Expressions stay text: Terraform
 * evaluates them. Positions make it possible to blank a part of a file and to keep every line number.
 */
export interface Body {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}

export interface Attribute {
  readonly name: string;
  readonly expression: string;
  readonly start: number;
  readonly end: number;
}

export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
  readonly start: number;
  readonly end: number;
}

/** @returns undefined if the text is not valid, which Terraform reports better */
export function readBlocks(text: string): Body | undefined {
  try {
    const reader = new Reader(text);
    const body = reader.body();
    return reader.atEnd ? body : undefined;
  } catch (error) {
    if (error instanceof InvalidHcl) return undefined;
    throw error;
  }
}

class InvalidHcl extends Error {}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

class Reader {
  private position;

  constructor(private readonly text: string) {
    this.position = text.startsWith("\uFEFF") ? 1 : 0;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** Until the closing brace, which it leaves, or the end of the file. */
  body(): Body {
    const attributes: Attribute[] = [];
    const blocks: Block[] = [];
    for (;;) {
      this.skipSpace(true);
      if (this.atEnd || this.next === "}") return { attributes, blocks };
      const start = this.position;
      const name = this.take(/[\p{L}_][\p{L}\p{N}_-]*/uy);
      this.skipSpace(false);
      if (this.next === "=") {
        this.position++;
        this.skipSpace(false);
        const expression = this.expression();
        attributes.push({ name, expression: expression.text, start, end: expression.end });
      } else {
        blocks.push(this.block(name, start));
      }
    }
  }

  private block(type: string, start: number): Block {
    const labels: string[] = [];
    while (this.next !== "{") {
      const label = this.take(/"[^"\n]*"|[\p{L}_][\p{L}\p{N}_-]*/uy);
      labels.push(label.startsWith('"') ? label.slice(1, -1) : label);
      this.skipSpace(false);
    }
    this.position++;
    const body = this.body();
    this.expect("}");
    return { type, labels, body, start, end: this.position };
  }

  /** Until the end of its line, outside of brackets, or the brace that closes a block of one line. */
  private expression(): { text: string; end: number } {
    const start = this.position;
    let end = start;
    while (!this.atEnd && this.next !== "\n" && this.next !== "}") {
      const before = this.position;
      this.skipSpace(false);
      if (this.position > before) continue;
      this.skipToken();
      end = this.position;
    }
    if (end === start) throw new InvalidHcl();
    return { text: this.text.slice(start, end), end };
  }

  private skipToken(): void {
    const closing = CLOSING[this.next];
    if (closing !== undefined) this.skipBrackets(closing);
    else if (this.next === '"') this.skipString();
    else if (this.text.startsWith("<<", this.position)) this.skipHeredoc();
    else this.position++;
  }

  private skipBrackets(closing: string): void {
    this.position++;
    for (;;) {
      this.skipSpace(true);
      if (this.atEnd || /[)\]}]/.test(this.next)) break;
      this.skipToken();
    }
    this.expect(closing);
  }

  private skipString(): void {
    this.position++;
    while (this.next !== '"') {
      if (this.atEnd || this.next === "\n") throw new InvalidHcl();
      if (this.next === "\\") this.position += 2;
      else if (/[$%]{2}\{/y.test(this.text.slice(this.position, this.position + 3))) this.position += 3;
      else if (/[$%]\{/y.test(this.text.slice(this.position, this.position + 2))) {
        this.position++;
        this.skipBrackets("}");
      } else this.position++;
    }
    this.position++;
  }

  private skipHeredoc(): void {
    const start = /<<-?([\p{L}_][\p{L}\p{N}_-]*)\r?\n/uy;
    const marker = this.take(start).replace(/^<<-?/, "").trim();
    for (;;) {
      if (this.atEnd) throw new InvalidHcl();
      const lineEnd = this.text.indexOf("\n", this.position);
      const end = lineEnd === -1 ? this.text.length : lineEnd;
      const line = this.text.slice(this.position, end);
      this.position = end;
      if (line.trim() === marker) return;
      if (lineEnd !== -1) this.position++;
    }
  }

  /** Spaces and comments. */
  private skipSpace(lines: boolean): void {
    const space = lines ? /\s+/y : /[^\S\n]+/y;
    for (;;) {
      if (this.match(space) || this.match(/(#|\/\/)[^\n]*/y) || this.match(/\/\*[\s\S]*?\*\//y)) continue;
      return;
    }
  }

  private get next(): string {
    return this.text.charAt(this.position);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  private take(pattern: RegExp): string {
    const found = this.match(pattern);
    if (found === undefined) throw new InvalidHcl();
    return found;
  }

  private expect(character: string): void {
    if (this.next !== character) throw new InvalidHcl();
    this.position++;
  }
}
