import type { PolicyDocument, StatementReason } from "../policy/document";

/**
 * What others attach: the administrators of an account that the stack does not deploy to, to its roles and users, and those of
 * IAM Identity Center, to permission sets.
 */
export interface Handover {
  /** The name of the stack. */
  readonly stack: string;
  /** The name of the account, or of the organization, in the topology. */
  readonly account: string;
  /** Twelve digits, or the id of the organization. */
  readonly accountId: string;
  /** Sorted by name. */
  readonly principals: readonly HandedOver[];
}

/** What one role or user gets; for an entire account, what its administrators can give to its roles and users. */
export interface HandedOver {
  /** The name in the topology. */
  readonly name: string;
  readonly kind: "role" | "user" | "permission set" | "account" | "organization";
  /** The name in IAM, without the path, or that of the permission set. For an entire account or an organization, its id. */
  readonly iamName: string;
  /** For a permission set, the pattern of its roles. For an entire account, the ARN of its root. */
  readonly principalArn: string;
  /** The tags that roles and users need. @default - none */
  readonly principalTags?: Readonly<Record<string, string>>;
  readonly access: readonly GrantedAccess[];
  readonly assumes: readonly AssumableRole[];
  readonly policies: readonly HandedOverPolicy[];
}

export interface GrantedAccess {
  readonly permissions: readonly string[];
  readonly bucketName: string;
  /** Empty for all objects. */
  readonly prefix: string;
  /** The id of the account that owns the bucket. */
  readonly ownerId: string;
  readonly region: string;
}

export interface AssumableRole {
  readonly roleArn: string;
  /** What the role's trust policy requires. */
  readonly externalId?: string;
}

/** A policy to attach. */
export interface HandedOverPolicy {
  readonly type: "inline" | "managed";
  readonly name: string;
  /** The path of the file with the document, relative to the folder of the hand-over. */
  readonly file: string;
  readonly document: PolicyDocument;
  readonly reasons: ReadonlyMap<string, StatementReason>;
  readonly commands: PolicyCommands;
}

/** Commands of the AWS CLI. */
export interface PolicyCommands {
  /** Attach the policy. */
  readonly attach: readonly string[];
  /** Replace the policy by a later version of the document. Empty if attaching it again does. */
  readonly update: readonly string[];
  /** Take the access away. */
  readonly detach: readonly string[];
}
