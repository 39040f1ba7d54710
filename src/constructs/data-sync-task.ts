import { DatasyncLocationS3 } from "@cdktf/provider-aws/lib/datasync-location-s3";
import { DatasyncTask } from "@cdktf/provider-aws/lib/datasync-task";
import { Construct } from "constructs";
import { isSameAccount } from "../policy/intents";
import type * as model from "../topology/model";
import { text, type Text } from "../topology/text";
import type { AccessRole } from "./access-role";
import { claimAddress } from "./addresses";
import type { EncryptedBucket } from "./encrypted-bucket";
import { isMarkedAs, markAs } from "./kind";
import { RoleOrUser } from "./role-or-user";
import { terraformText } from "./terraform-text";

/** The properties of a `DataSyncTask`. */
export interface DataSyncTaskProps {
  /** The bucket to copy from. */
  readonly from: EncryptedBucket;
  /** The bucket to copy to. In the same Region. */
  readonly to: EncryptedBucket;
  /**
   * The role that DataSync assumes for both buckets. The task is in its account. Grant it `list`, `get`, `locate` and
   * `list_uploads` on `from`, and on `to` also `put` and `delete`.
   */
  readonly role: AccessRole;
  /**
   * Copies only objects whose keys begin with this prefix, which ends with a slash.
   *
   * @default - all
   */
  readonly fromPrefix?: Text;
  /**
   * Where in `to` the objects go. Ends with a slash.
   *
   * @default - to keys without this prefix
   */
  readonly toPrefix?: Text;
  /**
   * When the task runs, such as `cron(0 3 * * ? *)`, in UTC.
   *
   * @default - when somebody starts it
   * @see https://docs.aws.amazon.com/datasync/latest/userguide/task-scheduling.html
   */
  readonly schedule?: string;
  /**
   * How DataSync copies. `basic` takes at most 25 million objects and prefixes.
   *
   * @default "enhanced"
   * @see https://docs.aws.amazon.com/datasync/latest/userguide/choosing-task-mode.html
   */
  readonly mode?: model.DataSyncMode;
}

/**
 * An AWS DataSync task that copies from one bucket to another, with a location for each. DataSync checks at creation that the
 * role can use the buckets, so both come after the policies.
 *
 * @see https://docs.aws.amazon.com/datasync/latest/userguide/tutorial_s3-s3-cross-account-transfer.html
 */
export class DataSyncTask extends Construct {
  /** Whether a construct is a `DataSyncTask`. Also works if the program contains two copies of the class. */
  static isDataSyncTask(candidate: unknown): candidate is DataSyncTask {
    return isMarkedAs("DataSyncTask", candidate);
  }

  /** The task with its defaults filled in. */
  readonly model: model.DataSyncTask<Text>;
  /** The role that DataSync assumes. */
  readonly role: AccessRole;
  /** The ARN of the task, as a Terraform reference. */
  readonly taskArn: string;

  constructor(scope: Construct, id: string, props: DataSyncTaskProps) {
    super(scope, id);
    markAs("DataSyncTask", this);
    const { from, to, role, fromPrefix = "", toPrefix = "", schedule, mode = "enhanced" } = props;
    this.role = role;
    this.model = {
      name: id,
      from: from.model,
      to: to.model,
      role: role.model,
      fromPrefix,
      toPrefix,
      schedule,
      mode,
    };
    const source = this.location("source", from, fromPrefix);
    const destination = this.location("destination", to, toPrefix);
    const { account } = role;
    const task = new DatasyncTask(this, "task", {
      provider: account.provider,
      name: id,
      sourceLocationArn: `\${aws_datasync_location_s3.${source}.arn}`,
      destinationLocationArn: `\${aws_datasync_location_s3.${destination}.arn}`,
      taskMode: mode.toUpperCase(),
      // Objects have no owner and no permissions of a file system.
      options: {
        uid: "NONE",
        gid: "NONE",
        posixPermissions: "NONE",
        verifyMode: "ONLY_FILES_TRANSFERRED",
      },
      schedule: schedule === undefined ? undefined : { scheduleExpression: schedule },
      tags: account.tagsOf(),
    });
    claimAddress(task, id);
    this.node.defaultChild = task;
    this.taskArn = `\${aws_datasync_task.${id}.arn}`;
  }

  private location(end: "source" | "destination", bucket: EncryptedBucket, prefix: Text): string {
    const name = `${this.node.id}_${end}`;
    const { account } = this.role;
    const location = new Location(this, end, {
      provider: account.provider,
      s3BucketArn: bucket.bucketArn,
      subdirectory: terraformText(text`/${prefix}`),
      s3Config: { bucketAccessRoleArn: `\${${this.role.resourceAddress}.arn}` },
      tags: account.tagsOf(),
    });
    location.policies = () => [
      ...(bucket.policyAddress === undefined ? [] : [bucket.policyAddress]),
      ...this.callers(bucket).flatMap(({ policyAddresses }) => policyAddresses),
    ];
    claimAddress(location, name);
    return name;
  }

  /** The role, and whoever of its account can list the bucket, because one of them creates the location. */
  private callers({ intents }: EncryptedBucket): { readonly policyAddresses: readonly string[] }[] {
    return intents.access
      .filter(
        ({ principal, permissions }) =>
          permissions.includes("list") && isSameAccount(principal.account, this.role.account),
      )
      .flatMap(({ principal }) => (principal instanceof RoleOrUser ? [principal] : []));
  }
}

/** Waits for policies that grants after its construction can replace by others. */
class Location extends DatasyncLocationS3 {
  policies: () => readonly string[] = () => [];

  override get terraformMetaArguments() {
    return { ...super.terraformMetaArguments, dependsOn: [...new Set(this.policies())].sort() };
  }
}
