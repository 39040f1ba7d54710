import { TerraformElement } from "cdktf";
import type { Construct } from "constructs";
import type { PolicyLimit } from "../aws/policy-limits";
import { type PolicyDocument, reasonsOf, type StatementReason } from "../policy/document";
import { claimAddress } from "./addresses";
import { documentTooLong } from "./errors";
import { isMarkedAs, markAs } from "./kind";

/** A value of a module's caller, whose length is unknown. */
const CALLERS_REFERENCE = /(?<![$%])\$\{(?:var|local)\.[^}]*\}/g;
const KEY_ARN_REFERENCE = /\$\{aws_kms_key\.[^}]*\.arn\}/g;
const KEY_ARN_EXAMPLE =
  "arn:aws-us-gov:kms:ap-southeast-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/**
 * A policy document as a local value: nested JSON that a reviewer can read in `cdk.tf.json`, where a string
 * with escaped quotes is unreadable. It is produced at synthesis, when everything that touches it is known.
 */
export class PolicyLocal extends TerraformElement {
  static isPolicyLocal(candidate: unknown): candidate is PolicyLocal {
    return isMarkedAs("PolicyLocal", candidate);
  }

  /** The expression that a resource takes the document from. */
  readonly json: string;
  /** The name of the local. */
  readonly localName: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: { name: string; limit: PolicyLimit; produce: () => PolicyDocument },
  ) {
    super(scope, id, "local");
    markAs("PolicyLocal", this);
    claimAddress(this, props.name, "local");
    this.localName = props.name;
    this.json = `\${jsonencode(local.${props.name})}`;
  }

  /** Why each of its statements is there, by Sid. */
  get reasons(): ReadonlyMap<string, StatementReason> {
    return reasonsOf(this.props.produce());
  }

  override toTerraform(): object {
    const document = this.props.produce();
    const { length, unit } = this.props.limit;
    const text = JSON.stringify(document)
      .replaceAll(KEY_ARN_REFERENCE, KEY_ARN_EXAMPLE)
      .replaceAll(CALLERS_REFERENCE, "");
    const actual = unit === "bytes" ? Buffer.byteLength(text) : text.length;
    if (actual > length) throw documentTooLong(`local.${this.props.name}`, actual, length, unit);
    return { locals: { [this.props.name]: document } };
  }
}
