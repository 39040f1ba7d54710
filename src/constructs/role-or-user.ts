import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import type { Construct } from "constructs";
import { Lazy, type TerraformElement, type TerraformResource } from "cdktf";
import { MANAGED_POLICIES, MANAGED_POLICY, type PolicyLimit } from "../aws/policy-limits";
import type { PolicyDocument } from "../policy/document";
import { type IdentityPolicies, identityPolicies } from "../policy/identity-policy";
import type * as model from "../topology/model";
import type { Text } from "../topology/text";
import { AccessPrincipal } from "./access-principal";
import { claimAddress, releaseAddress } from "./addresses";
import type { Account } from "./account";
import type { PrincipalEdges } from "./edges";
import { statementsNotManaged, statementsWithoutGrant } from "./errors";
import { inTerraform } from "./existing-policy";
import { handedOver, type UnattachedPolicy } from "./handed-over";
import type { HandedOver } from "./handover";
import { checkSids } from "./policy-conflict";
import { tooManyDestinations, tooManyPolicies } from "./policy-too-long";
import { PolicyLocal } from "./policy-local";
import { sharedPolicyName } from "./policy-name";
import { terraformText } from "./terraform-text";

/** A role or a user. Its policies are inline or, if they would be too long, managed policies that are attached to it. */
export abstract class RoleOrUser<
  Model extends
    model.NewRole<Text> | model.ExistingRole<Text> | model.NewUser<Text> | model.ExistingUser<Text>,
