import { TerraformElement } from "cdktf";
import type { Construct } from "constructs";
import type { Account } from "./account";

interface ImportProps {
  /** The address of the resource. */
  readonly to: string;
  /** What the provider identifies it by. */
  readonly id: string;
  /** The account of its provider. */
  readonly account: Account;
}

/**
 * Takes something that exists already into the state of Terraform, so that the first plan shows what changes in it.
 * https://developer.hashicorp.com/terraform/language/block/import
 */
export class Import extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ImportProps,
  ) {
    super(scope, id);
  }

  override toTerraform(): object {
    const { to, id, account } = this.props;
    return { import: [{ to, id, provider: `aws.${account.model.name}` }] };
  }
}
