/** The topology of a module. `prove --module` checks the policies against it. */
import { stringify } from "yaml";
import type { Topology } from "../topology/topology";
import { render } from "./templates";

export const TOPOLOGY_FILE = "topology.yaml";

/** A topology without the settings of providers and backend, which belong to the caller. */
export function topologyFile(topology: Topology): string {
  const { backend: _backend, accounts, ...rest } = topology;
  const places = Object.entries(accounts).map(([alias, { id, managed, region, partition }]) => [
    alias,
    {
      id,
      ...(managed !== undefined && { managed }),
      ...(region !== undefined && { region }),
      ...(partition !== undefined && { partition }),
    },
  ]);
  const asked = { accounts: Object.fromEntries(places) as Topology["accounts"], ...rest };
  return render("topology.yaml", { topology: stringify(asked, ON_ONE_LINE) });
}

/** Keeps every text on one line, with its line breaks escaped. */
const ON_ONE_LINE = { lineWidth: 0, blockQuote: false, doubleQuotedAsJSON: true } as const;
