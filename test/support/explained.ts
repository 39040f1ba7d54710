import type { DescribeOptions } from "../../src/prove/check/options";
import type { Model } from "../../src/topology/model";
import { explainerOf, explainerOfStack } from "../../src/verify/explain/explain";
import type { Ask, Explanation } from "../../src/verify/explain/explanation";
import { bestOf } from "../../src/verify/explain/for-each-source";
import type { TerraformInput } from "../../src/verify/terraform-input";
import type { Case } from "../../src/verify/topology";

/** What `s3porter explain` answers about the stack of a topology. */
export function explain(ask: Ask, model: Model, stack: Case): Explanation {
  return bestOf(explainerOfStack(model, stack).explain(ask));
}

/** The same about Terraform that has no topology. */
export function explainEstate(
  ask: Ask,
  input: Pick<TerraformInput, "name" | "estate" | "keysAreMadeUp">,
  options: DescribeOptions = {},
): Explanation {
  return bestOf(explainerOf(input, options).explain(ask));
}
