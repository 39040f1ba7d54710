import { Construct } from "constructs";
import type { Principal } from "../policy/intents";
import type * as model from "../topology/model";
import type { Text } from "../topology/text";
import type { Account } from "./account";
import type { Grant, IPrincipal, IRole, PrincipalEdges, ReplicationRule } from "./edges";
import type { ServicePlace } from "./service-credentials";
import { terraformText } from "./terraform-text";
import { isMarkedAs, markAs } from "./kind";

/** Who can be granted access to a bucket: an `AccessRole`, an `AccessUser` or an `AccessAccount`. */
export abstract class AccessPrincipal<Model extends model.Principal<Text> = model.Principal<Text>>
  extends Construct
  implements IPrincipal
{
  /** Whether something is an `AccessPrincipal`, of this copy of the class or another. */
  static isAccessPrincipal(candidate: unknown): candidate is AccessPrincipal {
    return isMarkedAs("AccessPrincipal", candidate);
  }

  /** The principal with its defaults filled in. */
  readonly model: Model;
  /** The construct's id, which is its name in Terraform. */
  readonly name: string;
  /** The account that the principal belongs to. */
  readonly account: Account;
  readonly kind: Principal["kind"];
  /** The principal's ARN with its path; for a whole account, its root's. */
  readonly principalArn: string;
  /** How policies of other accounts name it. */
  readonly grantedAs: Principal["grantedAs"];
  /** The name of its instance profile, as a Terraform reference. Absent unless EC2 instances can have it. */
  get instanceProfileName(): string | undefined {
    return undefined;
  }

  /**
   * How many profiles of the AWS CLI lead to the principal's own. Infinite where a person has no profile for it, because
   * its credentials are there already, as on an EC2 instance.
   *
   * @param _passed those on the way here
   * @internal
   */
  profilesBefore(_passed: ReadonlySet<AccessPrincipal> = new Set()): number {
    return 0;
  }

  /**
   * Where services give their users the credentials of the principal.
   *
   * @internal
   */
  get servicePlaces(): ServicePlace[] {
    return [];
  }

  /**
   * The profile of the AWS CLI with which a person uses the principal.
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
    /** The Terraform address of a principal that is created here. */
    readonly resourceAddress?: string,
  ) {
    super(scope, principal.name);
    markAs("AccessPrincipal", this);
    this.model = principal;
    this.name = principal.name;
    this.account = account;
    this.kind = principal.kind;
    this.principalArn = terraformText(principal.principalArn);
    this.grantedAs = principal.kind === "account" ? "account" : principal.grantedAs;
  }

  /**
   * Everything that the principal is granted.
   *
   * @internal
   */
  get intents(): PrincipalEdges {
    return { access: this.access, replications: this.replications, assumes: this.assumes };
  }

  /**
   * Takes note of what a bucket or a role grants. To grant something, call a `grant…` method of it.
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
   * How a person gets the principal's credentials, as lines of a runbook.
   *
   * @internal
   */
  abstract credentials(): Text[];

  /**
   * Attaches the principal's policies; called whenever something is granted.
   *
   * @internal
   */
  protected abstract attachPolicies(added: Partial<PrincipalEdges>): void;
}

/** What an existing role or user is like. */
export interface ExistingPrincipalProps {
  /** The account that it belongs to. */
  readonly account: Account;
  /**
   * Its path, which is part of its ARN, with a slash at either end.
   *
   * @default "/"
   */
  readonly path?: string;
  /**
   * Its ARN.
   *
   * @default - composed of its account, its path and its name
   */
  readonly principalArn?: Text;
  /**
   * How policies of other accounts name it. `account` names its account with an `aws:PrincipalArn` condition, and
   * a re-created principal of the same name keeps its access; `arn` names it alone, and a re-created one has none.
   *
   * @default "account"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
   */
  readonly grantedAs?: "account" | "arn";
}

/** What a new role or user is like. */
export interface NewPrincipalProps extends ExistingPrincipalProps {
  /**
   * The ARN of its permissions boundary.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  readonly permissionsBoundary?: Text;
  /**
   * Its tags. A prefix can contain them: `${aws:PrincipalTag/team}`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Nothing for the path that Terraform has as the default. */
export function pathArgument(path: string): string | undefined {
  return path === "/" ? undefined : path;
}
