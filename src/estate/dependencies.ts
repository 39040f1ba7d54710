import type { Configuration } from "./terraform/configuration";
import { isObject } from "./terraform/configuration";
import { type Expression, isTemplate, parseTemplate } from "./terraform/expression";

/**
 * What Terraform makes before each resource: those that it refers to, in its arguments and in the locals that they
 * use, and those that its `depends_on` names. By address; without those that wait for nothing.
 *
 * @see https://developer.hashicorp.com/terraform/internals/graph#building-the-graph
 */
export function readDependencies(configuration: Configuration): Map<string, readonly string[]> {
  const reader = new DependencyReader(configuration);
  const dependencies = new Map<string, readonly string[]>();
  for (const { address, arguments: args } of configuration.resources.values()) {
    const { depends_on: stated, "//": _comment, provider: _provider, lifecycle: _lifecycle, ...rest } = args;
    const found = reader.referencesIn(rest);
    for (const each of Array.isArray(stated) ? (stated as unknown[]) : []) reader.addStated(each, found);
    if (found.size > 0) dependencies.set(address, [...found].sort());
  }
  return dependencies;
}

class DependencyReader {
  private readonly ofLocals = new Map<string, ReadonlySet<string>>();

  constructor(private readonly configuration: Configuration) {}

  referencesIn(value: unknown): Set<string> {
    const found = new Set<string>();
    this.look(value, found);
    return found;
  }

  /** `depends_on` names resources as references, with the markers of an expression or without. */
  addStated(value: unknown, found: Set<string>): void {
    if (typeof value !== "string") return;
    this.look(isTemplate(value) ? value : `\${${value}}`, found);
  }

  private look(value: unknown, found: Set<string>): void {
    if (typeof value === "string") {
      if (!isTemplate(value)) return;
      for (const part of parseTemplate(value))
        if (typeof part === "object") this.expression(part.expression, found);
    } else if (Array.isArray(value)) {
      for (const each of value) this.look(each, found);
    } else if (isObject(value)) {
      for (const [key, each] of Object.entries(value)) {
        this.look(key, found);
        this.look(each, found);
      }
    }
  }

  private expression(expression: Expression, found: Set<string>): void {
    switch (expression.kind) {
      case "reference":
        return this.reference(expression.steps.map(String), found);
      case "template":
        for (const part of expression.parts)
          if (typeof part === "object") this.expression(part.expression, found);
        return;
      case "list":
        for (const item of expression.items) this.expression(item, found);
        return;
      case "call":
        for (const arg of expression.args) this.expression(arg, found);
        return;
      case "object":
        for (const each of expression.entries.flat()) this.expression(each, found);
        return;
      case "literal":
      case "not-understood":
        return;
    }
  }

  private reference([root = "", name = ""]: readonly string[], found: Set<string>): void {
    if (root === "local") {
      for (const address of this.ofLocal(name)) found.add(address);
      return;
    }
    const address = `${root}.${name}`;
    if (this.configuration.resources.has(address)) found.add(address);
  }

  private ofLocal(name: string): ReadonlySet<string> {
    const before = this.ofLocals.get(name);
    if (before) return before;
    const found = new Set<string>();
    // A local in a circle, which is told of elsewhere, is looked into once.
    this.ofLocals.set(name, found);
    this.look(this.configuration.locals.get(name), found);
    return found;
  }
}
