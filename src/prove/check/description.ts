/** What the policies of an estate come to, without being told what they are for. */
import type { Authorization } from "../catalogue/authorization";
import type { Decision } from "../evaluator/decision";
import type { NearMiss } from "../evaluator/layers";
import type { Unknown } from "../evaluator/unknown";

export interface Description {
  /** Sorted by principal and bucket. */
  readonly connections: readonly Connection[];
  /** Sorted by resource. */
  readonly outsiders: readonly OutsideGrant[];
  /** In the order of the estate. */
  readonly replications: readonly DescribedRule[];
  /** In the order of the estate. */
  readonly locations: readonly DescribedLocation[];
  /** In the order of the estate. */
  readonly transfers: readonly DescribedTransfer[];
  /** What the answers take for granted, as sentences, each once. */
  readonly assumptions: readonly string[];
  readonly counts: Counts;
}

/** A principal and a bucket that a policy connects. */
export interface Connection {
  readonly principal: DescribedPrincipal;
  readonly bucket: DescribedBucket;
  /** Every operation of the catalogue, in its order. One with different answers for different objects is there for each. */
  readonly operations: readonly DescribedOperation[];
}

export interface DescribedPrincipal {
  readonly kind: "role" | "user" | "account" | "organization";
  /** Its name, or `account 222222222222`, or `organization o-abcde12345 with the tag team=red`. */
  readonly name: string;
  /** For an account, the ARN of its root. For an organization, see `aws/tagged-arn.ts`. */
  readonly arn: string;
  /** Empty for an organization. */
  readonly account: string;
  /** Absent for one that this Terraform does not create. */
  readonly address?: string;
  /**
   * Whether its own policies are `known`; or known only in `part`, because it exists already and can have more of them; or
   * `assumed` to allow everything, because the estate does not have it.
   */
  readonly policies: "known" | "part" | "assumed";
}

export interface DescribedBucket {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly address: string;
  /** The ARN of the key for new objects. Absent for SSE-S3. */
  readonly keyArn?: string;
}

/**
 * `half`: some of what the operation needs was granted and the rest was not, which is almost always a mistake. `unknown`:
 * the answer depends on something that was not read.
 */
export type Answer = "can" | "cannot" | "half" | "unknown";

export interface DescribedOperation {
  /** Its name for people: `aws s3 cp, uploading`. */
  readonly title: string;
  /** What distinguishes it from others with the same title, such as `multipart`. */
  readonly variant?: string;
  /** Patterns of the keys that it is about, such as `in/*`. All objects: `*`. */
  readonly keys: readonly string[];
  readonly answer: Answer;
  /** Why `half`. */
  readonly half?: Half;
  /** The statements that allow what is allowed of it, each once. */
  readonly by: readonly AllowingStatement[];
  /** What is not allowed. Empty if the answer is `can` or `unknown`. */
  readonly missing: readonly MissingAuthorization[];
  /** Why the answer is `unknown`. */
  readonly unknown: readonly Unknown[];
}

/**
 * - `one side`: across accounts, one side allows what the other does not.
 * - `key`: S3's actions are allowed and KMS's are not.
 * - `denied`: a Deny defeats an explicit grant.
 * - `variant`: other variants of the same command work.
 */
export type Half = "one side" | "key" | "denied" | "variant";

export interface AllowingStatement extends DecidingDocumentName {
  /** Its position in the document, from 0. */
  readonly index: number;
  /** Its Sid, or its number. */
  readonly statement: string;
}

/** An authorization that the operation needs and does not get. */
export interface MissingAuthorization {
  readonly authorization: Authorization;
  readonly decision: Decision;
  /** The documents that lack it, or the one that denies it. */
  readonly documents: readonly DecidingDocument[];
  /** The statements that come closest to allowing it. */
  readonly nearest: readonly NearMiss[];
}

export interface DecidingDocument {
  /** Such as `bucket policy of acme-source`. */
  readonly name: string;
  readonly account: string;
  /** The Terraform address; of the resource that has no policy, if it has none. */
  readonly address?: string;
  readonly outcome: "denies" | "does not allow";
  /** The statement that denies it: its Sid, or its number. */
  readonly statement?: string;
}

