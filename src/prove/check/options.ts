import type { Attached, Organization } from "../evaluator/decision";

export interface VpcEndpoint {
  /** Such as `vpce-1a2b3c4d`. @default - not known */
  readonly id?: string;
  /** @default - it allows everything */
  readonly policy?: GivenPolicy;
}

/** A policy that a person gives. */
export type GivenPolicy = Pick<Attached, "name" | "document">;

/** What an estate does not contain, and a person can give. */
export interface DescribeOptions {
  /** Service and resource control policies, by account id. @default - they allow everything */
  readonly organizations?: Readonly<Record<string, Organization>>;
  /**
   * Permissions boundaries, by their own ARN or that of their role or user. @default - those of the estate; what others
   * limit is unknown
   */
  readonly boundaries?: Readonly<Record<string, GivenPolicy>>;
  /** Through which requests to S3 come. @default - they may come from anywhere */
  readonly vpcEndpoint?: VpcEndpoint;
}
