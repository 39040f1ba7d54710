import { deliveringService } from "../aws/delivering-services";
import { arnWithTags, keyAddress } from "./intents";
import type { Model } from "./model";

/**
 * What a proof calls the things of a topology, by their names there: buckets by their names, principals by their ARNs, services
 * by their principals, and keys by their Terraform addresses. Several things of a topology can have the same name.
 */
export type AwsNames = ReadonlyMap<string, readonly string[]>;

export function awsNames({ buckets, keys, principals, services }: Model): AwsNames {
  const own = buckets.flatMap(({ encryption }) => (encryption.kind === "own key" ? [encryption.key] : []));
  const pairs = [
    ...buckets.map(({ name, bucketName }) => [name, bucketName] as const),
    ...[...keys, ...own].map((key) => [key.name, keyAddress(key)] as const),
    ...principals.map((principal) => [principal.name, arnWithTags(principal)] as const),
    ...services.map(({ name, service }) => [name, deliveringService(service).principal] as const),
  ];
  const names = new Map<string, readonly string[]>();
  for (const [name, called] of pairs) names.set(name, [...(names.get(name) ?? []), called]);
  return names;
}
