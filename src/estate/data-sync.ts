import type { AwsResources } from "./aws-resources";
import type { DataSync, DataSyncLocation } from "./estate";

/** Reads the locations of DataSync in S3, and the tasks between them. A location whose bucket or role is not known is left out. */
export function readDataSync(aws: AwsResources): DataSync {
  const tasks = aws.resources("aws_datasync_task").map((resource) => {
    const task = aws.arguments(resource);
    const [from, to] = [task.text("source_location_arn"), task.text("destination_location_arn")];
    return { address: resource.address, from, to };
  });
  const locations = aws.resources("aws_datasync_location_s3").flatMap((resource): DataSyncLocation[] => {
    const location = aws.arguments(resource);
    const account = aws.account(resource);
    const arn = aws.computed(resource, "arn");
    const bucketArn = location.text("s3_bucket_arn");
    const roleArn = location.block("s3_config").text("bucket_access_role_arn");
    if (!account || arn === undefined || bucketArn === undefined || roleArn === undefined) return [];
    return [
      {
        address: resource.address,
        arn,
        account,
        region: aws.region(resource) ?? account.region,
        bucketArn,
        prefix: prefixOf(location.text("subdirectory")),
        roleArn,
        isSource: tasks.some(({ from }) => from === arn),
        isDestination: tasks.some(({ to }) => to === arn),
      },
    ];
  });
  const byArn = new Map(locations.map((location) => [location.arn, location]));
  return {
    locations,
    tasks: tasks.flatMap(({ address, from = "", to = "" }) => {
      const [source, destination] = [byArn.get(from), byArn.get(to)];
      return source && destination ? [{ address, source, destination }] : [];
    }),
  };
}

/** `/in` → `in/` */
function prefixOf(subdirectory = ""): string {
  const inner = subdirectory.replace(/^\/+|\/+$/g, "");
  return inner === "" ? "" : `${inner}/`;
}
