import { UsageError } from "../messages/user-error";
import { list } from "../messages/wording";
import { isTopologyFile } from "../topology/topology-file";
import { type Explainer, explainerOf, explainerOfStack } from "../verify/explain/explain";
import { isPath } from "../verify/terraform-input";
import { caseOfTopology } from "../verify/topology";
import { findAppStack } from "./app-stacks";
import { findStack } from "./find-stacks";
import { type InputFlags, readInput } from "./input-options";
import { givenLimits, type LimitFlags, readLimits } from "./limit-options";
import type { App } from "./settings";

export interface ExplainerFlags extends InputFlags, LimitFlags {
  /** The folder of the topologies. */
  readonly folder: string;
  /** The app with the stacks, instead of topologies. */
  readonly app?: App;
}

/**
 * Reads what `explain` and `who-can` are asked about.
 *
 * @param input the name of a stack, the path of its topology, or the path of other Terraform
 * @param existing ARNs of existing roles and users, which the limits can be for
 * @throws UserError if it cannot be read
 */
export async function readExplainer(
  input: string | undefined,
  flags: ExplainerFlags,
  existing: readonly string[] = [],
): Promise<Explainer> {
  if (input === undefined || (isPath(input) && !isTopologyFile(input))) {
    const terraform = await readInput(input, flags);
    return explainerOf(terraform, readLimits(flags, terraform, existing));
  }
  const limits = givenLimits(flags);
  if (limits.length > 0)
    throw new UsageError(
      `the policies of a topology are explained alone; leave out ${list(limits, "and")}, or explain the Terraform of the stack, such as cdktf.out/stacks/${input}`,
    );
  if (flags.app) {
    const stack = await findAppStack(flags.app, input);
    return explainerOfStack(stack.model, stack.case);
  }
  const { model, ...stack } = caseOfTopology(findStack(flags.folder, input));
  return explainerOfStack(model, stack);
}
