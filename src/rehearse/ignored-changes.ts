import { modelledType } from "../estate/modelled";
import type { Configuration } from "./configuration";
import { argument } from "./modules";

/** What Terraform leaves as it is in AWS after the first apply: one sentence for each resource. */
export function ignoredChanges({ declared }: Configuration): string[] {
  return declared.flatMap(({ address, mode, type, block }) => {
    const lifecycle = block.body.blocks.find((each) => each.type === "lifecycle");
    const ignored = lifecycle && argument(lifecycle, "ignore_changes")?.expression;
    const known = modelledType(type);
    if (mode === "data" || ignored === undefined || known === undefined) return [];
    const names = [...ignored.matchAll(/[a-z_]+/g)].map(([name]) => name);
    const decisive = names.filter((name) => name === "all" || known.read.has(name));
    if (decisive.length === 0) return [];
    const what = decisive.includes("all") ? "all changes" : `changes of ${decisive.join(", ")}`;
    return [
      `${address} is in AWS as it is written here, although Terraform ignores ${what} after the first apply`,
    ];
  });
}
