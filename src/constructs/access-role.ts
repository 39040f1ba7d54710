import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { type TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { accountOf, policyArnProblem, trustedPrincipalProblem } from "../aws/arn";
import { externalIdProblem, iamNameProblem, iamPathProblem, reservedRoleProblem } from "../aws/iam-name";
import { iamTagKeyProblem } from "../aws/iam-tag";
import { INLINE_ROLE_POLICY, TRUST_POLICY } from "../aws/policy-limits";
import type { PolicyDocument } from "../policy/document";
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
import { type Account, accountsOf } from "./account";
import { claimAddress } from "./addresses";
import { nobodyAssumes } from "./errors";
import { PolicyLocal } from "./policy-local";
import { newRolePolicyName } from "./policy-name";
import { checkReach } from "./reach";
import { RoleOrUser } from "./role-or-user";
import { placeOf, type ServicePlace } from "./service-credentials";
import { optionalText, terraformText } from "./terraform-text";
import { validate, validateTags } from "./validate";

/** What an existing role is like. */
export interface ExistingRoleProps extends ExistingPrincipalProps {
  /** The role's name without its path, 64 characters at most. */
  readonly roleName: Text;
}

/** What a new role is like. */
export interface AccessRoleProps extends NewPrincipalProps {
  /** The role's name without its path, 64 characters at most. */
  readonly roleName: Text;
  /**
   * Who can assume it: principals of the stack, ARNs of roles, users or account roots, and services such as
   * `ec2.amazonaws.com`. For more principals, and for the role itself, call `grantAssumeRole`.
   */
  readonly assumedBy: readonly (AccessPrincipal | Text)[];
  /**
   * What a third party must state to assume it, 2 to 1,224 characters.
   *
   * @default - nothing
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
   */
  readonly externalId?: Text;
  /**
   * The keys of tags that callers can pass when they assume the role. They override its tags. A service cannot pass
   * them.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
   */
  readonly sessionTags?: readonly string[];
}

/** How a person assumes a role. */
interface Way {
  /** How many profiles of the AWS CLI it takes. */
  readonly profiles: number;
  readonly title: Text;
  /** The line of the profile that names the credentials to begin with. */
  readonly source: string;
}

function sourceProfile(account: Account | undefined): string {
  return `source_profile = ${account?.model.profile ?? "default"}`;
}

export abstract class Role<
  Model extends model.NewRole<Text> | model.ExistingRole<Text>,
> extends RoleOrUser<Model> {
  /** The role's name without its path, as text for Terraform. */
  readonly roleName: string;
  /** @internal */
  protected override readonly inlineLimit = INLINE_ROLE_POLICY;

  constructor(scope: Construct, account: Account, role: Model, resourceAddress?: string) {
    super(scope, account, role, resourceAddress);
    validate(this, "roleName", role.roleName, iamNameProblem);
    validate(this, "path", role.path, iamPathProblem);
    validate(this, "roleName", role.roleName, (name) => reservedRoleProblem(name, role.path));
    this.roleName = terraformText(role.roleName);
  }

  /** @internal */
  override credentials(): Text[] {
    return this.configuration(this.titleOfProfile, sourceProfile(this.account));
  }

  protected get titleOfProfile(): Text {
    return text`# ${this.model.roleName}: add this profile to ~/.aws/config, and name a source profile that can assume the role`;
  }

  /** A profile of the AWS CLI, as lines of its configuration. */
  protected configuration(title: Text, source: Text): Text[] {
    const { principalArn, account } = this.model;
    return [
      title,
      `[profile ${this.name}]`,
      text`role_arn = ${inlined(principalArn)}`,
      source,
      text`region = ${account.region}`,
    ];
  }

  protected abstract get policyName(): string;

  /** @internal */
  protected override attachInline(policyJson: string): TerraformResource {
    return new IamRolePolicy(this, "policy", {
      provider: this.account.provider,
      name: this.policyName,
      role: this.roleReference,
      policy: policyJson,
    });
  }

  /** @internal */
  protected override attachManaged(id: string, policyArn: string): TerraformResource {
    return new IamRolePolicyAttachment(this, id, {
      provider: this.account.provider,
      role: this.roleReference,
      policyArn,
    });
  }

  /** @internal */
  protected override managedPolicyName(number: number): string {
    return this.sharedPolicyName(number);
  }

  private get roleReference(): string {
    return this.resourceAddress ? `\${${this.resourceAddress}.name}` : this.roleName;
  }
}

class ExistingRole extends Role<model.ExistingRole<Text>> {
  protected override get policyName(): string {
    return this.sharedPolicyName(1);
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
   * A role that exists already: policies are attached to it, and nothing else of it is touched.
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

  /** Those of the model, to which grants add. */
  private readonly trusted: model.Trusted<Text>[];
  private readonly trustedPrincipals: AccessPrincipal[] = [];

  constructor(scope: Construct, id: string, props: AccessRoleProps) {
    const texts = props.assumedBy.filter((trusted) => !AccessPrincipal.isAccessPrincipal(trusted)) as Text[];
    const trusted = defaults.assumedBy(texts.map((each) => defaults.trusted(each)));
    const role = defaults.newRole({ ...props, name: id, account: props.account.model, assumedBy: trusted });
    super(scope, props.account, role, `aws_iam_role.${id}`);
    this.trusted = trusted;
    const { roleName, externalId, permissionsBoundary, tags } = role;
    validate(this, "externalId", externalId, externalIdProblem);
    validate(this, "permissionsBoundary", permissionsBoundary, policyArnProblem);
    validateTags(this, tags);
    for (const key of role.sessionTags) validate(this, "sessionTags", key, iamTagKeyProblem);
    for (const each of texts) validate(this, "assumedBy", each, trustedPrincipalProblem);

    const trust = new PolicyLocal(this, "trust-policy", {
      name: `${id}_trust_policy`,
      limit: TRUST_POLICY,
      produce: () => this.trustPolicy(),
    });
    const resource = new IamRole(this, "role", {
      provider: this.account.provider,
      name: terraformText(roleName),
      path: pathArgument(role.path),
      permissionsBoundary: optionalText(permissionsBoundary),
      assumeRolePolicy: trust.json,
      tags: this.account.tagsOf(tags),
    });
    claimAddress(resource, id);
    if (defaults.isForInstances(role)) this.addInstanceProfile();
    for (const each of props.assumedBy)
      if (AccessPrincipal.isAccessPrincipal(each)) this.grantAssumeRole(each);
  }

  /**
   * Lets a principal assume the role: the role trusts it, and its own policy allows it. It can be the role itself.
   *
   * @throws if the principal is in another stack or partition
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html
   */
  grantAssumeRole(principal: AccessPrincipal): void {
    this.trust(principal, false);
  }

  /**
   * The same.
   *
   * @param isDelegated whether the caller of a module lists the whole account of the principal
   * @internal
   */
  trust(principal: AccessPrincipal, isDelegated: boolean): void {
    checkReach(this, principal);
    if (this.trustedPrincipals.includes(principal)) return;
    this.trustedPrincipals.push(principal);
    const trusted = [...this.trusted, defaults.trustedPrincipal(principal.model, isDelegated)];
    this.trusted.splice(0, Infinity, ...defaults.assumedBy(trusted));
    if (principal.kind !== "account") principal.add({ assumes: [this] });
  }

  /** The name of its instance profile, as a Terraform reference. Absent unless EC2 instances can have it. */
  override get instanceProfileName(): string | undefined {
    return defaults.isForInstances(this.model) ? `\${aws_iam_instance_profile.${this.name}.name}` : undefined;
  }

  /** @internal */
  override profilesBefore(passed: ReadonlySet<AccessPrincipal> = new Set()): number {
    return Math.min(Infinity, ...this.ways(passed).map(({ profiles }) => profiles));
  }

  /** @internal */
  override credentials(): Text[] {
    const { roleName, principalArn, externalId } = this.model;
    const places = joined(
      this.servicePlaces.map(({ place }) => place),
      ", or ",
    );
    const [way] = this.ways().sort((a, b) => a.profiles - b.profiles);
    if (way) {
      const [title = "", ...lines] = this.configuration(way.title, way.source);
      return [
        title,
        ...(places === "" ? [] : [text`# or run the commands without --profile ${places}`]),
        ...lines,
        ...(externalId === undefined ? [] : [text`external_id = ${externalId}`]),
      ];
    }
    if (places !== "") return [text`# ${roleName}: run these commands ${places}`];
    const [{ place } = { place: "as a principal that can" }] = this.callers.flatMap(
      ({ servicePlaces }) => servicePlaces,
    );
    const id = externalId === undefined ? "" : text` --external-id ${externalId}`;
    return [
      text`# ${roleName}: assume the role ${place}, and run these commands with the credentials that are printed`,
      text`aws sts assume-role --role-arn ${inlined(principalArn)} --role-session-name s3porter${id}`,
    ];
  }

  /** @internal */
  override get servicePlaces(): ServicePlace[] {
    const { roleName, principalArn } = this.model;
    return this.services.map((service) => placeOf(service, { roleName, roleArn: inlined(principalArn) }));
  }

  /** The profiles that can assume the role, and where. */
  private ways(passed: ReadonlySet<AccessPrincipal> = new Set()): Way[] {
    const { roleName } = this.model;
    const title = text`# ${roleName}: add this profile to ~/.aws/config`;
    const on = new Set([...passed, this]);
    const account = this.trustedAccount;
    const byArn: Way[] =
      this.trustedArns.length > 0
        ? [{ profiles: 1, title: this.titleOfProfile, source: sourceProfile(account) }]
        : [];
    return [
      ...(account ? byArn : []),
      ...this.callers.flatMap((caller): Way[] => {
        if (on.has(caller)) return [];
        const profiles = 1 + caller.profilesBefore(on);
        return [
          ...(profiles < Infinity ? [{ profiles, title, source: `source_profile = ${caller.name}` }] : []),
          ...caller.servicePlaces.flatMap(({ place, credentialSource }): Way[] =>
            credentialSource === undefined
              ? []
              : [
                  {
                    profiles: 1,
                    title: text`${title} ${place}`,
                    source: `credential_source = ${credentialSource}`,
                  },
                ],
          ),
        ];
      }),
      ...(account ? [] : byArn),
    ];
  }

  private trustPolicy(): PolicyDocument {
    if (this.trusted.length === 0) throw nobodyAssumes(this.node.path);
    return trustPolicy({
      arns: this.trustedArns.map(terraformText),
      principals: this.trustedPrincipals.filter(({ name }) =>
        this.trusted.some((each) => each.kind === "principal" && each.name === name && !each.isDelegated),
      ),
      services: this.services,
      externalId: optionalText(this.model.externalId),
      sessionTags: this.sessionTags,
    });
  }

  /** The keys of tags that callers can pass when they assume the role, as text for Terraform. */
  get sessionTags(): readonly string[] {
    return this.model.sessionTags.map(terraformText);
  }

  /** The account of a trusted ARN. */
  private get trustedAccount(): Account | undefined {
    const trusted = new Set(
      this.trustedArns.map((arn) => (typeof arn === "string" ? accountOf(arn) : undefined)),
    );
    // In a module, the caller knows the ARNs.
    if (trusted.has(undefined)) return this.account;
    const accounts = accountsOf(TerraformStack.of(this));
    return [this.account, ...accounts].find(({ accountId }) => trusted.has(accountId));
  }

  private get trustedArns(): Text[] {
    return this.model.assumedBy.flatMap((trusted) => (trusted.kind === "arn" ? [trusted.arn] : []));
  }

  /** The other roles and users of the stack that it trusts. */
  private get callers(): AccessPrincipal[] {
    return this.trustedPrincipals.filter((each) => each.kind !== "account" && each !== this);
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
      tags: this.account.tagsOf(),
    });
    claimAddress(profile, this.name);
  }

  protected override get policyName(): string {
    return newRolePolicyName(TerraformStack.of(this).node.id, this.name);
  }
}
