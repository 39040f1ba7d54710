import type { Block } from "./hcl-blocks";
import { argument, blocksOf, literal, type Module, prefixOf } from "./modules";

/** A resource or a data source of a configuration, whatever its count. */
export interface Declared {
  /** Without indices. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  /** `aws`, `random`. */
  readonly provider: string;
  /** As the root module names it: `aws.destination`. */
  readonly providerKey: string;
  readonly block: Block;
}

export function declaredIn(modules: readonly Module[]): Declared[] {
  return modules.flatMap((module) =>
    (["resource", "data"] as const).flatMap((blockType) =>
      blocksOf(module, blockType).map((block) => {
        const [type = "", name = ""] = block.labels;
        const named = argument(block, "provider")?.expression.replaceAll('"', "");
        const reference = named ?? (type.split("_", 1)[0] as string);
        const [provider = ""] = reference.split(".", 1);
        const data = blockType === "data";
        return {
          address: `${prefixOf(module)}${data ? "data." : ""}${type}.${name}`,
          mode: data ? ("data" as const) : ("managed" as const),
          type,
          // `terraform_data` and `terraform_remote_state` are built in.
          provider,
          providerKey: keyInRoot(module, reference),
          block,
        };
      }),
    ),
  );
}

/** The provider configuration that a module means by `aws` or `aws.destination`, as the root module names it. */
function keyInRoot(module: Module, reference: string): string {
  const { parent, call } = module;
  if (parent === undefined || call === undefined) return reference;
  if (providerBlocks(module).some(({ key }) => key === reference))
    return `${prefixOf(module).slice(0, -1)}:${reference}`;
  const passed = argument(call, "providers")?.expression ?? "";
  const name = reference.replaceAll(".", String.raw`\.`);
  const [, mapped] = new RegExp(`(?<![\\w.-])"?${name}"?\\s*[=:]\\s*"?([\\w.-]+)`).exec(passed) ?? [];
  if (mapped !== undefined) return keyInRoot(parent, mapped);
  return reference.includes(".") ? reference : keyInRoot(parent, reference);
}

export interface ProviderBlock {
  /** As its own module names it: `aws`, or `aws.destination`. */
  readonly key: string;
  readonly name: string;
  readonly alias?: string;
  readonly block: Block;
}

export function providerBlocks(module: Module): ProviderBlock[] {
  return blocksOf(module, "provider").map((block) => {
    const [name = ""] = block.labels;
    const alias = literal(block, "alias");
    return { key: alias === undefined ? name : `${name}.${alias}`, name, alias, block };
  });
}

/** The provider configurations that a caller of the module would pass: `aws.a`. */
export function configurationAliases(module: Module): string[] {
  return blocksOf(module, "terraform")
    .flatMap(({ body }) => body.blocks.filter(({ type }) => type === "required_providers"))
    .flatMap(({ body }) => body.attributes)
    .flatMap(({ expression }) => {
      const [, list = ""] = /configuration_aliases"?\s*[=:]\s*\[([^\]]*)\]/.exec(expression) ?? [];
      return list.match(/[\w-]+\.[\w-]+/g) ?? [];
    });
}
