import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { accountOf, policyArnProblem, trustedPrincipalProblem } from "../aws/arn";
import { externalIdProblem, iamNameProblem, iamPathProblem, reservedRoleProblem } from "../aws/iam-name";
import { INLINE_ROLE_POLICY, TRUST_POLICY } from "../aws/policy-limits";
import { trustPolicy } from "../policy/trust-policy";
import * as defaults from "../topology/defaults";
import type * as model from "../topology/model";
import { inlined, joined, text, type Text } from "../topology/text";
import {
  AccessPrincipal,
  type ExistingPrincipalProps,
  type NewPrincipalProps,
  pathArgument,
} from "./access-principal";
import { Account } from "./account";
import { claimAddress } from "./addresses";
import { nobodyAssumes } from "./errors";
import { PolicyLocal } from "./policy-local";
import { newRolePolicyName } from "./policy-name";
import { optionalText, terraformText } from "./terraform-text";
import { validate } from "./validate";

/** What an existing role is like. */
export interface ExistingRoleProps extends ExistingPrincipalProps {
  /** The role's name without its path, 64 characters at most. */
  readonly roleName: Text;
}

/** What a new role is like. */
export interface AccessRoleProps extends NewPrincipalProps {
  /** The role's name without its path, 64 characters at most. */
  readonly roleName: Text;
  /** Who can assume it: ARNs of roles, users or account roots, and services such as `ec2.amazonaws.com`. */
  readonly assumedBy: readonly Text[];
  /**
   * What a third party must state to assume it, 2 to 1,224 characters.
   *
   * @default - nothing
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
   */
  readonly externalId?: Text;
}

abstract class Role<
  Model extends model.NewRole<Text> | model.ExistingRole<Text>,
