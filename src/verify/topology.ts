import { topologyTerraform } from "../constructs/topology-terraform";
import type { Estate } from "../estate/estate";
import { readEstate } from "../estate/read-estate";
import { grantedPrincipals, type Intents } from "../prove/proof/intents";
import { type Proof, prove } from "../prove/prove";
import { intentsOf } from "../topology/intents";
import type { NamedTopology } from "../topology/load";
import type { Topology } from "../topology/topology";

/** What was asked for, and what AWS will hold because of it. */
export interface Case {
  readonly intents: Intents;
  readonly estate: Estate;
}

/** A topology, what it asks for and what AWS will hold because of it, and whether the two are the same. */
export interface ProvedTopology extends Case {
  readonly proof: Proof;
}

/** Proves what a topology becomes, without writing it anywhere. */
export function proveTopology(named: NamedTopology): ProvedTopology {
  return proveTerraform(named.topology, topologyTerraform(named).terraform);
}

/**
 * Proves that Terraform is what a topology asks for.
 *
 * @param terraform what `cdk.tf.json` holds
 */
export function proveTerraform(topology: Topology, terraform: unknown): ProvedTopology {
  const { intents, estate } = caseOf(topology, terraform);
  return { intents, estate, proof: prove(intents, estate) };
}

/** What a proof is about. */
export function caseOf(topology: Topology, terraform: unknown): Case {
  const intents = intentsOf(topology);
  return { intents, estate: readEstate(terraform, { existing: grantedPrincipals(intents) }) };
}
