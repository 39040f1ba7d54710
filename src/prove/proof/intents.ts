/** What was asked for, as data. The proof knows it by ARN, and whatever wrote the policies has no part in it. */
export interface Intents {
  readonly access: readonly AccessIntent[];
  readonly replications: readonly ReplicationIntent[];
  /** Keys that objects of a bucket are under besides its default. */
  readonly otherKeys: readonly OtherKey[];
}

/** `list` the bucket, `get`, `put` or `delete` its objects. */
export type Permission = "list" | "get" | "put" | "delete";

/** Who may do what to which bucket. */
export interface AccessIntent {
  /** The ARN of a role or a user, or the root of an account whose administrators choose. */
  readonly principalArn: string;
  readonly bucketArn: string;
  readonly permissions: readonly Permission[];
  /** What the keys of the objects begin with; empty for all of them. */
  readonly prefix: string;
}

/** Which bucket replicates to which. */
export interface ReplicationIntent {
  readonly fromArn: string;
  readonly toArn: string;
  readonly prefix: string;
  readonly deleteMarkers: boolean;
  /** Whether neither bucket uses a Bucket Key and no object was plaintext. */
  readonly minimalKms: boolean;
}

export interface OtherKey {
  readonly bucketArn: string;
  /** The Terraform address of the key, for AWS makes up its ARN. */
  readonly keyAddress: string;
}
