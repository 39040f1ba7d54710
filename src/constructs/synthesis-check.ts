import type { TerraformStack } from "cdktf";

/** Returns the messages of a stack that must not be written; an empty list if it can be. */
export type SynthesisCheck = (stack: TerraformStack) => readonly string[];

const checks = new Set<SynthesisCheck>();
const checked = new WeakSet<TerraformStack>();

/** Adds a check of every stack that has an `Account`. `app.synth()` fails with the messages of the check. */
export function addSynthesisCheck(check: SynthesisCheck): void {
  checks.add(check);
}

/** The stacks of the same app that have an `Account`. */
export function stacksBeside(stack: TerraformStack): readonly TerraformStack[] {
  return stack.node.root.node
    .findAll()
    .filter((each): each is TerraformStack => checked.has(each as TerraformStack));
}

/** Lets CDKTF run the checks on a stack when it is complete. */
export function checkAtSynthesis(stack: TerraformStack): void {
  if (checked.has(stack)) return;
  checked.add(stack);
  stack.node.addValidation({ validate: () => [...checks].flatMap((check) => check(stack)) });
}
