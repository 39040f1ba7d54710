import type { TerraformStack } from "cdktf";

/** A stack of any CDKTF app. */
export type Stack = TerraformStack;

/** What the `cdk.tf.json` of a stack would hold now, without what is undefined. */
export function synthesized(stack: Stack): object {
  stack.prepareStack();
  return JSON.parse(JSON.stringify(stack.toTerraform())) as object;
}
