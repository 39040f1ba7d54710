import type { Attached, Organization } from "../evaluator/decision";

/** What an estate does not contain, and a person can give. */
export interface DescribeOptions {
  /** Service and resource control policies, by account id. @default - they allow everything */
  readonly organizations?: Readonly<Record<string, Organization>>;
  /** Permissions boundaries that are not in the estate, by ARN. @default - what they limit is unknown */
  readonly boundaries?: Readonly<Record<string, Attached["document"]>>;
}
