/**
 * What Terraform itself says about a configuration that s3porter does not evaluate: a state, a plan, or a rehearsal of
 * a folder. Every format is read into this shape.
 */
export interface TerraformValues {
  /** `policies` are documents that somebody fetched from AWS. */
  readonly from: "rehearsal" | "state" | "plan" | "policies";
  /** Sorted by key. */
  readonly providers: readonly ProviderValues[];
  /** Managed resources and data sources of `hashicorp/aws`, sorted by address. */
  readonly resources: readonly ResourceValues[];
  /** Why resources can be missing, as a sentence about the input, such as a plan that was made with `-target`. */
  readonly incomplete?: string;
  /** What a rehearsal had to make up, each with its remedy. The answers hold only if it is so. */
  readonly assumptions?: readonly string[];
}

/** A configuration of the provider `aws`. */
export interface ProviderValues {
  /** As the root module names it: `aws`, or `aws.destination`. One in a module is `module.logs:aws`. */
  readonly key: string;
  readonly region?: string;
  /** The region stands for one that is not known. */
  readonly regionIsMadeUp?: true;
  readonly allowedAccountIds?: readonly string[];
  /** `role_arn` in `assume_role`, which contains the account. */
  readonly assumedRoleArn?: string;
}

export interface ResourceValues {
  /** With modules and index: `module.logs.aws_s3_bucket.this["main"]`. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  /** The name in the configuration, without an index. */
  readonly name: string;
  /** The key of its provider in the root module. Absent if the format does not say. */
  readonly providerKey?: string;
  /** Arguments and computed attributes. Absent, null and UNKNOWN are different things. */
  readonly values: Readonly<Record<string, unknown>>;
  /**
   * The addresses of what Terraform creates before it, as far as the format says. The address of several instances has
   * no index.
   */
  readonly dependencies: readonly string[];
  /**
   * What UNKNOWN arguments refer to, if it is one resource or data source, by path: `rule[0].destination[0].bucket`. An
   * argument can add text to what it refers to, unless that makes no sense, as for the bucket of a bucket policy.
   */
  readonly references?: ReadonlyMap<string, readonly Reference[]>;
}

/** A reference to a resource or a data source, such as `aws_s3_bucket.this["main"].arn`. */
export interface Reference {
  readonly address: string;
  /** Absent if Terraform does not say: `aws_s3_bucket.this[each.key].arn`. */
  readonly attribute?: string;
}

/** Stands in `ResourceValues.values` for a value that is known only after `terraform apply`. */
export const UNKNOWN: unique symbol = Symbol("known after apply");
