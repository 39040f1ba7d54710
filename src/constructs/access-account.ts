import type { Construct } from "constructs";
import { MANAGED_POLICY } from "../aws/policy-limits";
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
import { requiredTags, withTags } from "./principal-tags";
import { onlyProperties } from "./unchecked-types";

/** The properties of an `AccessAccount`. */
export interface AccessAccountProps {
  /** The account to grant access to. */
  readonly account: Account;
  /**
   * The tags that its roles and users must have, or pass to their session, to get the access. Whoever can set these tags in the
   * account (`iam:TagRole`, `iam:TagUser`, `sts:TagSession`) decides who gets it.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/introduction_attribute-based-access-control.html
   */
  readonly principalTags?: Readonly<Record<string, string>>;
}

/**
 * A whole account that can be granted access to buckets. Its administrators attach the policy of `policyJson` to the
 * roles and users that need the access. To choose these roles and users yourself, grant access to an `AccessRole` or an
 * `AccessUser` instead.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-walkthroughs-managing-access-example2.html
 */
export class AccessAccount extends AccessPrincipal<model.EntireAccount<Text>> {
  /** Whether a construct is an `AccessAccount`. Also works if the program contains two copies of the class. */
  static isAccessAccount(candidate: unknown): candidate is AccessAccount {
    return isMarkedAs("AccessAccount", candidate);
  }

  /** The tags, as text for Terraform. */
  override readonly principalTags?: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: AccessAccountProps) {
    const { account, principalTags } = props;
    const owner = Account.required(pathIn(scope, id), account);
    onlyProperties(pathIn(scope, id), "props", props, { account: true, principalTags: true });
    super(scope, owner, defaults.entireAccount({ name: id, account: owner.model, principalTags }));
    markAs("AccessAccount", this);
    this.principalTags = requiredTags(this, this.model.principalTags);
  }

  /**
   * The identity policy that the account's administrators attach to roles and users, as a Terraform expression. Undefined
   * until something is granted.
   */
  policyJson?: string;
  private local?: PolicyLocal;
  private readonly waiting: ((policyJson: string) => void)[] = [];

  /**
   * Calls `tell` with the policy as soon as something is granted. Never, if the policy is handed over.
   *
   * @internal
   */
  whenGranted(tell: (policyJson: string) => void): void {
    if (this.policyJson === undefined) this.waiting.push(tell);
    else if (this.account.managed) tell(this.policyJson);
  }

  /**
   * What the administrators of an account that the stack does not deploy to can attach.
   *
   * @internal
   */
  handOver(): HandedOver {
    const name = sharedPolicyName(
      this.name,
      this.intents.access.map(({ bucket }) => bucket),
    );
    const policies = this.local ? [{ type: "managed" as const, name, document: this.local }] : [];
    return handedOver(this, this.account.accountId, policies);
  }

  /** @internal */
  override credentials(): Text[] {
    const { accountId, name } = this.account.model;
    const policy = this.account.managed
      ? `the policy of the output ${this.name}_policy`
      : `the policy of ${this.name} in the output handover_${name}`;
    return [
      text`# account ${accountId}: its administrators attach ${policy}`,
      `# to the roles and users that need access${withTags(this.model.principalTags)}`,
    ];
  }

  /** @internal */
  protected override attachPolicies(): void {
    if (this.policyJson !== undefined) return;
    const policy = (edges: Edges) => identityPolicy(edges, MANAGED_POLICY.length);
    this.local = new PolicyLocal(this, "policy-document", {
      name: `${this.name}_identity_policy`,
      limit: MANAGED_POLICY,
      produce: () => policy(this.intents),
      granting: {
        title: `the policy that account ${this.name} is offered`,
        edges: () => this.intents,
        documentsOf: (edges) => [policy(edges)],
        repair: () => "offer the account fewer buckets or prefixes, or let buckets share a key",
      },
    });
    const { json } = this.local;
    this.policyJson = json;
    if (this.account.managed) for (const tell of this.waiting) tell(json);
    else this.account.handOver(this);
  }
}
