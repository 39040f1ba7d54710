import { TerraformElement, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { isClaimed } from "./addresses";
import { requireTerraform } from "./versions";

/**
 * Keeps what the stack no longer manages: the old key of a bucket that now uses another key, or everything that an earlier
 * deployment created for a bucket or key that now has `existing: true`. Without this block, Terraform would destroy it, and
 * objects would be lost. With it, Terraform only stops managing it. The block has no effect if the stack never managed it.
 * `prevent_destroy` cannot do this: it would have to be in the resource, which is no longer in the configuration.
 * https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources
 */
export class KeptResources extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly addresses: readonly string[],
  ) {
    super(scope, id);
    requireTerraform(TerraformStack.of(this), 7);
  }

  /** Without what the stack manages. */
  override toTerraform(): object {
    const stack = TerraformStack.of(this);
    const left = this.addresses.filter((address) => !isClaimed(stack, address));
    return left.length === 0
      ? {}
      : { removed: left.map((from) => ({ from, lifecycle: { destroy: false } })) };
  }
}

/** The addresses of a key. */
export function keyAddresses(name: string): string[] {
  return [`aws_kms_key.${name}`, `aws_kms_alias.${name}`];
}
