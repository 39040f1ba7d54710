/** What a module was asked for, which is what its policies are proved against. */
import { stringify } from "yaml";
import type { Topology } from "../topology/topology";
import { render } from "./templates";

export const TOPOLOGY_FILE = "topology.yaml";

/** A topology, without what a caller's providers and backend say. */
export function topologyFile(topology: Topology): string {
  const { backend: _backend, accounts, ...rest } = topology;
  const places = Object.entries(accounts).map(([alias, { id, region, partition }]) => [
    alias,
    { id, region, ...(partition !== undefined && { partition }) },
  ]);
  const asked = { accounts: Object.fromEntries(places) as Topology["accounts"], ...rest };
  return render("topology.yaml", { topology: stringify(asked, ON_ONE_LINE) });
}

/** Texts with line breaks and all. */
const ON_ONE_LINE = { lineWidth: 0, blockQuote: false, doubleQuotedAsJSON: true } as const;
