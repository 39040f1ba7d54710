import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { type TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { accountOf, policyArnProblem } from "../aws/arn";
import { externalIdProblem, iamNameProblem, iamPathProblem, reservedRoleProblem } from "../aws/iam-name";
import { iamTagKeyProblem } from "../aws/iam-tag";
import { isPodIdentity, POD_SESSION_TAGS } from "../aws/pod-identity";
import { INLINE_ROLE_POLICY, TRUST_POLICY } from "../aws/policy-limits";
import type { PolicyDocument } from "../policy/document";
import { trustPolicy } from "../policy/trust-policy";
import * as defaults from "../topology/defaults";
import type * as model from "../topology/model";
import { inlined, type Text } from "../topology/text";
import {
  AccessPrincipal,
  type ExistingPrincipalProps,
  type NewPrincipalProps,
  pathArgument,
} from "./access-principal";
import { Account, accountsOf } from "./account";
import { claimAddress } from "./addresses";
import { noMfa, nobodyAssumes, notTrusted, permissionSetTrusted, taggedTrusted } from "./errors";
import { type IAssumeRolePrincipal, isAssumeRolePrincipal } from "./federated-principal";
import { placeOfAssertions, placeOfTokens } from "./federated-credentials";
import { trustProvider } from "./oidc-provider";
import { ownStatements, pathIn, type StatementsProps, withAdded } from "./own-statements";
import { PolicyLocal } from "./policy-local";
import { newRolePolicyName } from "./policy-name";
import { serviceIn, sessionTagsIn } from "./prefix-values";
import { checkReach } from "./reach";
import { RoleOrUser } from "./role-or-user";
import {
  type AssumableRole,
  fewestProfiles,
  handedOverLines,
  profileLines,
  roleCredentials,
} from "./role-credentials";
import { isServiceNamed, placeOf, type ServicePlace } from "./service-credentials";
import { optionalText, terraformText } from "./terraform-text";
import { requiredList, requiredText, trustedText } from "./unchecked-types";
import { validate, validateSessionDuration, validateTags, validateTrusted } from "./validate";

/** The properties of an existing role. */
export interface ExistingRoleProps extends ExistingPrincipalProps {
  /** The role's name without its path, at most 64 characters. */
  readonly roleName: Text;
}

/** The properties of a new role. */
export interface AccessRoleProps extends NewPrincipalProps {
  /** The role's name without its path, at most 64 characters. */
  readonly roleName: Text;
  /**
   * Who can assume the role: principals of the stack; ARNs of roles, users or account roots; services such as
   * `ec2.amazonaws.com`; and `OpenIdConnectPrincipal`, `SamlPrincipal` or `ServicePrincipal`. To add principals later, or the
   * role itself, call `grantAssumeRole`.
   */
  readonly assumedBy: readonly (AccessPrincipal | IAssumeRolePrincipal | Text)[];
  /**
   * The external id that a third party must send to assume the role, 2 to 1,224 characters. Services do not need it.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
   */
  readonly externalId?: Text;
  /**
   * Whether users must sign in with MFA to assume the role. Roles, services and identity providers cannot assume it then.
   *
   * @default false
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
   */
  readonly mfa?: boolean;
  /**
   * The longest session of the role, in seconds, from 3600 to 43200. If another role assumes it, AWS ends the session after
   * an hour.
   *
   * @default - 3600, the default of IAM
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html
   */
  readonly maxSessionDuration?: number;
  /**
   * The keys of the tags that callers can pass when they assume the role. These tags override the tags of the role. Services
   * cannot pass them.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
   */
  readonly sessionTags?: readonly string[];
  /**
   * Statements of your own for the trust policy: a list, a policy, or the path of a JSON file with one of them. The proof lints
   * them, and tells what they allow besides.
   *
   * @default - none
   */
  readonly trustStatements?: StatementsProps;
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
    validate(this, "roleName", role.roleName, (name) => reservedRoleProblem(name, role.path, role));
    this.roleName = terraformText(role.roleName);
  }

  protected abstract get policyName(): string;

  /** @internal */
  protected override get iamName(): string {
    return this.roleName;
  }

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
  constructor(scope: Construct, account: Account, role: model.ExistingRole<Text>) {
    super(scope, account, role);
    this.attachOwn();
  }

  /** @internal */
  override credentials(): Text[] {
    const { model: account, managed } = this.account;
    return [...(managed ? [] : handedOverLines(account)), ...profileLines(this.model, account)];
  }

  protected override get policyName(): string {
    return this.sharedPolicyName(1);
  }
}

