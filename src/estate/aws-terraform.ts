import { readAccounts } from "./accounts";
import { Arguments } from "./arguments";
import { ATTRIBUTES } from "./attributes";
import { DATA_SOURCES } from "./data-sources";
import type { Account, Policy } from "./estate";
import { modelledType } from "./modelled";
import { parsePolicyDocument } from "./policy-document";
import { quote } from "../messages/wording";
import type { Problems } from "./problem";
import type { Configuration, ResourceBlock } from "./terraform/configuration";
import { Evaluator, FAILED } from "./terraform/evaluator";

/**
 * Terraform for AWS: which account each resource is in, and what its arguments and attributes are. What is missing
 * or cannot be resolved is a problem, and undefined.
 */
export class AwsTerraform {
  /** By alias. */
  readonly accounts: ReadonlyMap<string, Account | undefined>;
  private readonly evaluator: Evaluator;
  private readonly byType = new Map<string, ResourceBlock[]>();
  /** What AWS makes of each resource, for references to one thing are many. */
  private readonly attributes = new Map<ResourceBlock, Map<string, unknown>>();
  private readonly outputs: Configuration["outputs"];
  private readonly locals: Configuration["locals"];

  constructor(
    configuration: Configuration,
    variables: Readonly<Record<string, unknown>>,
    readonly problems: Problems,
  ) {
    const known = {
      knows: (type: string) => modelledType(type) !== undefined,
      attribute: (resource: ResourceBlock, name: string) => this.attribute(resource, name),
      data: (source: ResourceBlock, name: string) => this.data(source, name),
    };
    this.evaluator = new Evaluator(configuration, variables, known, problems);
    this.outputs = configuration.outputs;
    this.locals = configuration.locals;
    this.accounts = readAccounts(configuration.awsProviders, this.evaluator, problems);
    for (const resource of configuration.resources.values()) {
      const resources = this.byType.get(resource.type) ?? [];
      this.byType.set(resource.type, resources);
      resources.push(resource);
      if (known.knows(resource.type)) this.refuseSeveral(resource);
    }
  }

  /** Sorted by address. */
  resources(type: string): readonly ResourceBlock[] {
    return this.byType.get(type) ?? [];
  }

  arguments(resource: ResourceBlock): Arguments {
    const place = { address: resource.address, path: [] };
    return new Arguments((name) => this.evaluator.argument(resource, name), place, this.problems);
  }

  /** @see https://developer.hashicorp.com/terraform/language/syntax/json#resource-and-data-blocks */
  account(resource: ResourceBlock): Account | undefined {
    const place = { address: resource.address, path: ["provider"] };
    const { provider } = resource.arguments;
    if (provider === undefined) {
      const message = `names no provider; name that of its account, such as "aws.${this.anAlias}"`;
      this.problems.add({ ...place, path: [] }, message);
      return undefined;
    }
    const alias = aliasOf(String(provider));
    if (alias === undefined || !this.accounts.has(alias)) {
      const message = `there is no provider ${quote(provider)} with an alias; name one such as "aws.${this.anAlias}"`;
      this.problems.add(place, message);
      return undefined;
    }
    return this.accounts.get(alias);
  }

  /** Of a bucket or a key, which may say that it is in another region than its provider's. */
  region(resource: ResourceBlock): string | undefined {
    return this.arguments(resource).text("region") ?? this.account(resource)?.region;
  }

  name(resource: ResourceBlock, argument = "name"): string | undefined {
    const why = "what Terraform makes up then is not known beforehand, so give it one";
    return this.arguments(resource).requiredText(argument, why);
  }

  /** Of a role, a user or a managed policy. */
  path(resource: ResourceBlock): string {
    return this.arguments(resource).text("path") ?? "/";
  }

  /** An attribute that is computed, as text. */
  computed(resource: ResourceBlock, name: string): string | undefined {
    const value = this.attribute(resource, name);
    return typeof value === "string" ? value : undefined;
  }

  /** The policy that an argument holds. */
  policy(resource: ResourceBlock, argument = "policy"): Policy | undefined {
    const args = this.arguments(resource);
    const json = args.requiredText(argument, "write it, with jsonencode");
    if (json === undefined) return undefined;
    const document = parsePolicyDocument(json, args.at(argument), this.problems);
    return document && { address: resource.address, document };
  }

  /** Those of the outputs that are written as policies. */
  offeredPolicies(): Policy[] {
    return [...this.outputs.values()].flatMap(({ address, arguments: { value } }) => {
      if (!this.isJsonEncoded(value)) return [];
      const place = { address, path: ["value"] };
      const json = this.evaluator.evaluate(value, place);
      if (typeof json !== "string" || !json.includes('"Statement"')) return [];
      const document = parsePolicyDocument(json, place, this.problems);
      return document ? [{ address, document }] : [];
    });
  }

  /**
   * Looks at everything that is read, for a problem in one place keeps others from being looked at.
   *
   * @throws EstateError if there is any problem
   */
  throwProblems(): void {
    if (this.problems.areNone) return;
    for (const resource of [...this.byType.values()].flat()) {
      const args = this.arguments(resource);
      for (const name of modelledType(resource.type)?.read ?? []) {
        if (!args.has(name)) continue;
        if (name === "policy" || name === "assume_role_policy") this.policy(resource, name);
      }
    }
    this.problems.throwIfAny();
  }

  /** Whether a value is written with jsonencode, or refers to a local that is. */
  private isJsonEncoded(value: unknown): boolean {
    if (typeof value !== "string") return false;
    const [, local] = /^\$\{\s*local\.([\w-]+)\s*\}$/.exec(value) ?? [];
    const written = local === undefined ? value : this.locals.get(local);
    return typeof written === "string" && /^\$\{\s*jsonencode\(/.test(written);
  }

  /** FAILED after a problem, undefined for what is not known or is an argument. */
  private attribute(resource: ResourceBlock, name: string): unknown {
    const compute = ATTRIBUTES.get(resource.type)?.get(name);
    if (compute === undefined) return undefined;
    const computed = this.attributes.get(resource) ?? new Map<string, unknown>();
    this.attributes.set(resource, computed);
    const before = computed.get(name);
    if (before !== undefined) return before;
    const value = compute(resource, this) ?? FAILED;
    computed.set(name, value);
    return value;
  }

  /** FAILED after a problem, undefined for what only AWS knows. */
  private data(source: ResourceBlock, name: string): unknown {
    const read = DATA_SOURCES.get(`${source.type}.${name}`);
    if (read === undefined) return undefined;
    const account = this.account(source);
    return account === undefined ? FAILED : read(account);
  }

  private refuseSeveral({ address, arguments: args }: ResourceBlock): void {
    for (const name of ["count", "for_each", "dynamic"]) {
      if (!Object.hasOwn(args, name)) continue;
      const message = "is not evaluated here; write each resource and each block by itself";
      this.problems.add({ address, path: [name] }, message);
    }
  }

  private get anAlias(): string {
    return this.accounts.keys().next().value ?? "source";
  }
}

/** `aws.source` → `source`; it may be written like an expression, though it is none. */
function aliasOf(provider: string): string | undefined {
  const reference =
    provider.startsWith("${") && provider.endsWith("}") ? provider.slice(2, -1).trim() : provider;
  return reference.startsWith("aws.") ? reference.slice("aws.".length) : undefined;
}
