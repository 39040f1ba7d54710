import { list, quote } from "../../messages/wording";
import type { Place, Problems } from "../problem";
import { type Configuration, isObject, type ResourceBlock } from "./configuration";
import { type Expression, isTemplate, type Part, parseTemplate, type Step } from "./expression";
import { FUNCTIONS } from "./functions";

/** A value that could not be resolved. The problems say why. */
export const FAILED = Symbol("failed");

/** What AWS generates for a resource, in addition to its arguments. */
export interface KnownAttributes {
  /** Whether references to resources of the type can be resolved. */
  knows(type: string): boolean;
  /**
   * An attribute that is not an argument, such as an ARN, or one that has a default.
   *
   * @returns undefined for unknown attributes
   */
  attribute(resource: ResourceBlock, name: string): unknown;
  /**
   * The attribute of a data source.
   *
   * @returns undefined if only AWS knows it
   */
  data(source: ResourceBlock, name: string): unknown;
}

type Json = Readonly<Record<string, unknown>>;

/** A step on the way to a value. */
interface OpenPlace extends Place {
  readonly path: Step[];
}

/** Longer chains of references would exhaust the stack. Real configurations have none. */
const LONGEST_CHAIN = 200;
const DEEPEST = 100;

/** Evaluates Terraform's expressions, each block once. */
export class Evaluator {
  private readonly values = new Map<string, unknown>();
  /** The values being evaluated, outermost first. */
  private readonly chain: string[] = [];

  /**
   * @param variables values of variables, by name
   * @param known provides the attributes of resources
   */
  constructor(
    private readonly configuration: Configuration,
    private readonly variables: Readonly<Record<string, unknown>>,
    private readonly known: KnownAttributes,
    private readonly problems: Problems,
  ) {}

  /**
   * A value with its references resolved and its escapes undone. Continues after a problem, to find all of them.
   *
   * @returns FAILED if any part of it could not be resolved
   */
  evaluate(value: unknown, { address, path }: Place): unknown {
    return this.value(value, { address, path: [...path] });
  }

  /** The argument of a resource; undefined if it is absent or null. */
  argument(resource: ResourceBlock, name: string): unknown {
    if (!Object.hasOwn(resource.arguments, name)) return undefined;
    const value = resource.arguments[name];
    if (typeof value === "string" ? !isTemplate(value) : typeof value !== "object" || value === null) {
      return value ?? undefined;
    }
    const place = { address: resource.address, path: [name] };
    return (
      this.once(`${resource.address}.${name}`, place, typeof value === "string" ? value : undefined, () =>
        this.value(value, place),
      ) ?? undefined
    );
  }

  private value(value: unknown, place: OpenPlace): unknown {
    if (typeof value === "string")
      return isTemplate(value) ? this.template(parseTemplate(value), place) : value;
    if (isLiteral(value, place.path.length)) return value;
    if (place.path.length > DEEPEST) return this.fail(place, `is nested more than ${DEEPEST} levels deep`);
    if (Array.isArray(value)) return whole(value.map((item, index) => this.at(index, item, place)));
    return wholeObject(
      Object.entries(value as Json).map(([name, inner]) => [
        this.key(name, place),
        this.at(name, inner, place),
      ]),
    );
  }

  private at(step: Step, value: unknown, place: OpenPlace): unknown {
    place.path.push(step);
    const result = this.value(value, place);
    place.path.pop();
    return result;
  }

  private key(key: string, place: Place): unknown {
    if (!isTemplate(key)) return key;
    return this.text(parseTemplate(key), place);
  }

  /** An expression that stands alone keeps its type. */
  private template(parts: readonly Part[], place: Place): unknown {
    const [only] = parts;
    return parts.length === 1 && typeof only === "object"
      ? this.expression(only.expression, place, only.text)
      : this.text(parts, place);
  }

