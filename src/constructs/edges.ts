/** The parts of constructs that other constructs read, and the grants and replications between them. */
import type * as policy from "../policy/intents";
import type * as model from "../topology/model";
import type { Text } from "../topology/text";
import type { Account } from "./account";

/** A bucket, as policies, outputs and runbooks see it. Its strings are text for Terraform. */
export interface IBucket extends policy.Bucket {
  /** The account that owns the bucket. */
  readonly account: Account;
  /** The name of the bucket, as text for Terraform. */
  readonly bucketName: string;
  /** The bucket with its defaults filled in. */
  readonly model: model.Bucket<Text>;
}

/** A KMS key, as policies see it. Its strings are text for Terraform. */
export interface IKey extends policy.Key {
  /** The account that owns the key. */
  readonly account: Account;
  /** The key with its defaults filled in. */
  readonly model: model.Key<Text>;
}

/** A role, a user or a whole account, as policies, outputs and runbooks see it. Its strings are text for Terraform. */
export interface IPrincipal extends policy.Principal {
  /** The account that the principal belongs to. */
  readonly account: Account;
  /** The principal with its defaults filled in. */
  readonly model: model.Principal<Text>;
}

/** An AWS service that acts by itself, as policies and runbooks see it. Its strings are text for Terraform. */
export interface IAwsService extends policy.AwsService {
  /** The service with its defaults filled in. */
  readonly model: model.AwsService<Text>;
}

/** A new role. */
export interface IRole extends IPrincipal {
  readonly model: model.NewRole<Text>;
  /** The keys of the tags that callers can pass when they assume the role. */
  readonly sessionTags: readonly string[];
}

/** Who can do what with which bucket. */
export interface Grant extends policy.Access {
  readonly principal: IPrincipal;
  readonly bucket: IBucket;
  /** The prefix as it was given. */
  readonly prefixText: Text;
}

/** Which bucket replicates to which. */
export interface ReplicationRule extends policy.Replication {
  readonly role: IRole;
  readonly from: IBucket;
  readonly to: IBucket;
  readonly replicaKey: IKey | undefined;
  /** The prefix as it was given. */
  readonly prefixText: Text;
  readonly settings: model.RuleSettings;
  readonly alarms: RuleAlarms;
}

/** An alarm about a replication. */
export interface ReplicationAlarm {
  /** The ARN of the SNS topic that it tells, in the region of `account`. */
  readonly topicArn: Text;
  /** The account of the source bucket, in the region where CloudWatch has the metric. */
  readonly account: Account;
}

/** The alarms that a replication rule has. */
export type RuleAlarms = Readonly<Record<keyof model.ReplicationAlarms, ReplicationAlarm | undefined>>;

/** Which service writes to which bucket, or reads from it. */
export interface DeliveryEdge extends policy.Delivery {
  readonly service: IAwsService;
  readonly bucket: IBucket;
  /** The prefix as it was given. */
  readonly prefixText: Text;
}

/** Everything granted to one principal. */
export interface PrincipalEdges extends Edges {
  /** The roles that it can assume. */
  readonly assumes: readonly IRole[];
}

/** Every grant and replication of one bucket, key or principal. */
export interface Edges extends policy.Intents {
  readonly access: readonly Grant[];
  readonly replications: readonly ReplicationRule[];
  readonly deliveries?: readonly DeliveryEdge[];
}
