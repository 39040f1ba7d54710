import { isObject } from "../terraform/configuration";
import { indexOf, Instances, moduleOf, withoutIndexes } from "./addresses";
import { isAwsProvider, type Json, object, objects, text, texts } from "./json";
import type { ProviderValues, Reference } from "./terraform-values";

/** A resource in the configuration of a plan. */
export interface ConfiguredResource {
  readonly providerKey?: string;
  readonly expressions: Json;
  readonly forEach: unknown;
  /** The addresses of configurations, without indexes. */
  readonly dependencies: readonly string[];
}

/** A module of the configuration. */
interface Module {
  /** `module.logs`; empty for the root. */
  readonly path: string;
  readonly parent?: Module;
  /** The arguments of its call. */
  readonly call: Json;
  readonly json: Json;
  readonly calls: ReadonlyMap<string, Module>;
}

/** Where an expression is. */
interface Scope {
  readonly module: Module;
  /** `module.logs["a"]`; empty for the root. */
  readonly instance: string;
  /** That of the resource or of the module call with the expression. */
  readonly index: string;
  readonly forEach: unknown;
}

/**
 * The `configuration` of a plan. It has the constants and the references of each expression, without its text.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export class PlanConfiguration {
  private readonly modules = new Map<string, Module>();
  private readonly resources = new Map<string, ConfiguredResource>();
  private readonly instances: Instances;
  private readonly providerConfig: Json;
  private readonly variables: Json;
  /** What variables and outputs depend on. Empty while it is being found, so that cycles end. */
  private readonly dependenciesOf = new Map<string, ReadonlySet<string>>();

  /** @param addresses those of all instances of resources */
  constructor(plan: Json, addresses: readonly string[]) {
    const configuration = object(plan.configuration);
    this.providerConfig = object(configuration.provider_config);
    this.variables = object(plan.variables);
    this.instances = new Instances(new Set(addresses));
    this.addModule(object(configuration.root_module), {}, "");
    for (const module of this.modules.values()) this.addResources(module);
  }

  /** @param address with or without indexes */
  resource(address: string): ConfiguredResource | undefined {
    return this.resources.get(withoutIndexes(address));
  }

  /** The configurations of the provider `aws`. */
  providers(): ProviderValues[] {
    return Object.entries(this.providerConfig)
      .filter(([, provider]) => isAwsProvider(object(provider).full_name ?? object(provider).name))
      .map(([key, provider]): ProviderValues => {
        const { region, allowed_account_ids: ids, assume_role: role } = object(object(provider).expressions);
        const regionText = this.constant(region);
        const allowed = [this.constant(ids) ?? []].flat().filter((id) => typeof id === "string");
        const roleArn = this.roleArn(object(Array.isArray(role) ? (role as unknown[])[0] : role).role_arn);
        return {
          key,
          ...(typeof regionText === "string" && { region: regionText }),
          ...(allowed.length > 0 && { allowedAccountIds: allowed }),
          ...(roleArn !== undefined && { assumedRoleArn: roleArn }),
        };
      })
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /**
   * The resources and data sources that an expression refers to, through variables and outputs of modules.
   *
   * @param address the instance with the expression
   * @returns undefined if the value can come from elsewhere too, such as a local
   */
  references(expression: unknown, address: string): readonly Reference[] | undefined {
    const module = this.modules.get(withoutIndexes(moduleOf(address)));
    if (module === undefined) return undefined;
    const place = { module, instance: moduleOf(address), index: indexOf(address) };
    return this.chase(expression, { ...place, forEach: this.resource(address)?.forEach }, 0);
  }

  private addModule(json: Json, call: Json, path: string, parent?: Module): Module {
    const calls = new Map<string, Module>();
    const module: Module = { path, ...(parent && { parent }), call, json, calls };
    this.modules.set(path, module);
    for (const [name, value] of Object.entries(object(json.module_calls))) {
      const inner = object(value);
      calls.set(name, this.addModule(object(inner.module), inner, join(path, `module.${name}`), module));
    }
    return module;
  }

  private addResources(module: Module): void {
    const ofModule = this.callDependencies(module);
    for (const resource of objects(module.json.resources)) {
      const { address, provider_config_key: key, expressions, depends_on: stated } = resource;
      const found = new Set(ofModule);
      this.addDependencies(expressions, module, found);
      this.addDependencies(resource.count_expression, module, found);
      this.addDependencies(resource.for_each_expression, module, found);
      for (const each of texts(stated)) this.addReference(each, module, found);
      const providerKey = this.providerKey(key);
      this.resources.set(join(module.path, text(address)), {
        ...(providerKey !== undefined && { providerKey }),
        expressions: object(expressions),
        forEach: resource.for_each_expression,
        dependencies: [...found],
      });
    }
  }

  /** Terraform before 1.1 writes `module.logs:aws` also for a provider that a module inherits. */
  private providerKey(key: unknown): string | undefined {
    if (typeof key !== "string") return undefined;
    if (Object.hasOwn(this.providerConfig, key) || !key.includes(":")) return key;
    const inherited = key.slice(key.lastIndexOf(":") + 1);
    return inherited.includes(".") ? undefined : inherited;
  }

  /** The `depends_on` of the calls of a module. */
  private callDependencies(module: Module): Set<string> {
    const { parent, call } = module;
    if (parent === undefined) return new Set();
    const found = this.callDependencies(parent);
    for (const each of texts(call.depends_on)) this.addReference(each, parent, found);
    return found;
  }

  private addDependencies(expression: unknown, module: Module, found: Set<string>): void {
    if (Array.isArray(expression)) {
      for (const each of expression) this.addDependencies(each, module, found);
    } else if (isObject(expression)) {
      if (Array.isArray(expression.references))
        for (const each of mostSpecific(texts(expression.references))) this.addReference(each, module, found);
      else if (!Object.hasOwn(expression, "constant_value"))
        this.addDependencies(Object.values(expression), module, found);
    }
  }

  private addReference(reference: string, module: Module, found: Set<string>): void {
    const [root = "", name = "", attribute = ""] = withoutIndexes(reference).split(".");
    if (root === "var") {
      if (module.parent === undefined) return;
      this.addAll(`${module.path} var.${name}`, found, (inner) => {
        this.addDependencies(object(module.call.expressions)[name], module.parent as Module, inner);
      });
    } else if (root === "module") {
      const called = module.calls.get(name);
      if (called === undefined) return;
      const outputs = object(called.json.outputs);
      const named = attribute === "" ? Object.keys(outputs) : [attribute];
      for (const output of named) {
        this.addAll(`${called.path} output.${output}`, found, (inner) => {
          this.addDependencies(object(outputs[output]).expression, called, inner);
        });
      }
    } else if (root === "data") {
      found.add(join(module.path, `data.${name}.${attribute}`));
    } else if (root.includes("_")) {
      found.add(join(module.path, `${root}.${name}`));
    }
  }

  private addAll(key: string, found: Set<string>, find: (inner: Set<string>) => void): void {
    let inner = this.dependenciesOf.get(key);
    if (inner === undefined) {
      const fresh = new Set<string>();
      this.dependenciesOf.set(key, fresh);
      find(fresh);
      inner = fresh;
    }
    for (const each of inner) found.add(each);
  }

  private chase(expression: unknown, scope: Scope, depth: number): readonly Reference[] | undefined {
    const { references } = object(expression);
    if (!Array.isArray(references) || depth > MOST_STEPS) return undefined;
    const found: Reference[] = [];
    for (const reference of mostSpecific(texts(references))) {
      const inner = this.chaseOne(reference, scope, depth);
      if (inner === undefined) return undefined;
      found.push(...inner);
    }
    return found;
  }

  private chaseOne(reference: string, scope: Scope, depth: number): readonly Reference[] | undefined {
    const [root = "", ...rest] = stepsOf(reference);
    const { module, instance, index, forEach } = scope;
    switch (root) {
      case "var": {
        const expression = object(module.call.expressions)[rest[0] ?? ""];
        // The variables of the root module are known, and so are constants.
        if (module.parent === undefined || expression === undefined) return [];
        if (object(expression).references === undefined) return [];
        const outer = { module: module.parent, instance: parentOf(instance), index: indexOf(instance) };
        return this.chase(expression, { ...outer, forEach: module.call.for_each_expression }, depth + 1);
      }
      case "module": {
        const [name = "", key = "", attribute = ""] = withIndex(rest);
        const called = module.calls.get(name);
        const output = object(called && object(called.json.outputs)[attribute]);
        if (called === undefined || output.expression === undefined) return undefined;
        const inner = { module: called, instance: join(instance, `module.${name}${key}`), index: "" };
        return this.chase(output.expression, { ...inner, forEach: undefined }, depth + 1);
      }
      case "each":
        return rest[0] === "key" ? [] : this.eachValue(forEach, scope, rest[1]);
      case "count":
      case "path":
      case "terraform":
        return [];
      default: {
        if (!root.includes("_") && root !== "data") return undefined;
        const steps = root === "data" ? rest : [root, ...rest];
        const [type = "", name = "", key = "", attribute] = [steps[0], ...withIndex(steps.slice(1))];
        const address = join(instance, `${root === "data" ? "data." : ""}${type}.${name}`);
        const found = this.instance(`${address}${key}`, index);
        return found === undefined
          ? undefined
          : [{ address: found, ...(attribute !== undefined && { attribute }) }];
      }
    }
  }

  /** `each.value` of `for_each = aws_s3_bucket.a` is the bucket with the same key. */
  private eachValue(forEach: unknown, scope: Scope, attribute: string | undefined): Reference[] | undefined {
    const [reference = "", ...others] = mostSpecific(texts(object(forEach).references));
    const address = join(scope.instance, `${reference}${scope.index}`);
    if (others.length > 0 || !this.instances.has(address)) return undefined;
    return [{ address, ...(attribute !== undefined && { attribute }) }];
  }

  /** The instance that a reference means. Terraform leaves out an index that is an expression. */
  private instance(address: string, index: string): string | undefined {
    if (this.instances.has(address)) return address;
    if (this.instances.has(`${address}${index}`)) return `${address}${index}`;
    const [one, ...others] = this.instances.of(withoutIndexes(address));
    return others.length === 0 ? one : undefined;
  }

  /** A constant, or the value of a variable of the root module. */
  private constant(expression: unknown): unknown {
    const { constant_value: constant, references } = object(expression);
    if (constant !== undefined) return constant;
    const [reference, ...others] = mostSpecific(texts(references));
    return reference !== undefined && others.length === 0 ? this.variable(reference) : undefined;
  }

  private variable(reference: string): unknown {
    const [root, name = "", ...rest] = stepsOf(reference);
    if (root !== "var") return undefined;
    return rest.reduce<unknown>(
      (value, step) => object(value)[step.startsWith("[") ? String(JSON.parse(step.slice(1, -1))) : step],
      object(this.variables[name]).value,
    );
  }

  /** An ARN that is built with a variable contains its value: the account, if that is what it looks like. */
  private roleArn(expression: unknown): string | undefined {
    const whole = this.constant(expression);
    if (typeof whole === "string" && whole.startsWith("arn:")) return whole;
    const values = mostSpecific(texts(object(expression).references)).map((each) => this.variable(each));
    const ids = values.filter((value) => /^\d{12}$/.test(String(value)));
    return ids.length === 1 ? `arn:aws:iam::${String(ids[0])}:role/*` : undefined;
  }
}

/** More modules than anybody nests. */
const MOST_STEPS = 50;

/** Terraform lists `aws_s3_bucket.a.id` and `aws_s3_bucket.a` for one reference. */
function mostSpecific(references: readonly string[]): string[] {
  return references.filter(
    (one) =>
      !references.some(
        (other) => other.startsWith(`${one}.`) || (other !== one && other.startsWith(`${one}[`)),
      ),
  );
}

/** `a.b["c"].d` → `a`, `b`, `["c"]`, `d` */
function stepsOf(reference: string): string[] {
  return reference.match(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]|[^.[\]]+/g) ?? [];
}

/** Name, index and attribute, of which the index can be empty. */
function withIndex([name, second, third]: readonly string[]): [string?, string?, string?] {
  return second?.startsWith("[") ? [name, second, third] : [name, "", second];
}

function parentOf(moduleInstance: string): string {
  const [, parent = ""] =
    /^(.*?)\.?module\.[^.[\]]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?$/.exec(moduleInstance) ?? [];
  return parent;
}

function join(module: string, rest: string): string {
  return module === "" ? rest : `${module}.${rest}`;
}
