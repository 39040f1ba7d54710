/** What an AWS account holds, as far as s3porter has a say in it. Policies are parsed documents. */
export interface AccountContents {
  readonly buckets: Record<string, BucketContents>;
  /** Customer keys that are enabled, by alias. */
  readonly keys: Record<string, KeyContents>;
  /** Every alias but those of AWS's own keys. */
  readonly aliases: string[];
  readonly roles: Record<string, RoleContents>;
  readonly users: Record<string, PrincipalContents>;
  readonly managedPolicies: Record<string, unknown>;
  /** The audiences of each OIDC provider, by its URL without a scheme. */
  readonly oidcProviders: Record<string, string[]>;
  /** Tasks of DataSync, by name and ends. */
  readonly tasks: Record<string, TaskContents>;
}

export interface BucketContents {
  readonly region: string;
  readonly policy: unknown;
  readonly encryption: { algorithm?: string; keyArn?: string; bucketKey: boolean };
  readonly publicAccessBlock: Record<string, boolean | undefined>;
  readonly ownership: string | undefined;
  readonly versioning: string | undefined;
  readonly abortsUploadsAfterDays: number | undefined;
  /** Such as `GOVERNANCE 1 days`. Empty without a default retention. */
  readonly objectLock: string | undefined;
  readonly replication: ReplicationContents | undefined;
  readonly tags: Tags;
}

export interface ReplicationContents {
  readonly roleArn: string | undefined;
  readonly rules: {
    id?: string;
    priority?: number;
    status?: string;
    bucket?: string;
    account?: string;
    replicaKeyArn?: string;
  }[];
}

export interface KeyContents {
  readonly arn: string;
  readonly region: string;
  readonly description: string | undefined;
  readonly policy: unknown;
  readonly rotates: boolean | undefined;
  readonly tags: Tags;
}

export interface PrincipalContents {
  readonly arn: string;
  readonly boundary: string | undefined;
  readonly inlinePolicies: Record<string, unknown>;
  readonly attachedPolicies: string[];
}

export interface RoleContents extends PrincipalContents {
  readonly trustPolicy: unknown;
}

export interface TaskContents {
  readonly arn: string;
  /** Those of the source and of the destination. */
  readonly roles: readonly (string | undefined)[];
  readonly mode: string | undefined;
  readonly schedule: string | undefined;
}

export type Tags = Record<string, string>;
