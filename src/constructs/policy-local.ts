import { TerraformElement } from "cdktf";
import type { Construct } from "constructs";
import type { PolicyLimit } from "../aws/policy-limits";
import { type PolicyDocument, reasonsOf, type StatementReason } from "../policy/document";
import { claimAddress } from "./addresses";
import { isPolicyConflict, type PolicyConflict } from "./policy-conflict";
import { documentTooLong } from "./policy-too-long";
import { isMarkedAs, markAs } from "./kind";
import { type GrantingPolicies, grantsTooLongFor, lengthOf } from "./policy-length";

interface PolicyLocalProps {
  /** The name of the local. */
  readonly name: string;
  readonly limit: PolicyLimit;
  readonly produce: () => PolicyDocument;
  /** The grants of the policy, for the message if the document is too long. Undefined for trust policies. */
  readonly granting?: GrantingPolicies;
  /** What else to do if it is too long. */
  readonly shorter?: string;
}

/**
 * A policy document as a Terraform local. In `cdk.tf.json` it is nested JSON that a reviewer can read, not a string with
 * escaped quotes. The document is built at synthesis, when all grants are known.
 */
export class PolicyLocal extends TerraformElement {
  static isPolicyLocal(candidate: unknown): candidate is PolicyLocal {
    return isMarkedAs("PolicyLocal", candidate);
  }

  /** The document as a JSON string, for the argument of a resource: a Terraform expression. */
  readonly json: string;
  /** The name of the local. */
  readonly localName: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PolicyLocalProps,
  ) {
    super(scope, id, "local");
    markAs("PolicyLocal", this);
    claimAddress(this, props.name, "local");
    this.localName = props.name;
    this.json = `\${jsonencode(local.${props.name})}`;
  }

  /** The document so far. */
  get document(): PolicyDocument {
    return this.props.produce();
  }

  /** Why the document cannot be built. Undefined if it can. */
  get conflict(): PolicyConflict | undefined {
    try {
      this.props.produce();
      return undefined;
    } catch (error) {
      if (isPolicyConflict(error)) return error;
      throw error;
    }
  }

  /** Why each statement exists, by Sid. */
  get reasons(): ReadonlyMap<string, StatementReason> {
    return reasonsOf(this.document);
  }

  override toTerraform(): object {
    const { name, limit, produce, granting, shorter } = this.props;
    const document = produce();
    // Nothing is handed over.
    if (document.Statement.length === 0) return {};
    const actual = lengthOf(document, limit.unit);
    if (actual > limit.length) {
      throw granting
        ? grantsTooLongFor(granting, limit, actual)
        : documentTooLong(`local.${name}`, actual, limit, shorter);
    }
    return { locals: { [name]: document } };
  }
}