/**
 * A new IAM role that can be granted access to buckets.
 *
 * @throws UsageError if the name, the path, the external id, a tag or an ARN is malformed, if the name is reserved for AWS
 *   services, or if a principal in `assumedBy` is in another stack or partition; at synthesis, if nobody can assume the role,
 *   or if someone can who cannot sign in with MFA
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
 */
export class AccessRole extends Role<model.NewRole<Text>> {
  /**
   * A role that already exists. The stack only adds policies to it.
   *
   * @throws UsageError if the name or the path is malformed, or if only an AWS service can change the role
   */
  static fromRoleName(scope: Construct, id: string, props: ExistingRoleProps): AccessPrincipal {
    const path = pathIn(scope, id);
    const account = Account.required(path, props.account);
    requiredText(path, "roleName", props.roleName);
    return new ExistingRole(
      scope,
      account,
      defaults.existingRole({
        ...props,
        name: id,
        account: account.model,
        statements: ownStatements(pathIn(scope, id), props.statements, "identity"),
      }),
    );
  }

  /** The list `assumedBy` of the model. `grantAssumeRole` adds to it. */
  private readonly trusted: model.Trusted<Text>[];
  private readonly trustedPrincipals: AccessPrincipal[] = [];

  constructor(scope: Construct, id: string, props: AccessRoleProps) {
    const path = pathIn(scope, id);
    const account = Account.required(path, props.account);
    requiredText(path, "roleName", props.roleName);
    const others = requiredList(path, "assumedBy", props.assumedBy).filter(
      (each) => !AccessPrincipal.isAccessPrincipal(each),
    ) as Other[];
    const trusted = defaults.assumedBy(
      others.map((each) =>
        isAssumeRolePrincipal(each)
          ? each.trustedIn(account.model)
          : defaults.trusted(trustedText(path, each)),
      ),
    );
    const role = defaults.newRole({
      ...props,
      name: id,
      account: account.model,
      assumedBy: trusted,
      statements: ownStatements(path, props.statements, "identity"),
      trustStatements: ownStatements(path, props.trustStatements, "trust"),
    });
    super(scope, account, role, `aws_iam_role.${id}`);
    this.trusted = trusted;
    const { roleName, externalId, permissionsBoundary, tags } = role;
    validate(this, "externalId", externalId, externalIdProblem);
    validate(this, "permissionsBoundary", permissionsBoundary, policyArnProblem);
    validateTags(this, tags);
    validateSessionDuration(this, role.maxSessionDuration);
    for (const key of role.sessionTags) validate(this, "sessionTags", key, iamTagKeyProblem);
    for (const each of trusted) validateTrusted(this, each);

    const trust = new PolicyLocal(this, "trust-policy", {
      name: `${id}_trust_policy`,
      limit: TRUST_POLICY,
      produce: () =>
        withAdded(
          {
            title: `the trust policy of role ${id}`,
            construct: this.node.path,
            property: "trustStatements",
          },
          role.trustStatements,
          this.trustPolicy(),
        ),
      ...(role.trustStatements && { shorter: "leave out some of the statements of trustStatements" }),
    });
    const resource = new IamRole(this, "role", {
      provider: this.account.provider,
      name: terraformText(roleName),
      path: pathArgument(role.path),
      permissionsBoundary: optionalText(permissionsBoundary),
      assumeRolePolicy: trust.json,
      maxSessionDuration: role.maxSessionDuration,
      tags: this.account.tagsOf(tags),
    });
    claimAddress(resource, id);
    this.node.defaultChild = resource;
    for (const each of trusted.filter(is("oidc"))) trustProvider(this.account, each, resource);
    if (defaults.isForInstances(role)) this.addInstanceProfile();
    for (const each of props.assumedBy)
      if (AccessPrincipal.isAccessPrincipal(each)) this.grantAssumeRole(each);
    this.attachOwn();
  }

