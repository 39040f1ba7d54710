import type { NamedAs } from "./principal-element";
import type { EvaluationRule } from "./rules";

/** A document, and what a reason calls it: `identity policy of role S3Porter`. */
export interface Attached extends DocumentName {
  readonly document: object;
}

/** What a reason says of a document, or of one that is not there. */
export interface DocumentName {
  readonly name: string;
  readonly account: string;
  /** Where the document stands, such as `aws_iam_role_policy.porter`. */
  readonly address?: string;
}

/** Everything that is attached to either side of a request. */
export interface Documents {
  /** All identity policies of the caller: the role's, or the user's with those of its groups. */
  readonly identity?: readonly Attached[];
  readonly boundary?: Attached;
  /** What the session was narrowed to when the role was assumed; a request must be allowed by one of them. */
  readonly session?: readonly Attached[];
  /** The account that owns what is asked for, and its bucket, key or trust policy, if it has one. */
  readonly resource: DocumentName & { readonly document?: object };
  readonly organizations?: Readonly<Record<string, Organization>>;
  /** A statement of an identity policy or of the resource's that does not count, to see what the others say. */
  readonly ignoredStatement?: StatementOf;
}

/** A statement, by the document that it is in. */
export interface StatementOf {
  readonly document: object;
  readonly index: number;
}

/** What an organization attaches to an account: one list for each level, from the root down to the account. */
export interface Organization {
  readonly serviceControl?: readonly (readonly Attached[])[];
  readonly resourceControl?: readonly (readonly Attached[])[];
}

export type Layer = "service control" | "resource control" | "resource" | "identity" | "boundary" | "session";

/** What one layer says of a request. */
export interface Finding {
  readonly layer: Layer;
  /** `full` is the account root user's own power; `absent` a layer that grants and has no document. */
  readonly outcome: "allows" | "denies" | "silent" | "absent" | "full";
  /** The document that decided, or all those that are silent; for `absent`, the one that is not there. */
  readonly documents: readonly (DocumentName & { readonly document?: object })[];
  readonly statement?: { readonly sid: string | undefined; readonly index: number };
  /** What a resource's policy names the caller as. */
  readonly namedAs?: NamedAs;
}

export interface Decision {
  readonly allowed: boolean;
  readonly explicit: boolean;
  readonly rule: EvaluationRule;
  /** What decided: the statements that allow it together, the one that denies it, or what is missing. */
  readonly because: readonly Finding[];
  /** What every layer says, in the order in which AWS asks. */
  readonly chain: readonly Finding[];
}
