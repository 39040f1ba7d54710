/** A module as another parser reads it, with the values of its caller put where it refers to them. */
import { parse } from "@cdktf/hcl2json";
import type { Topology } from "../../src/topology/topology";
import { partitionOf } from "../../src/aws/region";

type Json = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, readonly Json[]>>>>;

export interface ParsedModule {
  readonly variable: Readonly<Record<string, readonly Json[]>>;
  readonly data: Blocks;
  readonly locals: Readonly<Record<string, string>>;
  readonly resource: Blocks;
  readonly output: Readonly<Record<string, readonly Json[]>>;
  /** By what it removes: `${aws_kms_key.source}`. */
  readonly removed: Readonly<Record<string, Json>>;
}

/** Of the `.tf` files of a module's folder, but not of those below it. */
export async function parseModule(files: ReadonlyMap<string, string>): Promise<ParsedModule> {
  const whole: Record<string, Record<string, unknown>> = {
    variable: {},
    data: {},
    locals: {},
    resource: {},
    output: {},
    removed: {},
  };
  for (const [file, text] of files) {
    if (!/^[^/]+\.tf$/.test(file)) continue;
    for (const [kind, blocks] of Object.entries(await parse(file, text)))
      // Every block of locals by itself, what is removed by its address, and everything else by its first label.
      for (const block of [blocks].flat() as Json[])
        add((whole[kind] ??= {}), kind === "removed" ? { [String(block.from)]: block } : block);
  }
  return whole as unknown as ParsedModule;
}

/** @throws if something is declared twice */
function add(target: Record<string, unknown>, blocks: Json): void {
  for (const [name, block] of Object.entries(blocks)) {
    const present = target[name];
    if (present === undefined) target[name] = block;
    else if (Array.isArray(present) || typeof present !== "object")
      throw new Error(`${name} is declared twice`);
    else add(present as Record<string, unknown>, block as Json);
  }
}

/** What somebody who calls a module says. */
export interface Caller {
  readonly accounts: Topology["accounts"];
  readonly variables: Json;
}

/** Text of Terraform's JSON syntax that stands for exactly this text. */
export function templateOf(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}

/** Every `${…}` that is not escaped; none of those that a module has inside a longer text holds a brace. */
const REFERENCE = /(?<![$%])\$\{([^{}]*)\}/g;

/** A text and two literals, which can have escaped quotes. */
const REPLACE = /^replace\((.+), ("(?:[^"\\]|\\.)*"), ("(?:[^"\\]|\\.)*")\)$/s;

/**
 * Evaluates what a module says as far as its caller and its data sources decide it, in Terraform's JSON syntax:
 * references to resources stay.
 */
export class CalledModule {
  constructor(
    private readonly module: ParsedModule,
    private readonly caller: Caller,
  ) {}

  async evaluate(value: unknown): Promise<unknown> {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return Promise.all(value.map((each) => this.evaluate(each)));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(async ([key, each]) => [
      await this.text(key),
      await this.evaluate(each),
    ]);
    return Object.fromEntries(await Promise.all(entries));
  }

  private async text(text: string): Promise<unknown> {
    const [, tags] = /^\$\{merge\(var\.tags, (.*)\)\}$/s.exec(text) ?? [];
    if (tags !== undefined)
      return { ...(this.caller.variables.tags as Json), ...((await argument(tags)) as Json) };
    const [, heredoc] = /^\$\{chomp\((<<.*)\)\}$/s.exec(text) ?? [];
    if (heredoc !== undefined) return this.text(((await argument(heredoc)) as string).replace(/\n$/, ""));
    const [, whole] = /^\$\{((?:var|local)\.[\w-]+)\}$/.exec(text) ?? [];
    if (whole !== undefined) return this.reference(whole);
    return text.replaceAll(REFERENCE, (found, expression: string) => this.inText(found, expression));
  }

  private inText(found: string, expression: string): string {
    if (/^(var|local)\.[\w-]+$/.test(expression)) return String(this.reference(expression));
    const [, trimmed] = /^trimsuffix\(([\w.-]+), "\/"\)$/.exec(expression) ?? [];
    if (trimmed !== undefined) return this.inText(found, trimmed).replace(/\/$/, "");
    const [, of = "", from, to] = REPLACE.exec(expression) ?? [];
    if (from === undefined || to === undefined) return found;
    const [search, replacement] = [from, to].map((literal) => JSON.parse(literal) as string);
    return this.inText(found, of).replaceAll(search ?? "", () => replacement ?? "");
  }

  private reference(address: string): unknown {
    const [kind, name = ""] = address.split(".");
    if (kind === "var") {
      if (!(name in this.module.variable)) throw new Error(`${address} is not declared`);
      return literal(this.caller.variables[name]);
    }
    const local = this.module.locals[name];
    if (local === undefined) throw new Error(`${address} is not declared`);
    // As the stack has it, where the local is the document itself.
    if (local.startsWith("${jsonencode(")) return `\${jsonencode(${address})}`;
    if (local.startsWith("arn:"))
      return local.replaceAll(REFERENCE, (found, expression: string) => this.inText(found, expression));
    const [, type = "", label = "", attribute = ""] =
      /^\$\{data\.(\w+)\.([\w-]+)\.(\w+)\}$/.exec(local) ?? [];
    const [, alias = ""] =
      /^\$\{aws\.([\w-]+)\}$/.exec(String(this.module.data[type]?.[label]?.[0]?.provider)) ?? [];
    const account = this.caller.accounts[alias];
    if (account?.region === undefined) throw new Error(`${address} is of no account that is managed`);
    const says: Readonly<Record<string, string>> = {
      "aws_caller_identity.account_id": account.id,
      "aws_region.id": account.region,
      "aws_partition.partition": partitionOf(account.region),
    };
    return says[`${type}.${attribute}`];
  }
}

function literal(value: unknown): unknown {
  if (typeof value === "string") return templateOf(value);
  return Array.isArray(value) ? value.map(literal) : value;
}

/** What an expression is, such as what stands in the parentheses of a call. */
export async function argument(expression: string): Promise<unknown> {
  const { locals } = await parse("argument.tf", `locals {\n  argument = ${expression}\n}\n`);
  return locals[0].argument;
}
