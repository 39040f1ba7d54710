import type { Problems } from "../problem";

/** A Terraform block and its place. */
export interface Block {
  readonly address: string;
  /** Not evaluated yet. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface ResourceBlock extends Block {
  readonly type: string;
  readonly name: string;
}

/** The blocks of a Terraform configuration that determine what will exist. Nothing in them is evaluated yet. */
export interface Configuration {
  /** The configurations of the provider `aws`. */
  readonly awsProviders: readonly Block[];
  /** By address, sorted. */
  readonly resources: ReadonlyMap<string, ResourceBlock>;
  /** By address, such as `data.aws_region.source`. */
  readonly dataSources: ReadonlyMap<string, ResourceBlock>;
  readonly locals: ReadonlyMap<string, unknown>;
  readonly variables: ReadonlyMap<string, Block>;
  readonly outputs: ReadonlyMap<string, Block>;
  /** The addresses of the modules that are called. */
  readonly modules: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads Terraform's JSON syntax, where a block is an object or a list of objects, and `//` is a comment.
 *
 * @param files the contents of the files in one folder
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function readConfiguration(files: readonly unknown[], problems: Problems): Configuration {
  const reader = new Reader(problems);
  const roots = files.flatMap((file) => reader.objects(file, "", WHAT_A_FILE_IS));
  const sections = (name: string) =>
    roots.flatMap((root) => (Object.hasOwn(root, name) ? reader.objects(root[name], name) : []));
  return {
    awsProviders: sections("provider").flatMap((section) => reader.awsProviders(section)),
    resources: sortedMap(
      sections("resource").flatMap((section) => reader.resources(section, "resource")),
      problems,
    ),
    dataSources: sortedMap(
      sections("data").flatMap((section) => reader.resources(section, "data", "data.")),
      problems,
    ),
    locals: uniqueMap(
      sections("locals").flatMap((section) => entries(section)),
      (name) => `local.${name}`,
      problems,
    ),
    variables: uniqueMap(
      sections("variable").flatMap((section) => reader.named(section, "variable", "var")),
      (name) => `var.${name}`,
      problems,
    ),
    outputs: uniqueMap(
      sections("output").flatMap((section) => reader.named(section, "output", "output")),
      (name) => `output.${name}`,
      problems,
    ),
    modules: sections("module")
      .flatMap((section) => entries(section).map(([name]) => `module.${name}`))
      .sort(),
  };
}

const WHAT_A_FILE_IS =
  "is not Terraform JSON, which is an object with resource, provider and locals; give the content of cdk.tf.json";

class Reader {
  constructor(private readonly problems: Problems) {}

  /** One object or a list of them. */
  objects(value: unknown, address: string, message = "must be an object or a list of objects"): Json[] {
    if (isObject(value)) return [value];
    const objects = Array.isArray(value) ? value.filter(isObject) : [];
    const isWhole = Array.isArray(value) && objects.length === value.length;
    if (!isWhole) this.problems.add({ address, path: [] }, message);
    return objects;
  }

  awsProviders(section: Json): Block[] {
    if (!Object.hasOwn(section, "aws")) return [];
    return this.objects(section.aws, "provider.aws").map((block) => ({
      address: typeof block.alias === "string" ? `provider.aws.${block.alias}` : "provider.aws",
      arguments: block,
    }));
  }

  resources(section: Json, where: string, prefix = ""): [string, ResourceBlock][] {
    return entries(section).flatMap(([type, resources]) =>
      this.objects(resources, `${where}.${type}`).flatMap((named) =>
        this.named(named, `${where}.${type}`, `${prefix}${type}`).map(
          ([name, { address, arguments: args }]): [string, ResourceBlock] => [
            address,
            { address, type, name, arguments: args },
          ],
        ),
      ),
    );
  }

  named(section: Json, where: string, prefix: string): [string, Block][] {
    return entries(section).flatMap(([name, value]) =>
      this.objects(value, `${where}.${name}`).map((block): [string, Block] => [
        name,
        { address: `${prefix}.${name}`, arguments: block },
      ]),
    );
  }
}

function sortedMap<T>(things: readonly [string, T][], problems: Problems): Map<string, T> {
  const sorted = [...things].sort(([a], [b]) => (a < b ? -1 : 1));
  return uniqueMap(sorted, (address) => address, problems);
}

function uniqueMap<T>(
  things: readonly [string, T][],
  addressOf: (name: string) => string,
  problems: Problems,
): Map<string, T> {
  const map = new Map<string, T>();
  for (const [name, thing] of things) {
    if (map.has(name)) {
      problems.add(
        { address: addressOf(name), path: [] },
        "is declared twice, which Terraform rejects; remove one",
      );
    }
    map.set(name, thing);
  }
  return map;
}

/** Without comments. */
function entries(object: Json): [string, unknown][] {
  const all = Object.entries(object);
  return Object.hasOwn(object, "//") ? all.filter(([key]) => key !== "//") : all;
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