  private text(parts: readonly Part[], place: Place): unknown {
    const texts = whole(
      parts.map((part) => {
        if (typeof part === "string") return part;
        const value = this.expression(part.expression, place, part.text);
        if (value === FAILED || typeof value === "string") return value;
        if (typeof value === "number" || typeof value === "boolean") return String(value);
        return this.fail(
          place,
          `must be text inside other text, received ${quote(value)}; use jsonencode to convert it`,
          part.text,
        );
      }),
    );
    return texts === FAILED ? FAILED : (texts as string[]).join("");
  }

  /** @param text the name of the expression in messages: everything from `${` to `}` */
  private expression(expression: Expression, place: Place, text: string): unknown {
    switch (expression.kind) {
      case "literal":
        return expression.value;
      case "template":
        return this.text(expression.parts, place);
      case "list":
        return whole(expression.items.map((item) => this.expression(item, place, text)));
      case "object":
        return wholeObject(
          expression.entries.map(([key, value]) => [
            this.expression(key, place, text),
            this.expression(value, place, text),
          ]),
        );
      case "call":
        return this.call(expression, place, text);
      case "reference":
        return this.reference(expression, place, text);
      case "not-understood":
        return this.fail(
          place,
          "is not supported here, only references, literals, jsonencode, merge, replace and trimsuffix are; write its value instead",
          text,
        );
    }
  }

  private call({ name, args }: Extract<Expression, { kind: "call" }>, place: Place, text: string): unknown {
    const known = FUNCTIONS.get(name);
    if (known === undefined) {
      const names = list([...FUNCTIONS.keys()], "and");
      const message = `the function ${name} is not supported here, only ${names} are; write its value instead`;
      return this.fail(place, message, text);
    }
    if (args.length !== known.parameters) {
      const arguments_ = known.parameters === 1 ? "1 argument" : `${known.parameters} arguments`;
      return this.fail(place, `${name} takes ${arguments_}, received ${args.length}`, text);
    }
    const values = whole(args.map((arg) => this.expression(arg, place, text)));
    if (values === FAILED) return FAILED;
    return known.call(...(values as unknown[])) ?? this.fail(place, known.otherwise, text);
  }

  private reference(
    { steps, text: name }: Extract<Expression, { kind: "reference" }>,
    place: Place,
    text: string,
  ): unknown {
    const [root, second, ...rest] = steps;
    if (second === undefined)
      return this.fail(place, `${name} is not a reference; name a resource, a local or a variable`, text);
    switch (root) {
      case "local":
        return this.inside(this.local(String(second), place, text), [root, second], rest, place, text);
      case "var":
        return this.inside(this.variable(String(second), place, text), [root, second], rest, place, text);
      case "data":
        return this.data(String(second), rest, place, text);
      case "module":
        return this.fail(
          place,
          "is an output of a module, which is not read here; write its value instead",
          text,
        );
      case "each":
      case "count":
      case "self":
      case "path":
      case "terraform":
        return this.fail(place, `${root}.${second} is not known here; write its value instead`, text);
      default:
        return this.resource(String(root), String(second), rest, place, text);
    }
  }

  private local(name: string, place: Place, text: string): unknown {
    const { locals } = this.configuration;
    const address = `local.${name}`;
    if (!locals.has(name))
      return this.fail(place, `there is no ${address} in this Terraform; define it`, text);
    const own = { address, path: [] };
    return this.once(address, place, text, () => this.value(locals.get(name), own));
  }

  private variable(name: string, place: Place, text: string): unknown {
    const block = this.configuration.variables.get(name);
    if (!block) return this.fail(place, `there is no variable ${name} in this Terraform; declare it`, text);
    if (Object.hasOwn(this.variables, name)) return this.variables[name];
    // A default is literal, even if it looks like an expression.
    // https://developer.hashicorp.com/terraform/language/syntax/json#variable-blocks
    if (Object.hasOwn(block.arguments, "default")) return block.arguments.default;
    return this.fail(place, `the variable ${name} has neither a value nor a default; give it a value`, text);
  }

