import { type Block, renderBlock } from "./block";
import type { Entry } from "./layout";
import { checkName } from "./name";
import { inOrder } from "./order";
import { type Schema, splitArguments } from "./schema";
import { renderMap, type ValueMap } from "./value";

export interface TerraformArguments {
  readonly required_version?: string;
  readonly required_providers?: Readonly<Record<string, ProviderRequirement>>;
  /** By type. A module has none. */
  readonly backend?: Readonly<Record<string, ValueMap>>;
  readonly cloud?: ValueMap;
}

export interface ProviderRequirement {
  readonly source: string;
  readonly version?: string;
  /** The configurations that whoever calls the module must pass to it, such as `aws.source`. */
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
