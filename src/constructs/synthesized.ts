import type { TerraformStack } from "cdktf";

/** A stack of any CDKTF app. */
export type Stack = TerraformStack;

/** The content that `cdk.tf.json` of the stack would have now. */
export function synthesized(stack: Stack): object {
  stack.prepareStack();
  return JSON.parse(JSON.stringify(stack.toTerraform())) as object;
}
