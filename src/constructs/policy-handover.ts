import { TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { addCommands, handoverName, type PolicyHandover as Content } from "../handover/policy-handover";
import type { Account } from "./account";
import { claimAddress } from "./addresses";
import { markAs } from "./kind";
import type { PolicyLocal } from "./policy-local";

interface PolicyHandoverProps extends Pick<Content, "kind" | "name" | "resource"> {
  /** The ARN of the bucket, key or topic. */
  readonly arn: string;
  /** The account that owns it, with its name if it is in the stack, and its region. */
  readonly owner: Pick<Content, "accountId" | "region"> & { readonly name?: string };
  /** The statements to add. */
  readonly document: PolicyLocal;
}

/**
 * What the administrators of an existing bucket, key or topic add to its policy: an output, and files beside `cdk.tf.json`. Has no
 * output while there is nothing to add.
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

  /** Adds the output as soon as there is something to add. */
  update(): void {
    const { kind, name, resource, arn, owner, document } = this.props;
    if (this.output || document.document.Statement.length === 0) return;
    const file = handoverName(this.props);
    const administrators = owner.name === undefined ? "owners" : `administrators of account ${owner.name}`;
    this.output = new TerraformOutput(this, "output", {
      value: {
        // Of a topic, the ARN says it.
        ...(kind !== "topic" && { account_id: owner.accountId }),
        [`${kind}_arn`]: arn,
        statements: document.json,
        file: `${file}.json`,
        commands: addCommands({ kind, name, resource, region: owner.region }),
      },
      description: `Statements that the ${administrators} add to the policy of the ${name} ${kind}`,
    });
    claimAddress(this.output, `handover_${file}`, "output");
  }

  /** Undefined if there is nothing to add. */
  get content(): Content | undefined {
    if (!this.output) return undefined;
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
    };
  }
}

/** An account of the stack as the owner of something. */
export function ownerIn({ accountId, region, model: { name } }: Account): PolicyHandoverProps["owner"] {
  return { accountId, region, name };
}