  /**
   * Lets a principal assume the role. Adds it to the trust policy of the role, and the role to the policy of the principal.
   * The principal can be the role itself.
   *
   * @throws UsageError if the principal is in another stack or partition, or is a permission set or an organization
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html
   */
  grantAssumeRole(principal: AccessPrincipal): void {
    this.trust(principal, false);
  }

  /**
   * `grantAssumeRole` with one more case.
   *
   * @param isDelegated whether the role already trusts the whole account of the principal
   * @internal
   */
  trust(principal: AccessPrincipal, isDelegated: boolean): void {
    checkReach(this, principal);
    if (principal.kind === "organization") throw notTrusted(this.node.path, principal.node.path);
    if (principal.kind === "permission set") throw permissionSetTrusted(this.node.path, principal.node.path);
    if (principal.principalTags) throw taggedTrusted(this.node.path, principal.node.path);
    if (this.trustedPrincipals.includes(principal)) return;
    this.trustedPrincipals.push(principal);
    const trusted = [...this.trusted, defaults.trustedPrincipal(principal.model, isDelegated)];
    this.trusted.splice(0, Infinity, ...defaults.assumedBy(trusted));
    if (principal.kind !== "account") principal.add({ assumes: [this] });
    if (principal.inheritedTags().length > 0) this.updateChain();
  }

  /** Updates the policies that depend on the tags that the role inherits: its own, and those of the roles that it can assume. */
  private updateChain(): void {
    const chain = new Set<AccessPrincipal>([this]);
    for (const each of chain) {
      const { assumes } = each.intents;
      if (assumes.length > 0) each.update();
      for (const role of assumes) if (AccessPrincipal.isAccessPrincipal(role)) chain.add(role);
    }
  }

  /**
   * The tags of EKS Pod Identity, if pods start the sessions of the role, directly or through other roles. These tags are
   * transitive.
   * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html#pod-id-abac-chaining
   *
   * @internal
   */
  override inheritedTags(passed: ReadonlySet<AccessPrincipal> = new Set()): readonly string[] {
    if (this.services.some(isPodIdentity)) return POD_SESSION_TAGS;
    const chain = new Set([...passed, this]);
    return (
      this.trustedPrincipals
        .filter((each) => !chain.has(each))
        .map((each) => each.inheritedTags(chain))
        .find((tags) => tags.length > 0) ?? []
    );
  }

  /** The name of the instance profile, as a Terraform reference. Undefined unless `ec2.amazonaws.com` can assume the role. */
  override get instanceProfileName(): string | undefined {
    return defaults.isForInstances(this.model) ? `\${aws_iam_instance_profile.${this.name}.name}` : undefined;
  }

  /** @internal */
  override profilesBefore(passed: ReadonlySet<AccessPrincipal> = new Set()): number {
    return fewestProfiles(this.assumable, new Set([...passed, this]));
  }

  /** @internal */
  override credentials(): Text[] {
    return roleCredentials(this.assumable, new Set([this]));
  }

  /** @internal */
  override get servicePlaces(): ServicePlace[] {
    return [...this.placesOf(this.services), ...this.providerPlaces];
  }

  /** Where identity providers issue the credentials of the role. */
  private get providerPlaces(): ServicePlace[] {
    const { assumedBy } = this.model;
    return [
      ...assumedBy.filter(is("oidc")).map((trusted) => placeOfTokens(trusted, this.place)),
      ...assumedBy.filter(is("saml")).map((trusted) => placeOfAssertions(trusted, this.place)),
    ];
  }

  private get place() {
    const { roleName, principalArn, account } = this.model;
    return { roleName, roleArn: inlined(principalArn), region: account.region };
  }

  private placesOf(services: readonly string[]): ServicePlace[] {
    return services.map((service) => placeOf(service, this.place));
  }

