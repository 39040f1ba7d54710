import type { Attached, Organization } from "../evaluator/decision";

export interface VpcEndpoint {
  /** Such as `vpce-1a2b3c4d`. */
  readonly id: string;
  /** @default - it allows everything */
  readonly policy?: Attached;
}

/** What an estate does not contain, and a person can give. */
export interface DescribeOptions {
  /** Service and resource control policies, by account id. @default - they allow everything */
  readonly organizations?: Readonly<Record<string, Organization>>;
  /** Permissions boundaries that are not in the estate, by ARN. @default - what they limit is unknown */
  readonly boundaries?: Readonly<Record<string, Attached["document"]>>;
  /** Through which requests to S3 come. @default - they may come from anywhere */
  readonly vpcEndpoint?: VpcEndpoint;
}
