/** The topology of a module. `prove --module` checks the policies against it. */
import { stringify } from "yaml";
import type { Model } from "../topology/model";
import { topologyOf } from "../topology/topology-of";
import { render } from "./templates";

export const TOPOLOGY_FILE = "topology.yaml";

/** Without the settings of providers and backend, which belong to the caller. */
export function topologyFile({ accounts, ...model }: Model): string {
  const places = accounts.map((account) => ({ ...account, ...OF_CALLER }));
  const topology = topologyOf({ ...model, accounts: places, backend: undefined });
  return render("topology.yaml", { topology: stringify(topology, AS_TEXT) });
}

const OF_CALLER = { profile: undefined, assumeRole: undefined, endpoints: {}, defaultTags: {} };

/** Keeps every text on one line, with its line breaks escaped, and writes what occurs twice twice. */
const AS_TEXT = {
  lineWidth: 0,
  blockQuote: false,
  doubleQuotedAsJSON: true,
  singleQuote: false,
  aliasDuplicateObjects: false,
} as const;
