import type { AwsResources } from "./aws-resources";
import type { DataSync, DataSyncLocation, DataSyncReport, DataSyncUse, Unmodelled } from "./estate";
import { isLate, isSet } from "./is-set";
import type { ResourceBlock } from "./terraform/configuration";

/**
 * Reads the locations of DataSync in S3, the tasks between them, and where tasks write reports.
 *
 * @param unmodelled gets the locations and reports whose bucket or role is not known
 */
export function readDataSync(aws: AwsResources, unmodelled: Unmodelled[]): DataSync {
  const resources = aws.resources("aws_datasync_location_s3");
  const inS3 = new Set(resources.map((resource) => aws.computed(resource, "arn")));
  const tasks = aws.resources("aws_datasync_task").map((resource) => readTask(aws, resource, inS3));
  const locations = resources.flatMap((resource) => readLocation(aws, resource, tasks, unmodelled));
  const byArn = new Map(locations.map((location) => [location.arn, location]));
  return {
    locations,
    tasks: tasks.flatMap(({ address, from = "", to = "" }) => {
      const [source, destination] = [byArn.get(from), byArn.get(to)];
      return source && destination ? [{ address, source, destination }] : [];
    }),
    reports: aws.resources("aws_datasync_task").flatMap((resource) => readReport(aws, resource, unmodelled)),
  };
}

interface Task {
  readonly address: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly isFiltered: boolean;
  readonly copiesTags: boolean | undefined;
  readonly deletes: boolean;
}

/** @param inS3 the ARNs of the locations in S3: tags are copied only between systems that store objects */
function readTask(aws: AwsResources, resource: ResourceBlock, inS3: ReadonlySet<string | undefined>): Task {
  const task = aws.arguments(resource);
  const options = task.block("options");
  const [from, to] = [task.text("source_location_arn"), task.text("destination_location_arn")];
  const mayCopy = from !== undefined && to !== undefined && inS3.has(from) && inS3.has(to);
  const isKnown = mayCopy && !isLate(resource, "options", "object_tags");
  return {
    address: resource.address,
    from,
    to,
    isFiltered: task.blocks("includes").length > 0,
    copiesTags: options.text("object_tags") === "NONE" ? false : isKnown || undefined,
    deletes: options.text("preserve_deleted_files") === "REMOVE",
  };
}

function readLocation(
  aws: AwsResources,
  resource: ResourceBlock,
  tasks: readonly Task[],
  unmodelled: Unmodelled[],
): DataSyncLocation[] {
  const location = aws.arguments(resource);
  const arn = aws.computed(resource, "arn");
  const use = useOf(aws, resource, {
    bucketArn: location.text("s3_bucket_arn"),
    roleArn: location.block("s3_config").text("bucket_access_role_arn"),
  });
  if (!use || arn === undefined) {
    const reason = "its account, bucket or role is not known, so whether DataSync can use it is not checked";
    unmodelled.push({ address: resource.address, reason, canAllow: false });
    return [];
  }
  const [reads, writes] = [tasks.filter(({ from }) => from === arn), tasks.filter(({ to }) => to === arn)];
  const copies = [...reads, ...writes].map(({ copiesTags }) => copiesTags);
  const subdirectory = location.text("subdirectory");
  const isKnown = subdirectory !== undefined || !isSet(aws, resource, "subdirectory");
  return [
    {
      ...use,
      arn,
      prefix: isKnown && !reads.some(({ isFiltered }) => isFiltered) ? prefixOf(subdirectory) : undefined,
      isSource: reads.length > 0,
      isDestination: writes.length > 0,
      copiesTags: copies.includes(true) || (copies.includes(undefined) ? undefined : false),
      deletes: writes.some(({ deletes }) => deletes),
    },
  ];
}

function readReport(aws: AwsResources, resource: ResourceBlock, unmodelled: Unmodelled[]): DataSyncReport[] {
  const reports = aws.arguments(resource).blocks("task_report_config");
  return reports.flatMap((report): DataSyncReport[] => {
    const to = report.block("s3_destination");
    const use = useOf(aws, resource, {
      bucketArn: to.text("s3_bucket_arn"),
      roleArn: to.text("bucket_access_role_arn"),
    });
    if (!use) {
      const reason =
        "the account, bucket or role of its reports is not known, so whether DataSync can write them is not checked";
      unmodelled.push({ address: resource.address, reason, canAllow: false });
      return [];
    }
    const isUnknown = isLate(resource, "task_report_config", "s3_destination", "subdirectory");
    const subdirectory = to.text("subdirectory") ?? "";
    return [{ ...use, prefix: isUnknown ? undefined : subdirectory.replace(/^\/+/, "") }];
  });
}

/** Undefined if something of it is not known. */
function useOf(
  aws: AwsResources,
  resource: ResourceBlock,
  { bucketArn, roleArn }: Readonly<Record<"bucketArn" | "roleArn", string | undefined>>,
): DataSyncUse | undefined {
  const account = aws.account(resource);
  if (!account || bucketArn === undefined || roleArn === undefined) return undefined;
  const region = aws.region(resource) ?? account.region;
  return { address: resource.address, account, region, bucketArn, roleArn };
}

/** `/in` → `in/` */
function prefixOf(subdirectory = ""): string {
  const inner = subdirectory.replace(/^\/+|\/+$/g, "");
  return inner === "" ? "" : `${inner}/`;
}