  private data(
    type: string,
    [name, attribute, ...inner]: readonly Step[],
    place: Place,
    text: string,
  ): unknown {
    const address = `data.${type}.${name}`;
    const source = this.configuration.dataSources.get(address);
    if (source && attribute !== undefined) {
      const value = this.known.data(source, String(attribute));
      if (value !== undefined) return this.inside(value, [address, attribute], inner, place, text);
    }
    const message =
      "is a data source, which Terraform reads from AWS; write its value instead, or make it a variable with a value";
    return this.fail(place, message, text);
  }

  private resource(type: string, name: string, rest: readonly Step[], place: Place, text: string): unknown {
    const address = `${type}.${name}`;
    const resource = this.configuration.resources.get(address);
    if (!resource) {
      return this.fail(
        place,
        `there is no ${address} in this Terraform; write the value of the reference instead`,
        text,
      );
    }
    if (!this.known.knows(type)) {
      const message = `the attributes of ${address} are not known here; write the value of the reference instead`;
      return this.fail(place, message, text);
    }
    const [attribute, ...inner] = rest;
    if (typeof attribute !== "string") {
      return this.fail(place, `${address} stands for the whole resource; name one of its attributes`, text);
    }
    const value = this.known.attribute(resource, attribute) ?? this.argument(resource, attribute);
    if (value === undefined) {
      const message = `the attribute ${attribute} of ${address} is not known before AWS generates it; write its value instead`;
      return this.fail(place, message, text);
    }
    return this.inside(value, [type, name, attribute], inner, place, text);
  }

  /** The value that `rest` leads to. */
  private inside(
    value: unknown,
    steps: readonly Step[],
    rest: readonly Step[],
    place: Place,
    text: string,
  ): unknown {
    const [step, ...further] = rest;
    if (step === undefined || value === FAILED) return value;
    const isThere =
      (isObject(value) && Object.hasOwn(value, step)) || (Array.isArray(value) && Number(step) in value);
    if (!isThere) return this.fail(place, `there is no ${quote(step)} in ${steps.join(".")}`, text);
    const inner = (value as Readonly<Record<Step, unknown>>)[step];
    return this.inside(inner, [...steps, step], further, place, text);
  }

  private once(key: string, place: Place, text: string | undefined, evaluate: () => unknown): unknown {
    const before = this.values.get(key);
    if (before !== undefined || this.values.has(key)) return before;
    if (this.chain.includes(key)) {
      const circle = [...this.chain.slice(this.chain.indexOf(key)), key];
      return this.fail(place, `is part of a reference cycle: ${circle.join(" → ")}; break it`, text);
    }
    if (this.chain.length >= LONGEST_CHAIN) {
      return this.fail(
        place,
        `is at the end of a chain of more than ${LONGEST_CHAIN} references; shorten the chain`,
        text,
      );
    }
    this.chain.push(key);
    const value = evaluate();
    this.chain.pop();
    this.values.set(key, value);
    return value;
  }

  private fail(place: Place, message: string, expression?: string): typeof FAILED {
    this.problems.add(place, message, expression);
    return FAILED;
  }
}

/** Whether a value contains nothing to evaluate, as most lists and objects do. */
function isLiteral(value: unknown, depth: number): boolean {
  if (typeof value === "string") return !isTemplate(value);
  if (typeof value !== "object" || value === null) return true;
  if (depth > DEEPEST) return false;
  if (Array.isArray(value)) return value.every((item) => isLiteral(item, depth + 1));
  for (const name of Object.keys(value))
    if (isTemplate(name) || !isLiteral((value as Json)[name], depth + 1)) return false;
  return true;
}

function whole(values: unknown[]): unknown {
  return values.includes(FAILED) ? FAILED : values;
}

function wholeObject(entries: readonly (readonly [unknown, unknown])[]): unknown {
  if (entries.some(([key, value]) => key === FAILED || value === FAILED)) return FAILED;
  return Object.fromEntries(entries.map(([key, value]) => [String(key), value]));
}
