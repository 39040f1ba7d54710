import type { AwsResources } from "./aws-resources";
import type { DataSync, DataSyncLocation, Unmodelled } from "./estate";
import { isSet } from "./is-set";

/**
 * Reads the locations of DataSync in S3, and the tasks between them.
 *
 * @param unmodelled gets the locations whose bucket or role is not known
 */
export function readDataSync(aws: AwsResources, unmodelled: Unmodelled[]): DataSync {
  const tasks = aws.resources("aws_datasync_task").map((resource) => {
    const task = aws.arguments(resource);
    return {
      address: resource.address,
      from: task.text("source_location_arn"),
      to: task.text("destination_location_arn"),
      isFiltered: task.blocks("includes").length > 0,
      copiesTags: task.block("options").text("object_tags") !== "NONE",
    };
  });
  const locations = aws.resources("aws_datasync_location_s3").flatMap((resource): DataSyncLocation[] => {
    const location = aws.arguments(resource);
    const account = aws.account(resource);
    const arn = aws.computed(resource, "arn");
    const bucketArn = location.text("s3_bucket_arn");
    const roleArn = location.block("s3_config").text("bucket_access_role_arn");
    if (!account || arn === undefined || bucketArn === undefined || roleArn === undefined) {
      const reason =
        "its account, bucket or role is not known, so whether DataSync can use it is not checked";
      unmodelled.push({ address: resource.address, reason, canAllow: false });
      return [];
    }
    const [reads, writes] = [tasks.filter(({ from }) => from === arn), tasks.filter(({ to }) => to === arn)];
    const subdirectory = location.text("subdirectory");
    const isKnown = subdirectory !== undefined || !isSet(aws, resource, "subdirectory");
    return [
      {
        address: resource.address,
        arn,
        account,
        region: aws.region(resource) ?? account.region,
        bucketArn,
        prefix: isKnown && !reads.some(({ isFiltered }) => isFiltered) ? prefixOf(subdirectory) : undefined,
        roleArn,
        isSource: reads.length > 0,
        isDestination: writes.length > 0,
        copiesTags: [...reads, ...writes].some(({ copiesTags }) => copiesTags),
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
