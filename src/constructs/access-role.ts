import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { policyArnProblem, trustedPrincipalProblem } from "../aws/arn";
import { externalIdProblem, iamNameProblem, iamPathProblem } from "../aws/iam-name";
import { trustPolicy } from "../policy/trust-policy";
import { AccessPrincipal, type ExistingPrincipalProps, type NewPrincipalProps } from "./access-principal";
import { claimAddress } from "./addresses";
import { nobodyAssumes } from "./errors";
import { INLINE_ROLE_POLICY, PolicyLocal, TRUST_POLICY } from "./policy-local";
import { newRolePolicyName } from "./policy-name";
import { validate } from "./validate";

/** What an existing role is like. */
export interface ExistingRoleProps extends ExistingPrincipalProps {
  /** The role's name without its path, 64 characters at most. */
  readonly roleName: string;
}

/** What a new role is like. */
export interface AccessRoleProps extends NewPrincipalProps {
  /** The role's name without its path, 64 characters at most. */
  readonly roleName: string;
  /** Who may assume it: ARNs of roles, users or account roots, and services such as `ec2.amazonaws.com`. */
  readonly assumedBy: readonly string[];
  /**
   * What a third party must state to assume it, 2 to 1,224 characters.
   *
   * @default - nothing
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
   */
  readonly externalId?: string;
}

abstract class Role extends AccessPrincipal {
  /** The role's name without its path. */
  readonly roleName: string;

  constructor(scope: Construct, id: string, props: ExistingRoleProps, resourceAddress?: string) {
    const { account, roleName, path = "/", grantedAs = "account" } = props;
    const principalArn = `arn:${account.partition}:iam::${account.accountId}:role${path}${roleName}`;
    super(scope, id, account, { kind: "role", principalArn, grantedAs, resourceAddress });
    validate(this, "roleName", roleName, iamNameProblem);
    validate(this, "path", path, iamPathProblem);
    this.roleName = roleName;
  }

  /** The Terraform address of the role's policy, for what must wait for it. */
  get policyAddress(): string {
    return `aws_iam_role_policy.${this.name}`;
  }

  override credentials(): string[] {
    return [
      `# ${this.roleName}: add this profile to ~/.aws/config, and name a source profile that may assume the role`,
      `[profile ${this.name}]`,
      `role_arn = ${this.principalArn}`,
      `source_profile = ${this.account.profile ?? "default"}`,
      `region = ${this.account.region}`,
    ];
  }

  protected abstract get policyName(): string;

  protected override attachPolicy(): void {
    const policy = new IamRolePolicy(this, "policy", {
      provider: this.account.provider,
      name: this.policyName,
      role: this.resourceAddress ? `\${${this.resourceAddress}.name}` : this.roleName,
      policy: this.identityPolicyJson(INLINE_ROLE_POLICY),
    });
    claimAddress(policy, this.name);
  }
}

class ExistingRole extends Role {
  protected override get policyName(): string {
    return this.existingPrincipalPolicyName;
  }
}

/**
 * A new IAM role that buckets can be granted to.
 *
 * @throws if its name, its path, the external id or an ARN is malformed
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
 */
export class AccessRole extends Role {
  /**
   * A role that exists already: an inline policy is attached to it, and nothing else of it is touched.
   *
   * @throws if its name or its path is malformed
   */
  static fromRoleName(scope: Construct, id: string, props: ExistingRoleProps): AccessPrincipal {
    return new ExistingRole(scope, id, props);
  }

  /** What somebody who assumes the role must state. */
  readonly externalId?: string;
  /** Who may assume it: ARNs, and names of services. */
  readonly assumedBy: readonly string[];

  constructor(scope: Construct, id: string, props: AccessRoleProps) {
    super(scope, id, props, `aws_iam_role.${id}`);
    validate(this, "externalId", props.externalId, externalIdProblem);
    validate(this, "permissionsBoundary", props.permissionsBoundary, policyArnProblem);
    if (props.assumedBy.length === 0) throw nobodyAssumes(this.node.path);
    for (const trusted of props.assumedBy) validate(this, "assumedBy", trusted, trustedPrincipalProblem);
    this.externalId = props.externalId;
    this.assumedBy = props.assumedBy;

    const trust = new PolicyLocal(this, "trust-policy", {
      name: `${id}_trust_policy`,
      limit: TRUST_POLICY,
      produce: () => trustPolicy(props.assumedBy, props.externalId),
    });
    const role = new IamRole(this, "role", {
      provider: this.account.provider,
      name: props.roleName,
      path: props.path,
      permissionsBoundary: props.permissionsBoundary,
      assumeRolePolicy: trust.json,
    });
    claimAddress(role, id);
  }

  override credentials(): string[] {
    return [
      ...super.credentials(),
      ...(this.externalId === undefined ? [] : [`external_id = ${this.externalId}`]),
    ];
  }

  protected override get policyName(): string {
    return newRolePolicyName(TerraformStack.of(this).node.id, this.name);
  }
}
