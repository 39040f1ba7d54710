/**
 * What AWS will hold once the Terraform is applied, as plain data. Things are sorted by their addresses, and keep
 * them, for messages.
 */
import type { RawPolicyDocument } from "./policy-document";

/** What AWS will hold. */
export interface Estate {
  /** In the order of their aliases. An account that is used in two regions is there twice. */
  readonly accounts: readonly Account[];
  readonly buckets: readonly Bucket[];
  readonly keys: readonly Key[];
  /** Roles and users that are created, and existing ones that are given policies. */
  readonly principals: readonly Principal[];
  /** Whether attached to anyone or not, for a permissions boundary may be one. */
  readonly managedPolicies: readonly ManagedPolicy[];
  /** Policies that are outputs, for somebody to attach. */
  readonly offeredPolicies: readonly Policy[];
  readonly replicationRules: readonly ReplicationRule[];
  /** What Terraform makes before each resource, by address: what it refers to, and what its `depends_on` names. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** What may change who may do what, and is not read here. Whatever is proved holds but for these. */
  readonly unmodelled: readonly Unmodelled[];
}

/** An account in one region: an aliased `aws` provider. */
export interface Account {
  /** `provider.aws.<alias>` */
  readonly address: string;
  readonly alias: string;
  /** Twelve digits. */
  readonly id: string;
  readonly region: string;
  readonly partition: string;
}

export interface Bucket {
  readonly address: string;
  readonly name: string;
  readonly arn: string;
  readonly account: Account;
  readonly region: string;
  readonly encryption: Encryption;
  readonly ownership: Ownership;
  readonly versioning: Versioning;
  readonly publicAccessBlock: PublicAccessBlock;
  /** Absent where the bucket has none. */
  readonly policy?: Policy;
}

/** The address is absent where nothing is configured, and so AWS's default holds. */
interface Configured {
  readonly address?: string;
}

/**
 * The default encryption of a bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html
 */
export interface Encryption extends Configured {
  /** `AES256`, `aws:kms` or `aws:kms:dsse`. */
  readonly algorithm: string;
  /**
   * The key as it is configured. A key's id or alias, unlike its ARN, is looked up in the account of whoever writes;
   * without any, it is the managed key `aws/s3` of that account.
   */
  readonly masterKey?: string;
  /** The same where it is a key's ARN. */
  readonly keyArn?: string;
  readonly bucketKeyEnabled: boolean;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
export interface Ownership extends Configured {
  /** `BucketOwnerEnforced`, which turns ACLs off, `BucketOwnerPreferred` or `ObjectWriter`. */
  readonly objectOwnership: string;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html */
export interface Versioning extends Configured {
  /** `Enabled`, `Suspended` or `Disabled`. */
  readonly status: string;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
export interface PublicAccessBlock extends Configured {
  readonly blockPublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly ignorePublicAcls: boolean;
  readonly restrictPublicBuckets: boolean;
}

/** A policy document, rendered. */
export interface Policy {
  /** The resource whose argument it is, or the output. */
  readonly address: string;
  readonly document: RawPolicyDocument;
}

export interface Key {
  readonly address: string;
  /** With an id that is made up from the address, for AWS makes up the real one. */
  readonly arn: string;
  readonly account: Account;
  readonly region: string;
  /** Whether AWS rotates it. */
  readonly rotation: boolean;
  /** With `alias/` before them. */
  readonly aliases: readonly Alias[];
  /** Where none is configured, the one that AWS gives to a key. */
  readonly policy: Policy;
}

export interface Alias {
  readonly address: string;
  readonly name: string;
}

/** A role or a user. */
export interface Principal {
  readonly kind: "role" | "user";
  /** Absent where it exists already, and is only given policies. */
  readonly address?: string;
  readonly name: string;
  /** With a slash at either end. */
  readonly path: string;
  readonly arn: string;
  /**
   * How the path is known: `terraform` creates it; the caller gave the ARN; the `policies` name it with the path; or
   * it is `assumed` to have none. Terraform does not say what the path of an existing role or user is.
   */
  readonly arnFrom: "terraform" | "caller" | "policies" | "assumed";
  readonly account: Account;
  /** Of roles that are created. */
  readonly trustPolicy?: Policy;
  /** Of an existing role or user those that it is given here; it may have others. */
  readonly identityPolicies: readonly IdentityPolicy[];
  /** The ARN of the policy that caps it. */
  readonly permissionsBoundary?: string;
}

/** A policy that says what a role or user may do. */
export interface IdentityPolicy extends Policy {
  readonly kind: "inline" | "managed";
  readonly name: string;
  /** What attaches a managed one. */
  readonly attachment?: string;
}

export interface ManagedPolicy extends Policy {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly account: Account;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html */
export interface ReplicationRule {
  /** The replication configuration that the rule is part of. */
  readonly address: string;
  readonly id?: string;
  readonly priority?: number;
  readonly isEnabled: boolean;
  /** The bucket that is replicated. */
  readonly source: { readonly bucketArn: string; readonly account: Account };
  /** The role that S3 assumes. */
  readonly roleArn: string;
  readonly destination: {
    readonly bucketArn: string;
    /** The id of the bucket's account: its owner's where the bucket is one of the estate, otherwise the stated one. */
    readonly account?: string;
    /** What the rule says that the id is. */
    readonly statedAccount?: string;
  };
  /** Which objects are replicated: those whose key begins with this. */
  readonly prefix: string;
  /** … and that have all of these tags. */
  readonly tags: Readonly<Record<string, string>>;
  readonly deleteMarkers: boolean;
  /** Whether objects under SSE-KMS are replicated at all. */
  readonly sseKmsEncryptedObjects: boolean;
  /** The replica's key as it is configured. */
  readonly replicaKey?: string;
  /** The same where it is a key's ARN. */
  readonly replicaKeyArn?: string;
  /** Whether replicas belong to the owner of the destination bucket whatever its object ownership. */
  readonly ownerOverride: boolean;
}

/** Something that is not read here. */
export interface Unmodelled {
  readonly address: string;
  /** The argument; absent where it is the whole resource. */
  readonly argument?: string;
  /** Why it matters. */
  readonly reason: string;
}
