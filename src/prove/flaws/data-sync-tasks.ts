/** Whether DataSync has the tasks that were asked for. No policy contains them. */
import { nameOf, parseArn } from "../../aws/arn";
import type { DataSyncLocation } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { DataSyncIntent } from "../proof/intents";
import type { Scene } from "../proof/scene";

const SOURCE = "https://docs.aws.amazon.com/datasync/latest/userguide/create-s3-location.html";

export function dataSyncTasks({ intents: { dataSync: asked = [] }, estate: { dataSync } }: Scene): Flaw[] {
  const { tasks = [], locations = [] } = dataSync ?? {};
  return asked
    .map(endsOf)
    .filter(([from, to]) => !tasks.some((task) => isAt(task.source, from) && isAt(task.destination, to)))
    .map(([from, to]) => ({
      part: "complete",
      problem: `DataSync has no task that copies ${inWords(from)} to ${inWords(to)} as ${nameOf(from.roleArn)}`,
      addresses: locations
        .filter(({ bucketArn }) => [from.bucketArn, to.bucketArn].includes(bucketArn))
        .map(({ address }) => address),
      because: [],
      repair: `add an aws_datasync_task between an aws_datasync_location_s3 for each of them, with bucket_access_role_arn = "${from.roleArn}"`,
      source: SOURCE,
    }));
}

type End = Pick<DataSyncLocation, "bucketArn" | "roleArn" | "prefix">;

function endsOf({ roleArn, fromArn, toArn, fromPrefix, toPrefix }: DataSyncIntent): [from: End, to: End] {
  return [
    { roleArn, bucketArn: fromArn, prefix: fromPrefix },
    { roleArn, bucketArn: toArn, prefix: toPrefix },
  ];
}

function isAt(location: DataSyncLocation, end: End): boolean {
  return (["bucketArn", "roleArn", "prefix"] as const).every((field) => location[field] === end[field]);
}

function inWords({ bucketArn, prefix = "" }: End): string {
  return `s3://${parseArn(bucketArn)?.resource}/${prefix}`;
}
