import type { Construct } from "constructs";
import { MANAGED_POLICY } from "../aws/policy-limits";
import * as defaults from "../topology/defaults";
import type * as model from "../topology/model";
import { text, type Text } from "../topology/text";
import { AccessPrincipal } from "./access-principal";
import type { Account } from "./account";

/** Which account is given access. */
export interface AccessAccountProps {
  /** The account. */
  readonly account: Account;
}

/**
 * A whole account that buckets can be granted to: its administrators decide which of its roles and users get the
 * access, with identity policies of their own. To decide it here, grant to an `AccessRole` or `AccessUser`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-walkthroughs-managing-access-example2.html
 */
export class AccessAccount extends AccessPrincipal<model.EntireAccount<Text>> {
  constructor(scope: Construct, id: string, { account }: AccessAccountProps) {
    super(scope, account, defaults.entireAccount({ name: id, account: account.model }));
  }

  /**
   * The identity policy that the account's administrators may attach to whom they choose, as a Terraform
   * expression; absent as long as nothing is granted.
   */
  policyJson?: string;

  /** @internal */
  override credentials(): Text[] {
    return [
      text`# account ${this.account.model.accountId}: its administrators attach the policy of the output ${this.name}_policy`,
      "# to the roles and users that need access",
    ];
  }

  /** @internal */
  protected override attachPolicy(): void {
    this.policyJson = this.identityPolicyJson(MANAGED_POLICY);
  }
}
