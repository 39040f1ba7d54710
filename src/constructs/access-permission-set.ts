import type { Construct } from "constructs";
import { permissionSetNameProblem } from "../aws/permission-set";
import { INLINE_ROLE_POLICY } from "../aws/policy-limits";
import { regionProblem } from "../aws/region";
import { identityPolicy } from "../policy/identity-policy";
import * as defaults from "../topology/defaults";
import type * as model from "../topology/model";
import { text, type Text } from "../topology/text";
import { AccessPrincipal } from "./access-principal";
import { Account } from "./account";
import type { Edges } from "./edges";
import { handedOver } from "./handed-over";
import type { HandedOver } from "./handover";
import { isMarkedAs, markAs } from "./kind";
import { pathIn } from "./own-statements";
import { PolicyLocal } from "./policy-local";
import { sharedPolicyName } from "./policy-name";
import { terraformText } from "./terraform-text";
import { requiredText } from "./unchecked-types";
import { warnOfUnknownRegion } from "./unknown-region";
import { validate } from "./validate";

/** The properties of an `AccessPermissionSet`. */
export interface AccessPermissionSetProps {
  /** The account in which people use the permission set. */
  readonly account: Account;
  /** The name of the permission set, at most 32 characters. */
  readonly permissionSetName: Text;
  /**
   * The region of IAM Identity Center, which the ARNs of the roles contain.
   *
   * @default - any
   */
  readonly region?: string;
  /**
   * The pattern of the ARNs of the roles.
   *
   * @default - built from the account, the region and the name
   */
  readonly principalArn?: Text;
}

/**
 * The people who use a permission set of IAM Identity Center in an account. Only IAM Identity Center can change its roles, so
 * the stack hands over what its administrators have to put into the permission set.
 *
 * @throws UsageError if the name or the region is malformed
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
 */
export class AccessPermissionSet extends AccessPrincipal<model.PermissionSet<Text>> {
  /** Whether a construct is an `AccessPermissionSet`. Also works if the program contains two copies of the class. */
  static isAccessPermissionSet(candidate: unknown): candidate is AccessPermissionSet {
    return isMarkedAs("AccessPermissionSet", candidate);
  }

  private policy?: PolicyLocal;

  constructor(scope: Construct, id: string, props: AccessPermissionSetProps) {
    const { account, ...said } = props;
    const owner = Account.required(pathIn(scope, id), account);
    requiredText(pathIn(scope, id), "permissionSetName", said.permissionSetName);
    super(scope, owner, defaults.permissionSet({ ...said, name: id, account: owner.model }));
    markAs("AccessPermissionSet", this);
    validate(this, "permissionSetName", said.permissionSetName, permissionSetNameProblem);
    validate(this, "region", said.region, regionProblem);
    warnOfUnknownRegion(this, said.region);
  }

  /**
   * What the administrators of IAM Identity Center put into the permission set.
   *
   * @internal
   */
  handOver(): HandedOver {
    const name = sharedPolicyName(
      this.name,
      this.intents.access.map(({ bucket }) => bucket),
    );
    const policies = this.policy ? [{ type: "inline" as const, name, document: this.policy }] : [];
    return handedOver(this, terraformText(this.model.permissionSetName), policies);
  }

  /**
   * A person signs in to the permission set, and cannot assume its role.
   * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sso.html
   *
   * @internal
   */
  override credentials(): Text[] {
    const { permissionSetName, account, region } = this.model;
    const settings =
      region === undefined ? "URL of your access portal and its region" : "URL of your access portal";
    return [
      "# IAM Identity Center: its administrators first put the policy of the output",
      text`# handover_${account.name} into the permission set`,
      text`# ${permissionSetName}: add this profile to ~/.aws/config with the ${settings}, and sign in`,
      `[profile ${this.name}]`,
      "sso_start_url = https://PORTAL.awsapps.com/start",
      `sso_region = ${region ?? "REGION"}`,
      text`sso_account_id = ${account.accountId}`,
      text`sso_role_name = ${permissionSetName}`,
      `aws sso login --profile ${this.name}`,
    ];
  }

  /** @internal */
  protected override attachPolicies(): void {
    if (this.policy) return;
    const policy = (edges: Edges) => identityPolicy(edges, INLINE_ROLE_POLICY.length);
    this.policy = new PolicyLocal(this, "policy-document", {
      name: `${this.name}_identity_policy`,
      limit: INLINE_ROLE_POLICY,
      produce: () => policy(this.intents),
      granting: {
        title: `the policy of permission set ${this.name}`,
        edges: () => this.intents,
        documentsOf: (edges) => [policy(edges)],
        repair: () => "grant access to fewer buckets or prefixes, or let buckets share a key",
      },
    });
    this.account.handOver(this);
  }
}