  private get assumable(): AssumableRole {
    const prefixes = this.intents.access.map(({ prefixText }) => prefixText);
    const { sessionTags } = this.model;
    const ofPods = this.inheritedTags().filter((key) => !sessionTags.includes(key));
    const service = serviceIn(prefixes, ofPods);
    const neededTags = sessionTagsIn(prefixes, sessionTags);
    // Services do not pass tags.
    const places = neededTags.length > 0 ? this.providerPlaces : this.servicePlaces;
    return {
      role: this.model,
      trustsArns: this.trustedArns.length > 0,
      trustedAccount: this.trustedAccount?.model,
      callers: this.callers.filter((each) => service === undefined || each.inheritedTags().length > 0),
      servicePlaces:
        service === undefined
          ? places
          : this.placesOf(this.services.filter((each) => isServiceNamed(service, each))),
      needsService: service !== undefined,
      neededTags,
    };
  }

  private trustPolicy(): PolicyDocument {
    if (this.trusted.length === 0) throw nobodyAssumes(this.node.path);
    if (this.model.mfa) for (const each of this.trusted) this.checkMfa(each);
    return trustPolicy({
      arns: this.trustedArns.map(terraformText),
      principals: this.trustedPrincipals.filter(({ name }) =>
        this.trusted.some((each) => each.kind === "principal" && each.name === name && !each.isDelegated),
      ),
      inheriting: this.trustedPrincipals.filter((each) => each.inheritedTags().length > 0),
      inheritedTags: POD_SESSION_TAGS,
      services: this.trusted.filter(is("service")).map(({ service, sourceAccount, sourceArn }) => ({
        service,
        sourceAccount: optionalText(sourceAccount),
        sourceArn: optionalText(sourceArn),
      })),
      oidc: this.trusted
        .filter(is("oidc"))
        .map(({ issuer, providerArn, audiences, subjects, hasWildcards }) => ({
          issuer: terraformText(issuer),
          providerArn: terraformText(providerArn),
          audiences: audiences.map(terraformText),
          subjects: subjects.map(terraformText),
          hasWildcards,
        })),
      saml: this.trusted.filter(is("saml")).map(({ providerArn, audiences }) => ({
        providerArn: terraformText(providerArn),
        audiences: audiences.map(terraformText),
      })),
      externalId: optionalText(this.model.externalId),
      mfa: this.model.mfa,
      sessionTags: this.sessionTags,
    });
  }

  private checkMfa(trusted: model.Trusted<Text>): void {
    const why = defaults.withoutMfa(trusted);
    if (why !== undefined) throw noMfa(this.node.path, terraformText(defaults.trustedText(trusted)), why);
  }

  /** The keys of the tags that callers can pass when they assume the role, as text for Terraform. */
  get sessionTags(): readonly string[] {
    return this.model.sessionTags.map(terraformText);
  }

  /** The account in the stack that a trusted ARN belongs to. */
  private get trustedAccount(): Account | undefined {
    const trusted = new Set(
      this.trustedArns.map((arn) => (typeof arn === "string" ? accountOf(arn) : undefined)),
    );
    // In a module, the ARNs are variables.
    if (trusted.has(undefined)) return this.account;
    const accounts = accountsOf(TerraformStack.of(this));
    return [this.account, ...accounts].find(({ accountId }) => trusted.has(accountId));
  }

  private get trustedArns(): Text[] {
    return this.model.assumedBy.flatMap((trusted) => (trusted.kind === "arn" ? [trusted.arn] : []));
  }

  /** The other roles and users of the stack that can assume the role. */
  private get callers(): AccessPrincipal[] {
    return this.trustedPrincipals.filter((each) => each.kind !== "account" && each !== this);
  }

  private get services(): string[] {
    return [...new Set(this.model.assumedBy.filter(is("service")).map(({ service }) => service))];
  }

  /** EC2 instances get a role through an instance profile. As in the console, it has the name of the role. */
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

/** What `assumedBy` contains besides principals of the stack. */
type Other = IAssumeRolePrincipal | Text;

function is<Kind extends model.Trusted["kind"]>(kind: Kind) {
  return (trusted: model.Trusted<Text>): trusted is Extract<model.Trusted<Text>, { kind: Kind }> =>
    trusted.kind === kind;
}
