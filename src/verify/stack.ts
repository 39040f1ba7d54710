import { modelOf } from "../constructs/model-of";
import { type Stack, synthesized } from "../constructs/synthesized";
import { readEstate } from "../estate/read-estate";
import { grantedPrincipals } from "../prove/proof/intents";
import { type Proof, prove } from "../prove/prove";
import { intentsOf } from "../topology/intents";
import type { Model } from "../topology/model";
import type { Case } from "./topology";

/**
 * Proves that the Terraform of a stack allows exactly what its constructs have granted, replicated and trusted so far.
 *
 * @throws EstateError if something about a bucket, key, role or user in the Terraform cannot be resolved
 */
export function proofOfStack(stack: Stack): Proof {
  const { intents, estate } = caseOfStack(modelOf(stack), synthesized(stack));
  return prove(intents, estate);
}

/** @param terraform the content of `cdk.tf.json` of a stack of constructs */
export function caseOfStack(model: Model, terraform: TerraformJson): Case {
  const intents = intentsOf(model);
  // The policy for an `AccessAccount` is an output. A stack without `Outputs` does not offer it.
  const outputs = Object.keys(terraform.output ?? {}).map((name) => `output.${name}`);
  const offers = intents.offers.filter(({ address }) => outputs.includes(address));
  const asked = { ...intents, offers };
  return { intents: asked, estate: readEstate(terraform, { existing: grantedPrincipals(asked) }) };
}

interface TerraformJson {
  readonly output?: Readonly<Record<string, unknown>>;
}
