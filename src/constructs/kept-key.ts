import { TerraformElement, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { isClaimed } from "./addresses";
import { requireTerraform } from "./versions";

/**
 * Keeps the key that a bucket had before it used another one. Without this, Terraform would schedule the deletion of the
 * key, and the objects that are still encrypted with it would be lost. With it, Terraform only stops managing the key.
 * If the bucket never had a key, it does nothing. `prevent_destroy` does not help: it must stand in the resource, which
 * is no longer in the configuration.
 * https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources
 */
export class KeptKey extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly bucketName: string,
  ) {
    super(scope, id);
    requireTerraform(TerraformStack.of(this), 7);
  }

  /** Nothing where an `EncryptionKey` takes the key over. */
  override toTerraform(): object {
    const addresses = [`aws_kms_key.${this.bucketName}`, `aws_kms_alias.${this.bucketName}`];
    const stack = TerraformStack.of(this);
    if (addresses.some((address) => isClaimed(stack, address))) return {};
    return { removed: addresses.map((from) => ({ from, lifecycle: { destroy: false } })) };
  }
}
