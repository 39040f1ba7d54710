import { Lazy, TerraformOutput, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { MANIFEST } from "../files/manifest";
import { writeFiles } from "../files/write-files";
import { handoverFiles } from "../handover/files";
import type * as handover from "../handover/handover";
import type { PolicyHandover } from "../handover/policy-handover";
import { claimAddress } from "./addresses";
import { knownToTerraform } from "./errors";
import { isMarkedAs } from "./kind";
import { plainText } from "./terraform-text";

/** Who gets policies from others. */
export interface Receiver {
  readonly name: string;
  handOver(): HandedOver;
}

/** The same with text for Terraform. */
export interface HandedOver extends handover.HandedOver {
  readonly policies: readonly HandedOverPolicy[];
}

export interface HandedOverPolicy extends handover.HandedOverPolicy {
  /** The document as a Terraform expression, whose value is JSON. */
  readonly json: string;
}

/**
 * What others attach for an account: its administrators, if the stack does not deploy to it, and those of IAM Identity Center.
 * Consists of an output, and files beside `cdk.tf.json`. Has no output while there is nothing to attach.
 */
export class Handover extends Construct {
  private readonly receivers = new Map<string, Receiver>();

  constructor(
    scope: Construct,
    /** The name of the account. */
    private readonly accountName: string,
    private readonly accountId: string,
  ) {
    super(scope, "handover");
    const stack = TerraformStack.of(this);
    handovers.set(stack, [...(handovers.get(stack) ?? []), this]);
  }

  /** Adds what a receiver has by the time of the synthesis. */
  add(receiver: Receiver): void {
    if (this.receivers.size === 0) this.addOutput();
    this.receivers.set(receiver.name, receiver);
  }

  /** Undefined if there is nothing to attach. */
  get content(): handover.Handover | undefined {
    if (this.receivers.size === 0) return undefined;
    const { accountName: account, accountId } = this;
    const principals = this.handedOver().map(({ policies, ...principal }) => ({
      ...principal,
      policies: policies.map(({ json: _, ...policy }) => policy),
    }));
    return inPlainText({ stack: TerraformStack.of(this).node.id, account, accountId, principals });
  }

  private handedOver(): HandedOver[] {
    return [...this.receivers.values()]
      .map((receiver) => receiver.handOver())
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  private addOutput(): void {
    const output = new TerraformOutput(this, "output", {
      value: Lazy.anyValue({ produce: () => this.outputValue() }),
      description: Lazy.stringValue({ produce: () => this.description() }),
    });
    claimAddress(output, `handover_${this.accountName}`, "output");
  }

  private description(): string {
    if (this.handedOver().some(({ kind }) => kind === "organization"))
      return `Policies that administrators of accounts of organization ${this.accountName} attach`;
    const isForIdentityCenter = this.handedOver().every(({ kind }) => kind === "permission set");
    return isForIdentityCenter
      ? `Policies that administrators of IAM Identity Center add for account ${this.accountName}`
      : `Policies that administrators of account ${this.accountName} attach`;
  }

  private outputValue() {
    const policies = this.handedOver().flatMap(({ name, principalArn, principalTags, policies: own }) =>
      own.map((policy) => ({
        principal: name,
        principal_arn: principalArn,
        ...(principalTags && { principal_tags: principalTags }),
        policy_name: policy.name,
        policy_type: policy.type,
        policy: policy.json,
        file: policy.file,
        commands: policy.commands.attach,
      })),
    );
    return { account_id: this.accountId, policies };
  }
}

const handovers = new WeakMap<TerraformStack, readonly Handover[]>();

/**
 * Writes the hand-overs of a stack whenever CDKTF writes its `cdk.tf.json`, and removes those that the stack no longer has. The
 * synthesis fails if the user edited a file that would be overwritten, or if a text is known only to Terraform.
 */
export function writeWith(stack: TerraformStack): void {
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize(session) {
      synthesizer.synthesize(session);
      const folder = join(session.outdir, session.manifest.forStack(stack).workingDirectory, "handover");
      const ofPolicies = stack.node.findAll().filter(isOfPolicy);
      const files = handoverFiles(
        (handovers.get(stack) ?? []).flatMap(({ content }) => content ?? []),
        ofPolicies.flatMap(({ content }) => (content ? [inPlainText(content)] : [])),
      );
      if (files.size > 0 || existsSync(join(folder, MANIFEST))) writeFiles(folder, files, { advice: ADVICE });
    },
  };
}

type OfPolicy = IConstruct & { readonly content: PolicyHandover | undefined };

function isOfPolicy(candidate: IConstruct): candidate is OfPolicy {
  return isMarkedAs("PolicyHandover", candidate);
}

const ADVICE = { again: "synthesize again", overwrite: "delete them and synthesize again" };

/** Replaces text for Terraform by the text that it stands for. */
function inPlainText<T>(value: T): T {
  if (typeof value === "string") {
    const text = plainText(value);
    if (text === undefined) throw knownToTerraform(value);
    return text as T;
  }
  if (Array.isArray(value)) return value.map(inPlainText) as T;
  if (value instanceof Map)
    return new Map([...value].map(([key, each]) => [key, inPlainText(each)] as const)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inPlainText(each)])) as T;
}
