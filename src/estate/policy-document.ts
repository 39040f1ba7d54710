import { quote } from "../messages/wording";
import type { Place, Problems } from "./problem";

/**
 * A policy document as it is written, with a valid shape. A single statement becomes a list of one, and values in
 * conditions become text, as AWS treats them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface RawPolicyDocument {
  /** Without a version, AWS assumes `2008-10-17`, which has no policy variables. */
  readonly Version?: "2008-10-17" | "2012-10-17";
  readonly Id?: string;
  readonly Statement: readonly RawStatement[];
}

export interface RawStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: RawPrincipal;
  readonly NotPrincipal?: RawPrincipal;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  /** Operator → condition key → value or values. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

/** `*`, or `AWS`, `Service`, `Federated`, `CanonicalUser` → who. */
export type RawPrincipal = "*" | Readonly<Record<string, OneOrMore>>;
export type OneOrMore = string | readonly string[];

/**
 * Reads a policy from JSON.
 *
 * @param place where the JSON is, for messages
 * @returns undefined after a problem
 */
export function parsePolicyDocument(
  json: string,
  place: Place,
  problems: Problems,
): RawPolicyDocument | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    problems.add(place, `is not valid JSON, received ${quote(json)}; use jsonencode to write it`);
    return undefined;
  }
  const normalizer = new Normalizer(place, problems);
  normalizer.document(value);
  return normalizer.isWellFormed ? (value as RawPolicyDocument) : undefined;
}

/** Whether two documents differ at most in the order of their elements, and in lists of one. */
export function isSameDocument(a: RawPolicyDocument, b: RawPolicyDocument): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    const items = value.map(canonical).sort();
    return items.length === 1 ? (items[0] as string) : `[${items.join()}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`);
  return `{${entries.sort().join()}}`;
}

type Json = Record<string, unknown>;

/** Checks a document and normalizes it in place: nothing else uses the parsed JSON. */
class Normalizer {
  isWellFormed = true;
  private readonly path: (string | number)[];

  constructor(
    private readonly place: Place,
    private readonly problems: Problems,
  ) {
    this.path = [...place.path];
  }

  document(value: unknown): void {
    const document = this.object(value);
    if (!document) return;
    if (document.Statement === undefined) {
      this.fail("has no Statement, which AWS requires; add one");
    } else if (!Array.isArray(document.Statement)) {
      document.Statement = [document.Statement];
    }
    this.each(document, (element, name) => this.documentElement(element, name));
  }

  private documentElement(value: unknown, name: string | number): void {
    switch (name) {
      case "Version":
        return this.oneOf(value, ["2012-10-17", "2008-10-17"]);
      case "Id":
        return this.text(value);
      case "Statement":
        return this.each(value as Json, (statement) => this.statement(statement));
      default:
        this.fail("is not an element of a policy; allowed are Version, Id, Statement");
    }
  }

  private statement(value: unknown): void {
    const statement = this.object(value);
    if (!statement) return;
    if (statement.Effect === undefined) this.fail('has no Effect; set "Allow" or "Deny"');
    this.each(statement, (element, name) => this.statementElement(element, name));
  }

  private statementElement(value: unknown, name: string | number): void {
    switch (name) {
      case "Effect":
        return this.oneOf(value, ["Allow", "Deny"]);
      case "Sid":
        return this.text(value);
      case "Principal":
      case "NotPrincipal":
        return value === "*" ? undefined : this.each(this.object(value), (texts) => this.texts(texts));
      case "Action":
      case "NotAction":
      case "Resource":
      case "NotResource":
        return this.texts(value);
      case "Condition":
        return this.each(this.object(value), (keys) => this.operator(keys));
      default:
        this.fail(
          "is not an element of a statement; allowed are Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition",
        );
    }
  }

  private operator(value: unknown): void {
    const keys = this.object(value);
    for (const key of Object.keys(keys ?? {})) if (keys) keys[key] = scalarsAsText(keys[key]);
    this.each(keys, (texts) => this.texts(texts));
  }

  private texts(value: unknown): void {
    if (Array.isArray(value)) this.each(value as unknown as Json, (text) => this.text(text));
    else this.text(value);
  }

  private text(value: unknown): void {
    if (typeof value !== "string") this.fail(`must be text, received ${quote(value)}`);
  }

  private oneOf(value: unknown, allowed: readonly string[]): void {
    if (allowed.includes(value as string)) return;
    this.fail(`must be ${allowed.map(quote).join(" or ")}, received ${quote(value)}`);
  }

  private object(value: unknown): Json | undefined {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
    this.fail(`must be an object, received ${quote(value)}`);
    return undefined;
  }

  /** Checks the entries of an object or a list. */
  private each(parent: Json | undefined, check: (value: unknown, step: string | number) => void): void {
    if (parent === undefined) return;
    for (const step of Array.isArray(parent) ? parent.keys() : Object.keys(parent)) {
      this.path.push(step);
      check(parent[step], step);
      this.path.pop();
    }
  }

  private fail(message: string): void {
    this.isWellFormed = false;
    this.problems.add({ address: this.place.address, path: this.path }, message);
  }
}

/** AWS also accepts booleans and numbers in conditions, and stores them as text. */
function scalarsAsText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(scalarsAsText);
  return typeof value === "boolean" || typeof value === "number" ? String(value) : value;
}