> extends AccessPrincipal<Model> {
  /**
   * The limit for all inline policies together. Undefined if the role or user gets no inline policy.
   *
   * @internal
   */
  protected abstract readonly inlineLimit?: PolicyLimit;
  /** The policies after the last grant. */
  private layout = "";
  private elements: readonly TerraformElement[] = [];
  private attachments: readonly TerraformResource[] = [];
  /** In an account that the stack does not deploy to. */
  private unattached: readonly Pick<UnattachedPolicy, "type" | "document">[] = [];
  /** Statements of the user's own. */
  private readonly own: readonly object[] | undefined;

  constructor(scope: Construct, account: Account, principal: Model, resourceAddress?: string) {
    super(scope, account, principal, resourceAddress);
    const { statements } = principal;
    if (statements && !account.managed) throw statementsNotManaged(this.node.path, account.node.path);
    this.own = statements && ([inTerraform(statements.Statement)].flat() as readonly object[]);
  }

  /**
   * Attaches statements of the user's own, which no grant has to precede. Constructors end with it.
   *
   * @internal
   */
  protected attachOwn(): void {
    if (this.own) this.update();
  }

  /**
   * The Terraform addresses of the inline policy or of the attachments, for resources that must be created after them.
   *
   * @internal
   */
  get policyAddresses(): string[] {
    return this.attachments.map(
      ({ terraformResourceType, friendlyUniqueId }) => `${terraformResourceType}.${friendlyUniqueId}`,
    );
  }

  /**
   * The name of a policy, different from those of other stacks. It depends on the grants, so it is resolved at synthesis.
   *
   * @internal
   */
  protected sharedPolicyName(number: number): string {
    return Lazy.stringValue({ produce: () => this.sharedPolicyNameNow(number) });
  }

  private sharedPolicyNameNow(number: number): string {
    const { access, replications, assumes } = this.intents;
    const buckets = [
      ...access.map(({ bucket }) => bucket),
      ...replications.flatMap(({ from, to }) => [from, to]),
    ];
    if (buckets.length + assumes.length === 0) throw statementsWithoutGrant(this.node.path);
    const roles = assumes.map(({ name, account, model }) => ({
      name,
      accountId: account.accountId,
      roleName: terraformText(model.roleName),
    }));
    return sharedPolicyName(this.name, buckets, roles, number);
  }

  /**
   * Its name in IAM, without the path, as text for Terraform.
   *
   * @internal
   */
  protected abstract get iamName(): string;

  /** @internal */
  protected abstract attachInline(policyJson: string): TerraformResource;

  /**
   * @param id of the construct
   * @internal
   */
  protected abstract attachManaged(id: string, policyArn: string): TerraformResource;

  /**
   * @param number from 1
   * @internal
   */
  protected abstract managedPolicyName(number: number): string;

  /**
   * Attaches the policies. Replaces them by others when a grant makes them too long.
   *
   * @internal
   */
  protected override attachPolicies(added: Partial<PrincipalEdges>): void {
    const { kind, documents } = this.policies();
    const most = MANAGED_POLICIES[this.model.kind];
    if (kind === "managed" && documents.length > most) {
      const replication = added.replications?.at(-1);
      throw replication
        ? tooManyDestinations(replication, most)
        : tooManyPolicies(this.model, most, added.access?.at(-1));
    }
    const layout = `${kind} ${documents.length}`;
    if (layout === this.layout) return;
    for (const element of this.elements) {
      releaseAddress(element);
      this.node.tryRemoveChild(element.node.id);
    }
    this.layout = layout;
    if (!this.account.managed) return this.handOverPolicies(kind, documents.length);
    const made = kind === "inline" ? [this.inline()] : documents.map((_, index) => this.managed(index + 1));
    this.elements = made.flat();
    this.attachments = made.map(([attachment]) => attachment);
  }

  /** Creates only the documents: the administrators of the account attach them. */
  private handOverPolicies(type: IdentityPolicies["kind"], count: number): void {
    const limit = type === "inline" && this.inlineLimit ? this.inlineLimit : MANAGED_POLICY;
    const made = Array.from({ length: count }, (_, index) => this.document(index + 1, limit));
    this.elements = made;
    this.unattached = made.map((document) => ({ type, document }));
    this.account.handOver(this);
  }

  /**
   * What the administrators of its account attach.
   *
   * @internal
   */
  handOver(): HandedOver {
    const policies = this.unattached.map(({ type, document }, index) => ({
      type,
      document,
      name: this.sharedPolicyNameNow(index + 1),
    }));
    return handedOver(this, this.iamName, policies);
  }

  /** Creates the inline policy and its document. The policy comes first. */
  private inline(): [TerraformResource, ...TerraformElement[]] {
    const document = this.document(1, this.inlineLimit ?? MANAGED_POLICY);
    return [claimAddress(this.attachInline(document.json), this.name), document];
  }

  private managed(number: number): [TerraformResource, ...TerraformElement[]] {
    const document = this.document(number, MANAGED_POLICY);
    // Not `etl_2`, which could be another principal.
    const name = number === 1 ? this.name : `${this.name}_policy_${number}`;
    const policy = new IamPolicy(this, withNumber("policy", number), {
      provider: this.account.provider,
      name: this.managedPolicyName(number),
      policy: document.json,
      tags: this.account.tagsOf(),
    });
    const attachment = this.attachManaged(
      withNumber("policy-attachment", number),
      `\${aws_iam_policy.${name}.arn}`,
    );
    return [claimAddress(attachment, name), claimAddress(policy, name), document];
  }

  private document(number: number, limit: PolicyLimit): PolicyLocal {
    return new PolicyLocal(this, withNumber("policy-document", number), {
      name: `${this.name}_identity_policy${number === 1 ? "" : `_${number}`}`,
      limit,
      produce: () => this.documentNow(number),
      ...(this.own && {
        shorter: "leave out some of the statements of your own, or attach a policy with them yourself",
      }),
    });
  }

  private documentNow(number: number): PolicyDocument {
    const document = (this.policies().documents[number - 1] as () => PolicyDocument)();
    const { own } = this;
    if (own) {
      const title = `the identity policy of ${this.kind} ${this.name}`;
      const Statement = document.Statement.filter((statement) => !own.includes(statement));
      checkSids(
        { title, construct: this.node.path, property: "statements" },
        { Statement: own },
        { ...document, Statement },
      );
    }
    return document;
  }

  private policies(): IdentityPolicies {
    const { assumes, ...edges } = this.intents;
    const inherited = this.inheritedTags();
    return identityPolicies(
      {
        ...edges,
        own: this.own,
        assumes: assumes.map(({ name, principalArn, sessionTags, model: { path } }) => ({
          name,
          principalArn,
          path,
          sessionTags: [...new Set([...inherited, ...sessionTags])],
        })),
      },
      { inline: this.inlineLimit?.length, managed: MANAGED_POLICY.length },
    );
  }
}

/** `policy`, `policy-2`. */
function withNumber(id: string, number: number): string {
  return number === 1 ? id : `${id}-${number}`;
}
