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
import { beforeChildrenAreRead } from "./before-children";
import { type Call, callHere, onBehalfOf } from "./creation-places";
import type { PrincipalEdges } from "./edges";
import { statementsNotManaged, statementsWithoutGrant } from "./errors";
import { inTerraform } from "./existing-policy";
import { handedOver, type UnattachedPolicy } from "./handed-over";
import type { HandedOver } from "./handover";
import { checkSids } from "./policy-conflict";
import { mostThat } from "./policy-length";
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
  /** What was granted, and by which call, in the order of the calls. */
  private readonly granted: Granted[] = [];
  /** The last call that changed the policies, if they are not attached since. */
  private changedBy?: Call | undefined;
  /** Undefined if they have changed. */
  private policiesNow?: IdentityPolicies | undefined;
  /** The policies that are attached. */
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
    beforeChildrenAreRead(this, () => this.attachNow());
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
    this.attachNow();
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
   * Attaches the first policies at once. What further grants change follows before someone looks, because it takes as long as
   * all grants so far.
   *
   * @internal
   */
  protected override attachPolicies(added: Partial<PrincipalEdges>): void {
    const call = callHere();
    this.granted.push({ ...added, call });
    this.changedBy = call;
    this.policiesNow = undefined;
    if (this.layout === "") this.attachNow();
  }

  /** Attaches the policies, if they have changed. Replaces them by others when grants have made them too long. */
  private attachNow(): void {
    const { changedBy } = this;
    if (changedBy === undefined) return;
    this.changedBy = undefined;
    const { kind, documents } = this.policies;
    const layout = `${kind} ${documents.length}`;
    if (layout === this.layout) return;
    this.layout = layout;
    onBehalfOf(changedBy, () => this.replacePolicies(kind, documents.length));
  }

  private replacePolicies(kind: IdentityPolicies["kind"], count: number): void {
    for (const element of this.elements) {
      releaseAddress(element);
      this.node.tryRemoveChild(element.node.id);
    }
    if (!this.account.managed) return this.handOverPolicies(kind, count);
    const made =
      kind === "inline"
        ? [this.inline()]
        : Array.from({ length: count }, (_, index) => this.managed(index + 1));
    this.elements = made.flat();
    this.attachments = made.map(([attachment]) => attachment);
  }

  /** Throws the error of the first grant that does not fit. */
  private refuse(): never {
    const { model, granted } = this;
    const most = MANAGED_POLICIES[model.kind];
    const fits = (count: number) =>
      !isTooMany(model.kind, this.policiesOf(together(granted.slice(0, count))));
    const { access, replications, call } = granted[mostThat(fits, granted.length)] as Granted;
    const replication = replications?.at(-1);
    return onBehalfOf(call, () => {
      throw replication
        ? tooManyDestinations(replication, most)
        : tooManyPolicies(model, most, access?.at(-1));
    });
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
    this.attachNow();
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
    if (isTooMany(this.model.kind, this.policies)) this.refuse();
    const document = (this.policies.documents[number - 1] as () => PolicyDocument)();
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

  private get policies(): IdentityPolicies {
    return (this.policiesNow ??= this.policiesOf(this.intents));
  }

  private policiesOf({ assumes, ...edges }: PrincipalEdges): IdentityPolicies {
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

interface Granted extends Partial<PrincipalEdges> {
  readonly call: Call;
}

function together(granted: readonly Granted[]): PrincipalEdges {
  return {
    access: granted.flatMap(({ access = [] }) => access),
    replications: granted.flatMap(({ replications = [] }) => replications),
    assumes: granted.flatMap(({ assumes = [] }) => assumes),
  };
}

function isTooMany(of: keyof typeof MANAGED_POLICIES, { kind, documents }: IdentityPolicies): boolean {
  return kind === "managed" && documents.length > MANAGED_POLICIES[of];
}

/** `policy`, `policy-2`. */
function withNumber(id: string, number: number): string {
  return number === 1 ? id : `${id}-${number}`;
}
