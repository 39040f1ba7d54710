import type { NamedAs } from "./principal-element";
import type { EvaluationRule } from "./rules";
import type { Unknown } from "./unknown";

/** A document with its name in reasons, such as `identity policy of role S3Porter`. */
export interface Attached extends DocumentName {
  readonly document: object;
  /** Why only a part of it is known, as the end of a sentence about it. The rest can allow and deny anything. */
  readonly unknown?: string;
  /** Whether the rest can only allow. */
  readonly restOnlyAllows?: true;
  /** The option of the commands that gives the document: `--boundary <arn>=<file>`. */
  readonly option?: string;
}

/** How a reason refers to a document, or to one that does not exist. */
export interface DocumentName {
  readonly name: string;
  readonly account: string;
  /** The Terraform address of the document, such as `aws_iam_role_policy.porter`. */
  readonly address?: string;
  /** The name of a policy that AWS manages: nobody else can change it. The address is that of its attachment. */
  readonly awsManaged?: string;
  /** Made up for a caller whose own policies are not known. */
  readonly isAssumed?: true;
}

/** What is attached to a resource, and what AWS refuses because of the resource, whatever policies allow. */
export type ResourceDocument = DocumentName &
  Partial<Attached> & {
    /** S3 refuses requests from other accounts, because the policy is public and the bucket restricts public policies. */
    readonly keepsOthersOut?: boolean;
    /** S3 refuses requests without credentials, because it has nobody to charge. */
    readonly requesterPays?: boolean;
    /** KMS uses the key for nobody, or S3 cannot use it. */
    readonly unusable?: "disabled" | "not symmetric" | undefined;
  };

/** Everything that is attached to either side of a request. */
export interface Documents {
  /** All identity policies of the caller: those of the role, or those of the user and its groups. */
  readonly identity?: readonly Attached[];
  readonly boundary?: Attached;
  /** Policies that limit the session since the role was assumed. One of them must allow a request. */
  readonly session?: readonly Attached[];
  /** The account that owns the resource, and the bucket, key or trust policy, if there is one. */
  readonly resource: ResourceDocument;
  readonly organizations?: Readonly<Record<string, Organization>>;
  /** The policy of the VPC endpoint that the request comes through. */
  readonly endpoint?: Attached;
  /** A statement of an identity policy or the resource's policy to ignore, to see what the others decide. */
  readonly ignoredStatement?: StatementOf;
  /** @default - what cannot be judged is an error */
  readonly completion?: Completion;
}

/**
 * What everything that is not known, or that the evaluator cannot judge, does: it allows everything and denies nothing, or
 * the reverse. More Allows never refuse a request, and more Denies never allow one. So the answer is known if it is the
 * same for both.
 */
export type Completion = "allow" | "deny";

/** A statement and its document. */
export interface StatementOf {
  readonly document: object;
  readonly index: number;
}

/** What an organization attaches to an account: one list for each level, from the root to the account. */
export interface Organization {
  readonly serviceControl?: readonly (readonly Attached[])[];
  readonly resourceControl?: readonly (readonly Attached[])[];
}

export type Layer =
  "service control" | "resource control" | "VPC endpoint" | "resource" | "identity" | "boundary" | "session";

/** The result of one layer for a request. */
export interface Finding {
  readonly layer: Layer;
  /** `full` is the power of the account root user. `absent` is a layer that can grant, but has no document. */
  readonly outcome: "allows" | "denies" | "silent" | "absent" | "full";
  /** The document that decided, or all documents if none matches. For `absent`, the one that is missing. */
  readonly documents: readonly (DocumentName & { readonly document?: object })[];
  readonly statement?: { readonly sid: string | undefined; readonly index: number };
  /** How the resource's policy names the caller. */
  readonly namedAs?: NamedAs;
  /** Why the outcome is only a completion: what is not known, or cannot be judged, as clauses. */
  readonly unknown?: readonly Unknown[];
}

export interface Decision {
  readonly allowed: boolean;
  readonly explicit: boolean;
  readonly rule: EvaluationRule;
  /** What decided: the statements that allow it together, the one that denies it, or what is missing. */
  readonly because: readonly Finding[];
  /** The result of every layer, in the order in which AWS evaluates them. */
  readonly chain: readonly Finding[];
}
