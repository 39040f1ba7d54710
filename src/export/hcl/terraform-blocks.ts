/** The blocks of Terraform's language. */
import { type Block, renderArguments, renderBlock, type Schema, splitArguments } from "./block";
import data from "./blocks.json";
import { unknownType } from "./errors";
import { renderExpression } from "./expression";
import type { Entry } from "./layout";
import { checkName } from "./text";
import { inOrder, isMap, renderEntries, renderMap, type Value, type ValueMap } from "./value";

/** The arguments of a resource or data source, in Terraform's JSON syntax. */
export interface ResourceArguments extends ValueMap {
  /** Such as `aws.source`. */
  readonly provider?: string;
  readonly lifecycle?: ValueMap;
  /** Addresses. */
  readonly depends_on?: readonly string[];
}

type Kind = "resource" | "data";

/** Arguments that identify a resource come before its settings, as in the provider's documentation. */
const FIRST = ["bucket", "name", "path", "role", "user", "description"];

const CONDITION: Schema = { condition: "attribute", error_message: "attribute" };

/** https://developer.hashicorp.com/terraform/language/meta-arguments */
const META_ARGUMENTS: Schema = {
  provider: "expression",
  lifecycle: {
    create_before_destroy: "attribute",
    prevent_destroy: "attribute",
    ignore_changes: "expression",
    replace_triggered_by: "expression",
    precondition: CONDITION,
    postcondition: CONDITION,
  },
  depends_on: "expression",
};

export function renderResource(type: string, name: string, values: ResourceArguments): string {
  return renderBlock(resourceBlock("resource", type, name, values));
}

export function renderData(type: string, name: string, values: ResourceArguments = {}): string {
  return renderBlock(resourceBlock("data", type, name, values));
}

/** In the order of https://developer.hashicorp.com/terraform/language/style#resource-order */
function resourceBlock(
  kind: Kind,
  type: string,
  name: string,
  { provider, lifecycle, depends_on, ...values }: ResourceArguments,
): Block {
  const path = `${kind === "data" ? "data." : ""}${type}.${checkName(kind, name)}`;
  const schema = schemaOf(kind, type);
  const meta = (some: ValueMap) => renderArguments(META_ARGUMENTS, some, path);
  return {
    type: kind,
    labels: [type, name],
    body: [
      ...meta({ provider }),
      ...renderArguments(schema, inReadingOrder(schema, values), path),
      ...meta({ lifecycle }),
      ...meta({ depends_on }),
    ],
  };
}

/** Puts the arguments in `FIRST` first, also in nested blocks. */
function inReadingOrder(schema: Schema, values: ValueMap): ValueMap {
  const entries = Object.entries(inOrder(FIRST, values)).map(([name, value]) => {
    const block = Object.hasOwn(schema, name) ? schema[name] : undefined;
    if (typeof block !== "object") return [name, value];
    const inBlock = (body: Value | undefined): Value | undefined =>
      body !== undefined && isMap(body) ? inReadingOrder(block, body) : body;
    return [name, Array.isArray(value) ? value.map(inBlock) : inBlock(value)];
  });
  return Object.fromEntries(entries) as ValueMap;
}

/** https://developer.hashicorp.com/terraform/language/block/provider */
export function renderProvider(name: string, { alias, ...values }: ValueMap): string {
  const schema: Schema = { ...schemaOf("provider", name), alias: "attribute" };
  const body = renderArguments(schema, { alias, ...values }, `provider.${name}`);
  return renderBlock({ type: "provider", labels: [name], body });
}

function schemaOf(kind: Kind | "provider", type: string): Schema {
  const schemas: Readonly<Record<string, unknown>> = data[kind];
  if (!Object.hasOwn(schemas, type)) throw unknownType(kind, type);
  return schemas[type] as Schema;
}

/** Terraform stops managing a resource, but does not destroy it. https://developer.hashicorp.com/terraform/language/block/removed */
export function renderRemoved(address: string): string {
  const lifecycle: Block = { type: "lifecycle", labels: [], body: [[{ name: "destroy", value: "false" }]] };
  return renderBlock({
    type: "removed",
    labels: [],
    body: [[{ name: "from", value: renderExpression(address) }], lifecycle],
  });
}

interface VariableArguments {
  /** Such as `list(string)`. It can have several lines. */
  readonly type?: string;
  readonly description?: string;
  readonly default?: Value;
  readonly sensitive?: boolean;
  readonly nullable?: boolean;
  readonly validation?: Validation | readonly Validation[];
}

// A type, because an interface is not assignable to ValueMap.
type Validation = {
  /** Such as `${length(var.name) > 2}`. */
  readonly condition: string;
  readonly error_message: string;
};

/** In the order of https://developer.hashicorp.com/terraform/language/style#variables */
const VARIABLE: Schema = {
  type: "expression",
  description: "attribute",
  default: "attribute",
  sensitive: "attribute",
  nullable: "attribute",
  validation: { condition: "attribute", error_message: "attribute" },
};

/** https://developer.hashicorp.com/terraform/language/block/variable */
export function renderVariable(name: string, values: VariableArguments): string {
  const body = renderArguments(
    VARIABLE,
    inOrder(Object.keys(VARIABLE), { ...values }),
    `var.${checkName("variable", name)}`,
  );
  return renderBlock({ type: "variable", labels: [name], body });
}

