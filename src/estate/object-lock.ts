import type { Arguments } from "./arguments";
import type { AwsResources } from "./aws-resources";
import type { NamedBucket } from "./bucket-settings";
import type { ObjectLock, Retention } from "./estate";

/** The Object Lock that Terraform sets, in a resource of its own or in the bucket. */
export function objectLock(
  aws: AwsResources,
  { resource, isExisting, settings }: NamedBucket,
): ObjectLock | undefined {
  const separate = settings.get("aws_s3_bucket_object_lock_configuration");
  if (separate) return { address: separate.address, ...retention(aws.arguments(separate)) };
  if (isExisting) return undefined;
  const bucket = aws.arguments(resource);
  const inline = bucket.block("object_lock_configuration");
  const isLocked = bucket.flag("object_lock_enabled") || inline.text("object_lock_enabled") === "Enabled";
  return isLocked ? { address: resource.address, ...retention(inline) } : undefined;
}

function retention(configuration: Arguments): { readonly retention?: Retention } {
  const byDefault = configuration.block("rule").block("default_retention");
  const mode = byDefault.text("mode");
  if (mode === undefined) return {};
  const [days, years] = [byDefault.number("days"), byDefault.number("years")];
  // A state has the other one as 0.
  return { retention: { mode, ...(days && { days }), ...(years && { years }) } };
}