> extends AccessPrincipal<Model> {
  /** The role's name without its path, as text for Terraform. */
  readonly roleName: string;

  constructor(scope: Construct, account: Account, role: Model, resourceAddress?: string) {
    super(scope, account, role, resourceAddress);
    validate(this, "roleName", role.roleName, iamNameProblem);
    validate(this, "path", role.path, iamPathProblem);
    validate(this, "roleName", role.roleName, (name) => reservedRoleProblem(name, role.path));
    this.roleName = terraformText(role.roleName);
  }

  /**
   * The Terraform address of the role's policy, for what must wait for it.
   *
   * @internal
   */
  get policyAddress(): string {
    return `aws_iam_role_policy.${this.name}`;
  }

  /** @internal */
  override credentials(): Text[] {
    const { roleName, principalArn, account } = this.model;
    return [
      text`# ${roleName}: add this profile to ~/.aws/config, and name a source profile that can assume the role`,
      `[profile ${this.name}]`,
      text`role_arn = ${inlined(principalArn)}`,
      `source_profile = ${this.sourceProfile}`,
      text`region = ${account.region}`,
    ];
  }

  /** A profile that can assume the role. */
  protected get sourceProfile(): string {
    return this.account.model.profile ?? "default";
  }

  protected abstract get policyName(): string;

  /** @internal */
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

class ExistingRole extends Role<model.ExistingRole<Text>> {
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
export class AccessRole extends Role<model.NewRole<Text>> {
  /**
   * A role that exists already: an inline policy is attached to it, and nothing else of it is touched.
   *
   * @throws if its name or its path is malformed
   */
  static fromRoleName(scope: Construct, id: string, props: ExistingRoleProps): AccessPrincipal {
    return new ExistingRole(
      scope,
      props.account,
      defaults.existingRole({ ...props, name: id, account: props.account.model }),
    );
  }

  constructor(scope: Construct, id: string, props: AccessRoleProps) {
    const assumedBy = props.assumedBy.map((trusted) => defaults.trusted(trusted));
    const role = defaults.newRole({ ...props, name: id, account: props.account.model, assumedBy });
    super(scope, props.account, role, `aws_iam_role.${id}`);
    const { roleName, externalId, permissionsBoundary } = role;
    validate(this, "externalId", externalId, externalIdProblem);
    validate(this, "permissionsBoundary", permissionsBoundary, policyArnProblem);
    if (assumedBy.length === 0) throw nobodyAssumes(this.node.path);
    for (const trusted of props.assumedBy) validate(this, "assumedBy", trusted, trustedPrincipalProblem);

    const trust = new PolicyLocal(this, "trust-policy", {
      name: `${id}_trust_policy`,
      limit: TRUST_POLICY,
      produce: () =>
        trustPolicy({
          arns: this.trustedArns.map(terraformText),
          services: this.services,
          externalId: optionalText(externalId),
        }),
    });
    const resource = new IamRole(this, "role", {
      provider: this.account.provider,
      name: terraformText(roleName),
      path: pathArgument(role.path),
      permissionsBoundary: optionalText(permissionsBoundary),
      assumeRolePolicy: trust.json,
      tags: this.account.tagsOf(),
    });
    claimAddress(resource, id);
    if (defaults.isForInstances(role)) this.addInstanceProfile();
  }

  override get instanceProfileName(): string | undefined {
    return defaults.isForInstances(this.model) ? `\${aws_iam_instance_profile.${this.name}.name}` : undefined;
  }

  /** @internal */
  override get profile(): string | undefined {
    return this.trustedArns.length > 0 ? this.name : undefined;
  }

  /** @internal */
  override credentials(): Text[] {
    const { roleName, principalArn, externalId } = this.model;
    const where = this.services.map((service) => placeOf(service, roleName, inlined(principalArn)));
    const places = joined(where, ", or ");
    if (this.profile === undefined) return [text`# ${roleName}: run these commands ${places}`];
    const [title = "", ...lines] = super.credentials();
    return [
      title,
      ...(where.length > 0 ? [text`# or run the commands without --profile ${places}`] : []),
      ...lines,
      ...(externalId === undefined ? [] : [text`external_id = ${externalId}`]),
    ];
  }

  /** That of an account with a trusted principal. */
  protected override get sourceProfile(): string {
    const trusted = new Set(
      this.trustedArns.map((arn) => (typeof arn === "string" ? accountOf(arn) : undefined)),
    );
    const accounts = TerraformStack.of(this).node.findAll().filter(Account.isAccount);
    // In a module, the caller knows the ARNs.
    const account = trusted.has(undefined)
      ? this.account
      : [this.account, ...accounts].find(({ accountId }) => trusted.has(accountId));
    return account?.model.profile ?? "default";
  }

  private get trustedArns(): Text[] {
    return this.model.assumedBy.flatMap((trusted) => (trusted.kind === "arn" ? [trusted.arn] : []));
  }

  private get services(): string[] {
    return this.model.assumedBy.flatMap((trusted) => (trusted.kind === "service" ? [trusted.service] : []));
  }

  /** EC2 gives instances a role by the name of a profile, which the console gives the role's name. */
  private addInstanceProfile(): void {
    const { roleName, path } = this.model;
    const profile = new IamInstanceProfile(this, "instance-profile", {
      provider: this.account.provider,
      name: terraformText(roleName),
      path: pathArgument(path),
      role: `\${aws_iam_role.${this.name}.name}`,
    });
    claimAddress(profile, this.name);
  }

  protected override get policyName(): string {
    return newRolePolicyName(TerraformStack.of(this).node.id, this.name);
  }
}

/** Where a service gives its users the credentials of a role. */
function placeOf(service: string, roleName: Text, roleArn: Text): Text {
  switch (service.replace(/\.amazonaws\.com(\.cn)?$/, "")) {
    case "ec2":
      return text`on an EC2 instance with the instance profile ${roleName}`;
    case "lambda":
      return text`in a Lambda function with the execution role ${roleArn}`;
    case "ecs-tasks":
      return text`in an ECS task with the task role ${roleArn}`;
    case "pods.eks":
      return text`in a pod whose service account has a Pod Identity association with ${roleArn}`;
    case "rolesanywhere":
      return text`with a certificate and a profile of IAM Roles Anywhere for ${roleArn}`;
    default:
      return text`where ${service} uses the role ${roleArn}`;
  }
}
