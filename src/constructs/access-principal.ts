import { Construct } from "constructs";
import type { OrganizationMembers, Principal } from "../policy/intents";
import type * as model from "../topology/model";
import type { Reference, Text } from "../topology/text";
import type { Account } from "./account";
import type { Grant, IPrincipal, IRole, PrincipalEdges, ReplicationRule } from "./edges";
import type { StatementsProps } from "./own-statements";
import type { ServicePlace } from "./service-credentials";
import { terraformText } from "./terraform-text";
import { isMarkedAs, markAs } from "./kind";

/**
 * Base class of everyone who can be granted access to a bucket: `AccessRole`, `AccessUser`, `AccessPermissionSet`,
 * `AccessAccount` and `AccessOrganization`.
 */
export abstract class AccessPrincipal<Model extends model.Principal<Text> = model.Principal<Text>>
  extends Construct
  implements IPrincipal
{
  /** Whether a construct is an `AccessPrincipal`. Also works if the program contains two copies of the class. */
  static isAccessPrincipal(candidate: unknown): candidate is AccessPrincipal {
    return isMarkedAs("AccessPrincipal", candidate);
  }

  /** The principal with its defaults filled in. */
  readonly model: Model;
  /** The id of the construct. It is also the name of its resources in Terraform. */
  readonly name: string;
  /** The account that the principal belongs to. */
  readonly account: Account;
  /** Whether it is a role, a user, a permission set, a whole account or an organization. */
  readonly kind: Principal["kind"];
  /**
   * The ARN of the role or user, with its path. For a permission set, the pattern of its roles. For a whole account, the ARN of
   * the account root.
   */
  readonly principalArn: string;
  /** How policies in other accounts name the principal, see `ExistingPrincipalProps.grantedAs`. */
  readonly grantedAs: Principal["grantedAs"];
  /** The accounts, if it is an organization. */
  readonly organization?: OrganizationMembers;
  /** The tags that the roles and users of an account or organization must have, as text for Terraform. Undefined without. */
  readonly principalTags?: Readonly<Record<string, string>>;
  /** The name of the instance profile, as a Terraform reference. Undefined unless `ec2.amazonaws.com` can assume the role. */
  get instanceProfileName(): string | undefined {
    return undefined;
  }

  /**
   * The number of AWS CLI profiles in the chain before the profile of this principal: 0 for a user, 1 for a role that a user
   * can assume. `Infinity` if there is no such chain, as for a role that only EC2 instances can assume.
   *
   * @param _passed the principals that are already in the chain
   * @internal
   */
  profilesBefore(_passed: ReadonlySet<AccessPrincipal> = new Set()): number {
    return 0;
  }

  /**
   * The services that provide the credentials of the principal, such as EC2 on an instance.
   *
   * @internal
   */
  get servicePlaces(): ServicePlace[] {
    return [];
  }

  /**
   * The keys of the tags that sessions of the principal inherit and pass on, see `AccessRole`.
   *
   * @param _passed the principals that are already in the chain
   * @internal
   */
  inheritedTags(_passed: ReadonlySet<AccessPrincipal> = new Set()): readonly string[] {
    return [];
  }

  /**
   * The AWS CLI profile for this principal in the runbook. Undefined if people cannot get its credentials.
   *
   * @internal
   */
  get profile(): string | undefined {
    return this.profilesBefore() < Infinity ? this.name : undefined;
  }

  private readonly access: Grant[] = [];
  private readonly replications: ReplicationRule[] = [];
  private readonly assumes: IRole[] = [];

  constructor(
    scope: Construct,
    account: Account,
    principal: Model,
    /** The Terraform address of the role or user. Undefined if the stack does not create it. */
    readonly resourceAddress?: string,
  ) {
    super(scope, principal.name);
    markAs("AccessPrincipal", this);
    this.model = principal;
    this.name = principal.name;
    this.account = account;
    this.kind = principal.kind;
    this.principalArn = terraformText(principal.principalArn);
    this.grantedAs = "grantedAs" in principal ? principal.grantedAs : "account";
  }

  /**
   * Everything granted to the principal so far.
   *
   * @internal
   */
  get intents(): PrincipalEdges {
    return { access: this.access, replications: this.replications, assumes: this.assumes };
  }

  /**
   * Adds grants to the principal's policy. Buckets and roles call this from their `grant…` methods.
   *
   * @internal
   */
  add(intents: Partial<PrincipalEdges>): void {
    this.access.push(...(intents.access ?? []));
    this.replications.push(...(intents.replications ?? []));
    this.assumes.push(...(intents.assumes ?? []));
    this.attachPolicies(intents);
  }

  /**
   * Attaches the policies again, after a bucket that the principal has access to got another key.
   *
   * @internal
   */
  update(): void {
    this.attachPolicies({});
  }

  /**
   * How a person gets the credentials of the principal, as lines of the runbook.
   *
   * @internal
   */
  abstract credentials(): Text[];

  /**
   * Attaches the principal's policies, now or before someone looks at them. Called whenever they change.
   *
   * @internal
   */
  protected abstract attachPolicies(added: Partial<PrincipalEdges>): void;
}

/** The properties that all roles and users have. */
export interface ExistingPrincipalProps {
  /** The account that the role or user belongs to. */
  readonly account: Account;
  /**
   * The path of the role or user, which is part of its ARN. Begins and ends with a slash, such as `/service/`.
   *
   * @default "/"
   */
  readonly path?: string;
  /**
   * The ARN of the role or user.
   *
   * @default - built from the account, the path and the name
   */
  readonly principalArn?: Text;
  /**
   * How policies in other accounts name the role or user. `account` names its account, with a condition on
   * `aws:PrincipalArn`. `arn` names its ARN, which AWS replaces by a unique id. If the role or user is deleted and created
   * again with the same name, it keeps its access with `account`, and loses it with `arn`.
   *
   * @default "account"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
   */
  readonly grantedAs?: "account" | "arn";
  /**
   * Statements of your own for the identity policy: a list, a policy, or the path of a JSON file with one of them. The proof
   * lints them, and tells what they allow besides.
   *
   * @default - none
   */
  readonly statements?: StatementsProps;
}

/** The properties that new roles and users have. */
export interface NewPrincipalProps extends ExistingPrincipalProps {
  /**
   * The ARN of the policy to use as the permissions boundary.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  readonly permissionsBoundary?: Text;
  /**
   * The tags of the role or user. The prefix of a grant can contain their values, such as `${aws:PrincipalTag/team}`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
   */
  readonly tags?: Readonly<Record<string, string>> | Reference;
}

/** The Terraform argument for a path. Undefined for `/`, which is Terraform's default. */
export function pathArgument(path: string): string | undefined {
  return path === "/" ? undefined : path;
}
