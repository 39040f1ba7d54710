import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { organizationPathProblem } from "../aws/organization";
import { organizationIdProblem } from "../aws/organization-id";
import { MANAGED_POLICY } from "../aws/policy-limits";
import { identityPolicy } from "../policy/identity-policy";
import type { OrganizationMembers } from "../policy/intents";
import * as defaults from "../topology/defaults";
import type * as model from "../topology/model";
import { text, type Text } from "../topology/text";
import { AccessPrincipal } from "./access-principal";
import { type Account, accountsOf } from "./account";
import type { Edges } from "./edges";
import { noAccountForOrganization } from "./errors";
import { handedOver } from "./handed-over";
import { type HandedOver, Handover } from "./handover";
import { isMarkedAs, markAs } from "./kind";
import { requiredTags, withTags } from "./principal-tags";
import { PolicyLocal } from "./policy-local";
import { sharedPolicyName } from "./policy-name";
import { terraformText } from "./terraform-text";
import { pathIn } from "./own-statements";
import { onlyProperties, requiredText } from "./unchecked-types";
import { validate } from "./validate";

/** The properties of an `AccessOrganization`. */
export interface AccessOrganizationProps {
  /** The id of the organization, such as `o-abcde12345`. */
  readonly organizationId: Text;
  /**
   * Only accounts in these OUs. A path ends with `/`, or with `/*` to include the OUs below it.
   *
   * @default - all accounts
   */
  readonly paths?: readonly Text[];
  /**
   * The tags that roles and users must have, or pass to their session, to get the access, see `AccessAccountProps`.
   *
   * @default - none
   */
  readonly principalTags?: Readonly<Record<string, string>>;
  /**
   * What stands for the organization in the hand-over.
   *
   * @default - built from the id and the paths
   */
  readonly principalArn?: Text;
}

/**
 * The accounts of an organization. The administrators of each decide which of its roles and users get the access, and attach the
 * policy that they are handed over.
 *
 * @throws UsageError if the id or a path is malformed, or the stack has no account that it deploys to
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
 */
export class AccessOrganization extends AccessPrincipal<model.Organization<Text>> {
  /** Whether a construct is an `AccessOrganization`. Also works if the program contains two copies of the class. */
  static isAccessOrganization(candidate: unknown): candidate is AccessOrganization {
    return isMarkedAs("AccessOrganization", candidate);
  }

  /** The accounts, as text for Terraform. */
  override readonly organization: OrganizationMembers;
  /** The tags, as text for Terraform. */
  override readonly principalTags?: Readonly<Record<string, string>>;
  private readonly handover: Handover;
  private policy?: PolicyLocal;

  constructor(scope: Construct, id: string, props: AccessOrganizationProps) {
    const account = deployedAccount(scope, id);
    const path = pathIn(scope, id);
    requiredText(path, "organizationId", props.organizationId);
    onlyProperties(path, "props", props, {
      organizationId: true,
      paths: true,
      principalTags: true,
      principalArn: true,
    });
    super(scope, account, defaults.organization({ ...props, name: id, account: account.model }));
    markAs("AccessOrganization", this);
    const { organizationId, paths } = this.model;
    validate(this, "organizationId", organizationId, organizationIdProblem);
    for (const path of paths) validate(this, "paths", path, organizationPathProblem);
    this.organization = {
      organizationId: terraformText(organizationId),
      paths: paths.map(terraformText),
    };
    this.principalTags = requiredTags(this, this.model.principalTags);
    this.handover = new Handover(this, id, this.organization.organizationId);
  }

  /**
   * What the administrators of its accounts attach.
   *
   * @internal
   */
  handOver(): HandedOver {
    const name = sharedPolicyName(
      this.name,
      this.intents.access.map(({ bucket }) => bucket),
    );
    const policies = this.policy ? [{ type: "managed" as const, name, document: this.policy }] : [];
    const place = { accountId: "ACCOUNT_ID", folder: this.name };
    const { account, organizationId } = this.model;
    const principalArn = terraformText(defaults.organizationArn(account, organizationId, []));
    return { ...handedOver(this, this.organization.organizationId, policies, place), principalArn };
  }

  /** @internal */
  override credentials(): Text[] {
    return [
      text`# organization ${this.model.organizationId}: the administrators of its accounts attach the policy of the output`,
      `# handover_${this.name} to the roles and users that need access${withTags(this.model.principalTags)}`,
    ];
  }

  /** @internal */
  protected override attachPolicies(): void {
    if (this.policy) return;
    const policy = (edges: Edges) => identityPolicy(edges, MANAGED_POLICY.length);
    this.policy = new PolicyLocal(this, "policy-document", {
      name: `${this.name}_identity_policy`,
      limit: MANAGED_POLICY,
      produce: () => policy(this.intents),
      granting: {
        title: `the policy that organization ${this.name} is offered`,
        edges: () => this.intents,
        documentsOf: (edges) => [policy(edges)],
        repair: () => "offer the organization fewer buckets or prefixes, or let buckets share a key",
      },
    });
    this.handover.add(this);
  }
}

/** For the partition, and for the buckets' account when grants are checked. Whatever the order of their creation. */
function deployedAccount(scope: Construct, id: string): Account {
  const managed = accountsOf(TerraformStack.of(scope)).filter((account) => account.managed);
  const [first] = [...managed].sort((a, b) => (a.node.id < b.node.id ? -1 : 1));
  if (first === undefined) throw noAccountForOrganization(`${scope.node.path}/${id}`);
  return first;
}
