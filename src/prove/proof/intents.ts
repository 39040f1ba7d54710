import { isAccountRoot } from "../../aws/arn";
import type { Permission } from "../catalogue/permissions";

/** What was asked for, as data. The proof knows it by ARN, and whatever wrote the policies has no part in it. */
export interface Intents {
  readonly access: readonly AccessIntent[];
  readonly replications: readonly ReplicationIntent[];
  /** Keys that objects of a bucket are under besides its default. */
  readonly otherKeys: readonly OtherKey[];
  /** The ARNs of buckets into which nobody may upload under another key or encryption than their default. */
  readonly requiredKeys: readonly string[];
  /** The outputs that hold what the administrators of whole accounts are to pass on. */
  readonly offers: readonly Offer[];
  /** Who may assume the roles that are created. */
  readonly trusts: readonly TrustIntent[];
}

/** Who may do what to which bucket. */
export interface AccessIntent {
  /** The ARN of a role or a user, or the root of an account whose administrators choose. */
  readonly principalArn: string;
  readonly bucketArn: string;
  readonly permissions: readonly Permission[];
  /** What the keys of the objects begin with; empty for all of them. May hold policy variables. */
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

/** A policy that an account which is given access as a whole finds among the outputs. */
export interface Offer {
  /** The ARN of the account's root. */
  readonly principalArn: string;
  /** Its Terraform address, such as `output.partner_policy`. */
  readonly address: string;
}

/** Who may assume a role. */
export interface TrustIntent {
  readonly roleArn: string;
  /** ARNs of roles, users and account roots, and names of services such as `ec2.amazonaws.com`. */
  readonly trusted: readonly string[];
  /** What those of them that have an ARN must state. */
  readonly externalId?: string;
}

/**
 * The roles and users that are given access, some of whom may exist already: Terraform names those without their path,
 * so that their ARNs are known from what was asked for only.
 */
export function grantedPrincipals({ access }: Intents): string[] {
  const arns = new Set(access.map(({ principalArn }) => principalArn));
  return [...arns].filter((arn) => !isAccountRoot(arn));
}
