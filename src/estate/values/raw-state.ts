import { indexText, sortedByAddress, withInstances } from "./addresses";
import { isAwsProvider, type Json, object, objects, text, texts } from "./json";
import type { ResourceValues, TerraformValues } from "./terraform-values";

/**
 * Reads the state as Terraform stores it, which `terraform state pull` prints. Unlike `terraform show -json`, it names
 * the provider of each resource with its alias.
 */
export function readRawState(state: Json): TerraformValues {
  const resources = objects(state.resources).flatMap(instancesOf);
  const keys = new Set(resources.flatMap(({ providerKey }) => providerKey ?? []));
  return {
    from: "state",
    providers: [...keys].sort().map((key) => ({ key })),
    resources: sortedByAddress(withInstances(resources)),
  };
}

function instancesOf(resource: Json): ResourceValues[] {
  const provider = readProvider(text(resource.provider));
  if (provider === undefined) return [];
  const mode = resource.mode === "data" ? "data" : "managed";
  const [type, name, module] = [text(resource.type), text(resource.name), text(resource.module)];
  const address = [module, mode === "data" ? "data" : "", type, name].filter((part) => part !== "").join(".");
  return (
    objects(resource.instances)
      // Terraform keeps deposed objects only until it has destroyed them.
      .filter(({ deposed }) => deposed === undefined)
      .map(({ index_key: key, attributes, dependencies }): ResourceValues => ({
        address: `${address}${indexText(key)}`,
        mode,
        type,
        name,
        providerKey: provider,
        values: object(attributes),
        dependencies: texts(dependencies),
      }))
  );
}

/** Terraform before 0.13 writes `provider.aws.alias`. */
const PROVIDER = /^(?:(module\..+)\.)?provider(?:\["([^"]+)"\]|\.(aws))(?:\.([\w-]+))?$/;

/** `module.x.provider["registry.terraform.io/hashicorp/aws"].alias` → `module.x:aws.alias`; undefined for others. */
function readProvider(address: string): string | undefined {
  const [, module, source, old, alias] = PROVIDER.exec(address) ?? [];
  if (!isAwsProvider(source ?? old)) return undefined;
  return `${module === undefined ? "" : `${module}:`}aws${alias === undefined ? "" : `.${alias}`}`;
}
