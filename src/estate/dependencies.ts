import type { Configuration } from "./terraform/configuration";
import { isObject } from "./terraform/configuration";
import { type Expression, isTemplate, parseTemplate } from "./terraform/expression";

/**
 * What Terraform creates before each resource, by address: resources that its arguments, and the locals in them, refer
 * to, and those in its `depends_on`. Omits resources without dependencies.
 *
 * @see https://developer.hashicorp.com/terraform/internals/graph#building-the-graph
 */
export function readDependencies(configuration: Configuration): Map<string, readonly string[]> {
  const reader = new DependencyReader(configuration);
  const dependencies = new Map<string, readonly string[]>();
  for (const { address, arguments: args } of configuration.resources.values()) {
    const found = new Set<string>();
    for (const name of Object.keys(args)) {
      if (name === "depends_on") reader.addStated(args[name], found);
      else if (!NOT_WAITED_FOR.has(name)) reader.add(args[name], found);
    }
    if (found.size > 0) dependencies.set(address, [...found].sort());
  }
  return dependencies;
}

/** Arguments of every resource that contain no references to others. */
const NOT_WAITED_FOR = new Set(["//", "provider", "lifecycle"]);

class DependencyReader {
  private readonly ofLocals = new Map<string, ReadonlySet<string>>();

  constructor(private readonly configuration: Configuration) {}

  /** `depends_on` names resources as references, with or without `${` and `}`. */
  addStated(stated: unknown, found: Set<string>): void {
    for (const value of Array.isArray(stated) ? (stated as unknown[]) : [])
      if (typeof value === "string") this.add(isTemplate(value) ? value : `\${${value}}`, found);
  }

  /** The references in a value. */
  add(value: unknown, found: Set<string>): void {
    if (typeof value === "string") {
      if (!isTemplate(value)) return;
      for (const part of parseTemplate(value))
        if (typeof part === "object") this.expression(part.expression, found);
    } else if (Array.isArray(value)) {
      for (const each of value) this.add(each, found);
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) {
        this.add(key, found);
        this.add(value[key], found);
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
    // Visits each local once. Another check reports reference cycles.
    this.ofLocals.set(name, found);
    this.add(this.configuration.locals.get(name), found);
    return found;
  }
}
