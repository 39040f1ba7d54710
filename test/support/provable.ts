import type { Estate, Principal } from "../../src/estate/estate";
import { readEstate } from "../../src/estate/read-estate";
import type { Intents } from "../../src/prove/proof/intents";
import { prove, type Proof } from "../../src/prove/prove";

/** The estate of Terraform in which the intents' principals that are not created exist already. */
export function estateFor(intents: Intents, terraform: unknown): Estate {
  const arns = intents.access.map(({ principalArn }) => principalArn);
  const existing = [...new Set(arns.filter((arn: Principal["arn"]) => !arn.endsWith(":root")))];
  return readEstate(terraform, { existing });
}

export function proofOf(intents: Intents, terraform: unknown): Proof {
  return prove(intents, estateFor(intents, terraform));
}
