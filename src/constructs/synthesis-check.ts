import type { TerraformStack } from "cdktf";

/** Finds reasons not to write a stack, in words. */
export type SynthesisCheck = (stack: TerraformStack) => readonly string[];

const checks = new Set<SynthesisCheck>();
const checked = new WeakSet<TerraformStack>();

/** Adds a check for every stack with an account. `app.synth()` does not write a stack with a reason not to. */
export function addSynthesisCheck(check: SynthesisCheck): void {
  checks.add(check);
}

/** Lets CDKTF run the checks on a stack when it is complete. */
export function checkAtSynthesis(stack: TerraformStack): void {
  if (checked.has(stack)) return;
  checked.add(stack);
  stack.node.addValidation({ validate: () => [...checks].flatMap((check) => check(stack)) });
}
