/** The topology of a module. `prove --module` checks the policies against it. */
import { stringify } from "yaml";
import type { Model } from "../topology/model";
import { topologyOf } from "../topology/topology-of";
import { render } from "./templates";

export const TOPOLOGY_FILE = "topology.yaml";

export function topologyFile(model: Model): string {
  return render("topology.yaml", { topology: stringify(topologyOf(model), AS_TEXT) });
}

/** Keeps every text on one line, with its line breaks escaped, and writes what occurs twice twice. */
const AS_TEXT = {
  lineWidth: 0,
  blockQuote: false,
  doubleQuotedAsJSON: true,
  singleQuote: false,
  aliasDuplicateObjects: false,
} as const;
