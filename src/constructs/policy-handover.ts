import { Lazy, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { addCommands, handoverName, type PolicyHandover as Content } from "../handover/policy-handover";
import type { Account } from "./account";
import { claimAddress } from "./addresses";
import { markAs } from "./kind";
import type { PolicyLocal } from "./policy-local";

interface PolicyHandoverProps extends Pick<Content, "kind" | "name" | "resource"> {
  /** The ARN of the bucket, key or topic. */
  readonly arn: string;
  /** The account that owns it. */
  readonly owner: Owner;
  /** The statements to add. */
  readonly document: PolicyLocal;
  /** How it is taken to be configured. @default - nothing is taken as given */
  readonly given?: () => readonly string[];
}

/** An account that owns something, with its name if it is in the stack, and its region. */
interface Owner extends Pick<Content, "accountId" | "region"> {
  readonly name?: string;
  /** Terraform cannot read there. The output then says where the bucket or key is. */
  readonly isUnmanaged?: boolean;
}

/**
 * What the administrators of an existing bucket, key or topic add to its policy: an output, and files beside `cdk.tf.json`. Has no
 * output while there is nothing to add, unless nothing else in the Terraform names the bucket or key.
 */
export class PolicyHandover extends Construct {
  private output?: TerraformOutput;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PolicyHandoverProps,
  ) {
    super(scope, id);
    markAs("PolicyHandover", this);
  }

  /** Adds the output as soon as there is something to say. */
  update(): void {
    const { kind, name, owner } = this.props;
    if (this.output || (this.isEmpty && !owner.isUnmanaged)) return;
    const administrators = owner.name === undefined ? "owners" : `administrators of account ${owner.name}`;
    this.output = new TerraformOutput(this, "output", {
      value: Lazy.anyValue({ produce: () => this.outputValue() }),
      description: `Statements that the ${administrators} add to the policy of the ${name} ${kind}`,
    });
    claimAddress(this.output, `handover_${handoverName(this.props)}`, "output");
  }

  private outputValue() {
    const { kind, name, resource, arn, owner, document } = this.props;
    return {
      // Of a topic, the ARN says it.
      ...(kind !== "topic" && { account_id: owner.accountId }),
      ...(owner.isUnmanaged && { account: owner.name, region: owner.region }),
      [`${kind}_arn`]: arn,
      ...(!this.isEmpty && {
        statements: document.json,
        file: `${handoverName(this.props)}.json`,
        commands: addCommands({ kind, name, resource, region: owner.region }),
      }),
    };
  }

  private get isEmpty(): boolean {
    return this.props.document.document.Statement.length === 0;
  }

  /** Undefined if there is nothing to add. */
  get content(): Content | undefined {
    if (!this.output || this.isEmpty) return undefined;
    const { kind, name, resource, owner, document } = this.props;
    const stack = TerraformStack.of(this).node.id;
    return {
      stack,
      kind,
      name,
      resource,
      accountId: owner.accountId,
      region: owner.region,
      document: document.document,
      reasons: document.reasons,
      given: this.props.given?.() ?? [],
    };
  }
}

/** An account of the stack as the owner of something. */
export function ownerIn({ accountId, region, managed, model: { name } }: Account): Owner {
  return { accountId, region, name, isUnmanaged: !managed };
}
