import { topologyTerraform } from "../constructs/topology-terraform";
import type { Estate } from "../estate/estate";
import { readEstate } from "../estate/read-estate";
import { grantedPrincipals, type Intents } from "../prove/proof/intents";
import { type Proof, prove } from "../prove/prove";
import { intentsOf } from "../topology/intents";
import type { NamedTopology } from "../topology/folder";
import type { Model } from "../topology/model";
import { resolve } from "../topology/resolve";
import { located, type Located } from "./located";

/** What a topology asks for, and what exists in AWS after the deployment. */
export interface Case {
  readonly intents: Intents;
  readonly estate: Estate;
}

/** A case with its proof. */
export interface ProvedTopology extends Case {
  readonly proof: Proof;
}

/** Synthesizes a topology, without writing files. */
export function caseOfTopology(named: NamedTopology & Located): Case & { readonly model: Model } {
  const model = resolve(named.topology);
  const { terraform } = located(named, () => topologyTerraform(named.name, model));
  return { model, ...caseOf(model, terraform) };
}

/** Synthesizes a topology and proves the result, without writing files. */
export function proveTopology(named: NamedTopology & Located): ProvedTopology {
  const { intents, estate } = caseOfTopology(named);
  return { intents, estate, proof: prove(intents, estate) };
}

/**
 * Proves that Terraform allows exactly what a model asks for.
 *
 * @param terraform the content of `cdk.tf.json`
 */
export function proveTerraform(model: Model, terraform: unknown): ProvedTopology {
  const { intents, estate } = caseOf(model, terraform);
  return { intents, estate, proof: prove(intents, estate) };
}

/** The case of a model and its Terraform. */
export function caseOf(model: Model, terraform: unknown): Case {
  const intents = intentsOf(model);
  return { intents, estate: readEstate(terraform, { existing: grantedPrincipals(intents) }) };
}
