import { grantedPrincipals, type Intents } from "../prove/proof/intents";
import { type Proof, prove } from "../prove/prove";
import { intentsOf } from "../topology/intents";
import { readTopology } from "../topology/load";
import { resolve } from "../topology/resolve";
import type { TerraformInput } from "./terraform-input";

/** What a topology asks for, to prove Terraform against that was not made from it. */
export interface Intent {
  readonly intents: Intents;
  /** ARNs of the roles and users, whose paths Terraform does not always contain. */
  readonly existing: readonly string[];
}

/**
 * @param file with a topology whose accounts, buckets and principals have the ids and names of the Terraform
 * @throws TopologyError with every problem of the topology
 */
export function readIntent(file: string): Intent {
  const intents = intentsOf(resolve(readTopology(file).topology));
  return { intents, existing: grantedPrincipals(intents) };
}

/** Proves that Terraform allows exactly what a topology asks for. Buckets and principals are matched by their ARNs. */
export function proveIntent({ intents }: Intent, { estate }: TerraformInput): Proof {
  return prove(intents, estate);
}
