import type { Estate } from "../../src/estate/estate";
import { readEstate } from "../../src/estate/read-estate";
import { grantedPrincipals, type Intents } from "../../src/prove/proof/intents";
import { prove, type Proof } from "../../src/prove/prove";

/** The estate of Terraform in which the intents' principals that are not created exist already. */
export function estateFor(intents: Intents, terraform: unknown): Estate {
  return readEstate(terraform, { existing: grantedPrincipals(intents) });
}

export function proofOf(intents: Intents, terraform: unknown): Proof {
  return prove(intents, estateFor(intents, terraform));
}