export interface OutputArguments {
  readonly description?: string;
  readonly value: Value;
  readonly sensitive?: boolean;
  /** Addresses. */
  readonly depends_on?: readonly string[];
}

/** In the order of https://developer.hashicorp.com/terraform/language/style#outputs */
const OUTPUT: Schema = {
  description: "attribute",
  value: "attribute",
  sensitive: "attribute",
  depends_on: "expression",
};

/** https://developer.hashicorp.com/terraform/language/block/output */
export function renderOutput(name: string, values: OutputArguments): string {
  const body = renderArguments(
    OUTPUT,
    inOrder(Object.keys(OUTPUT), { ...values }),
    `output.${checkName("output", name)}`,
  );
  return renderBlock({ type: "output", labels: [name], body });
}

/** Empty lines surround locals of several lines. https://developer.hashicorp.com/terraform/language/block/locals */
export function renderLocals(values: ValueMap): string {
  for (const name of Object.keys(values)) checkName("local", name);
  const paragraphs: Entry[][] = [];
  let previous: Entry | undefined;
  for (const entry of renderEntries(values)) {
    if (previous && takesOneLine(previous) && takesOneLine(entry)) paragraphs.at(-1)?.push(entry);
    else paragraphs.push([entry]);
    previous = entry;
  }
  return renderBlock({ type: "locals", labels: [], body: paragraphs });
}

function takesOneLine({ value }: Entry): boolean {
  return !value.includes("\n");
}

interface ModuleArguments {
  readonly source: string;
  readonly version?: string;
  /** The provider for each provider of the module: `{ "aws.source": "aws.production" }`. */
  readonly providers?: Readonly<Record<string, string>>;
  /** The values of the module's variables. */
  readonly inputs?: ValueMap;
  /** Addresses. */
  readonly depends_on?: readonly string[];
}

const MODULE: Schema = { source: "attribute", version: "attribute", depends_on: "expression" };

/** https://developer.hashicorp.com/terraform/language/block/module */
export function renderModule(name: string, values: ModuleArguments): string {
  const { source, version, providers = {}, inputs = {}, depends_on } = values;
  const path = `module.${checkName("module", name)}`;
  for (const input of Object.keys(inputs)) checkName("variable", input);
  const passed = Object.entries(providers).map(([inside, outside]) => ({
    name: renderExpression(inside),
    value: renderExpression(outside),
  }));
  return renderBlock({
    type: "module",
    labels: [name],
    body: [
      ...renderArguments(MODULE, { source, version }, path),
      passed.length > 0 ? [{ name: "providers", value: renderMap(passed) }] : [],
      renderEntries(inputs),
      ...renderArguments(MODULE, { depends_on }, path),
    ],
  });
}

export interface TerraformArguments {
  readonly required_version?: string;
  readonly required_providers?: Readonly<Record<string, ProviderRequirement>>;
  /** By type. A module has none. */
  readonly backend?: Readonly<Record<string, ValueMap>>;
  readonly cloud?: ValueMap;
}

interface ProviderRequirement {
  readonly source: string;
  readonly version?: string;
  /** The providers that the caller of the module must pass, such as `aws.source`. */
  readonly configuration_aliases?: readonly string[];
}

/** https://developer.hashicorp.com/terraform/language/modules/develop/providers */
const REQUIREMENT: Schema = {
  source: "attribute",
  version: "attribute",
  configuration_aliases: "expression",
};

/** What `src/constructs/backend.ts` writes. */
const BACKENDS: Schema = {
  local: { path: "attribute" },
  s3: {
    bucket: "attribute",
    key: "attribute",
    region: "attribute",
    profile: "attribute",
    encrypt: "attribute",
    kms_key_id: "attribute",
    use_lockfile: "attribute",
  },
};

const TERRAFORM: Schema = {
  required_version: "attribute",
  cloud: { hostname: "attribute", organization: "attribute", workspaces: { name: "attribute" } },
};

/** https://developer.hashicorp.com/terraform/language/block/terraform */
export function renderTerraform(values: TerraformArguments): string {
  const { required_providers, backend, ...rest } = values;
  const { attributes, blocks } = splitArguments(TERRAFORM, { ...rest }, "terraform");
  const providers = required_providers ? [providersBlock(required_providers)] : [];
  return renderBlock({
    type: "terraform",
    labels: [],
    body: [attributes, ...providers, ...backendBlocks(backend), ...blocks],
  });
}

function providersBlock(requirements: NonNullable<TerraformArguments["required_providers"]>): Block {
  const entries = Object.entries(requirements).map(([name, requirement]): Entry => {
    const path = `required_providers.${checkName("provider", name)}`;
    const ordered = inOrder(Object.keys(REQUIREMENT), { ...requirement });
    return { name, value: renderMap(splitArguments(REQUIREMENT, ordered, path).attributes) };
  });
  return { type: "required_providers", labels: [], body: [entries] };
}

function backendBlocks(backend: TerraformArguments["backend"] = {}): Block[] {
  const { blocks } = splitArguments(BACKENDS, backend, "backend");
  return blocks.map(({ type, body }) => ({ type: "backend", labels: [type], body }));
}
