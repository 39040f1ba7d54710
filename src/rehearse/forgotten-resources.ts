import { modelledType } from "../estate/modelled";
import type { Configuration } from "./configuration";
import { argument, blocksOf, prefixOf } from "./modules";

/**
 * What Terraform forgets and leaves in AWS: one sentence for each `removed` block.
 * https://developer.hashicorp.com/terraform/language/block/removed
 */
export function forgottenResources({ modules }: Configuration): string[] {
  return modules.flatMap((module) =>
    blocksOf(module, "removed").flatMap((block) => {
      const lifecycle = block.body.blocks.find(({ type }) => type === "lifecycle");
      const isKept = lifecycle && argument(lifecycle, "destroy")?.expression.trim() === "false";
      const from = argument(block, "from")?.expression.trim() ?? "";
      const type = from.split(".").at(-2) ?? "";
      if (!isKept || (type !== "module" && modelledType(type) === undefined)) return [];
      return [`${prefixOf(module)}${from} is no longer in AWS, although Terraform only forgets it`];
    }),
  );
}
