/**
 * What is asked for, as data: who can do what with which bucket, and which bucket replicates to which. The constructs
 * have these shapes; tests use plain objects.
 */

import type { Permission } from "./actions";

export type { Permission };

/** An AWS account, seen in one region. */
export interface Account {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov` or `aws-eusc`. */
  readonly partition: string;
}

/** A customer-managed KMS key. */
export interface Key {
  /** Its name in the topology and in Terraform. */
  readonly name: string;
  readonly account: Account;
  /** Its full ARN, usually a Terraform reference. Never an alias: an alias does not identify a key in a policy. */
  readonly keyArn: string;
}

/** An S3 bucket. */
export interface Bucket {
  readonly name: string;
  readonly account: Account;
  readonly bucketArn: string;
  /** The key of its default encryption; absent with SSE-S3. */
  readonly key?: Key;
  /** Further keys that encrypt some of its objects. */
  readonly otherKeys: readonly Key[];
  /** Whether uploads that name any other key or encryption are denied. */
  readonly requireKey: boolean;
}

/** A role, user or account that is granted access. */
export interface Principal {
  readonly name: string;
  readonly kind: "role" | "user" | "account";
  readonly account: Account;
  /** The role's or user's ARN with its path, or the account's root ARN. */
  readonly principalArn: string;
  /**
   * How resource policies of other accounts name it: by its account with an `aws:PrincipalArn` condition, which still
   * holds when the principal is created again, or by its ARN, which AWS stores as a unique id.
   */
  readonly grantedAs: "account" | "arn";
}

/** What a principal can do with a bucket. */
export interface Access {
  readonly principal: Principal;
  readonly bucket: Bucket;
  readonly permissions: readonly Permission[];
  /** Covers objects whose key begins with this; the empty string covers the whole bucket. */
  readonly prefix: string;
}

/** The replication of a bucket to another. */
export interface Replication {
  /** The role that S3 assumes, in the account of `from`. */
  readonly role: Principal;
  readonly from: Bucket;
  readonly to: Bucket;
  readonly prefix: string;
  readonly deleteMarkers: boolean;
  /** Whether neither bucket uses a Bucket Key, so that `kms:Encrypt` alone is enough for the replica's key. */
  readonly minimalKms: boolean;
}

/** Everything that is asked for about one bucket, key or principal. */
export interface Intents {
  readonly access: readonly Access[];
  readonly replications: readonly Replication[];
}

/** Everything that is asked for about one role, user or account. */
export interface PrincipalIntents extends Intents {
  /** The roles that it can assume. */
  readonly assumes?: readonly AssumedRole[];
}

/** A role that a principal of the same topology can assume. */
export interface AssumedRole extends Pick<Principal, "name" | "principalArn"> {
  /** Part of the ARN, which in a module is an expression. */
  readonly path: string;
  /** The keys of tags that it can pass. */
  readonly sessionTags: readonly string[];
}

export function isSameAccount(a: Account, b: Account): boolean {
  return a.accountId === b.accountId;
}

/** The ARN that stands for a whole account. */
export function accountRootArn(account: Account): string {
  return `arn:${account.partition}:iam::${account.accountId}:root`;
}
