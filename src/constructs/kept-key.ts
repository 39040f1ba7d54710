import { TerraformElement, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { isClaimed } from "./addresses";
import { requireTerraform } from "./versions";

/**
 * Keeps the old key of a bucket that now uses another key. Without this block, Terraform would schedule the deletion of the
 * old key, and the objects that it encrypts would be lost. With it, Terraform only stops managing the key. The block has no
 * effect if the bucket never had its own key. `prevent_destroy` cannot do this: it would have to be in the resource, which
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

  /** Empty if an `EncryptionKey` with the id of the bucket manages the key. */
  override toTerraform(): object {
    const addresses = [`aws_kms_key.${this.bucketName}`, `aws_kms_alias.${this.bucketName}`];
    const stack = TerraformStack.of(this);
    if (addresses.some((address) => isClaimed(stack, address))) return {};
    return { removed: addresses.map((from) => ({ from, lifecycle: { destroy: false } })) };
  }
}