/** A statement that allows something to people beyond the accounts of the estate. */
export interface OutsideGrant {
  readonly who: Outsiders;
  /** The bucket, key or role that they can use. */
  readonly resource: string;
  readonly document: DecidingDocumentName;
  /** The statement: its Sid, or its number. */
  readonly statement: string;
  /** As the statement writes them; `all but …` for a NotAction. */
  readonly actions: readonly string[];
  /** Titles of operations that work, as far as this estate decides. Empty for a key or a role. */
  readonly operations: readonly string[];
  /** The condition keys that limit it. */
  readonly conditions: readonly string[];
  /** The conditions with their values: `StringEquals aws:PrincipalTag/team red`. */
  readonly limits: readonly string[];
  /** Patterns of the keys that it is about, if it is about objects. */
  readonly objects: readonly string[];
  /** Public access to the bucket is blocked, so S3 allows nothing of it. */
  readonly isBlocked?: true;
  /** Why it is not certain, as ends of "unknown because …". */
  readonly unknown: readonly string[];
}

export type DecidingDocumentName = Omit<DecidingDocument, "outcome" | "statement">;

export type Outsiders =
  /** An account that is not in the estate, or a role or user of one. */
  | { readonly kind: "account" | "principal"; readonly arn: string; readonly account: string }
  /** `arn`: of an organization, OU or team that the statement is for as a whole. */
  | { readonly kind: "organization"; readonly id: string; readonly arn?: string }
  /** `isAnonymous`: also without credentials. `but`: those whom a NotPrincipal leaves out. */
  | { readonly kind: "everyone"; readonly isAnonymous: boolean; readonly but?: readonly string[] };

/** A replication rule, and why it fails. */
export interface DescribedRule {
  readonly address: string;
  readonly id?: string;
  readonly from: string;
  readonly to: string;
  readonly roleArn: string;
  readonly isEnabled: boolean;
  /** `half` does not occur: a rule that replicates only some objects fails. */
  readonly answer: Exclude<Answer, "half">;
  readonly failures: readonly Failure[];
  readonly unknown: readonly string[];
  /** Which old objects it does not replicate, and why. A rule that replicates all new ones works. */
  readonly leavesOut: readonly string[];
}

/** A bucket that DataSync uses with a role, and why it cannot. */
export interface DescribedLocation {
  /** What for: to read or write objects, or for the reports of a task. */
  readonly use: "transfer" | "report";
  /** The location, or the task of the reports. */
  readonly address: string;
  readonly bucketArn: string;
  /** The name of the bucket. */
  readonly bucket: string;
  readonly roleArn: string;
  /** A task reads from it or writes to it. */
  readonly isUsed: boolean;
  readonly answer: Exclude<Answer, "half">;
  readonly failures: readonly Failure[];
  readonly unknown: readonly string[];
  /** What AWS's page lists besides and nobody grants. Whether tasks work without it is not documented. */
  readonly lacks: readonly Failure[];
  /** What the answer takes for granted, as sentences. */
  readonly assumed: readonly string[];
}

/** A task of DataSync from one bucket to another, and whether it works. */
export interface DescribedTransfer {
  readonly address: string;
  readonly fromArn: string;
  readonly toArn: string;
  /** One, or those of the two locations. */
  readonly roleArns: readonly string[];
  readonly answer: Exclude<Answer, "half">;
}

/** What keeps a replication rule or a location of DataSync from working. */
export interface Failure {
  /** What does not work, such as `of a tagged object`, or the setting that is wrong. */
  readonly what: string;
  /** In one line. */
  readonly problem: string;
  readonly missing: readonly MissingAuthorization[];
  readonly addresses: readonly string[];
}

export interface Counts {
  readonly principals: number;
  readonly buckets: number;
  readonly connections: number;
  /** The operations with each answer. */
  readonly operations: Readonly<Record<Answer, number>>;
  readonly outsiders: number;
  readonly replications: Readonly<Record<Exclude<Answer, "half">, number>>;
}
