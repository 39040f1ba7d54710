import type { Account } from "./estate";

/**
 * What data sources return about the account of their provider, by type and attribute.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/caller_identity
 */
export const DATA_SOURCES: ReadonlyMap<string, (account: Account) => string> = new Map([
  ["aws_caller_identity.account_id", ({ id }) => id],
  ["aws_caller_identity.id", ({ id }) => id],
  ["aws_partition.partition", ({ partition }) => partition],
  ["aws_partition.id", ({ partition }) => partition],
  // Version 6 of the provider calls it region, version 5 name.
  ["aws_region.id", ({ region }) => region],
  ["aws_region.name", ({ region }) => region],
  ["aws_region.region", ({ region }) => region],
]);
