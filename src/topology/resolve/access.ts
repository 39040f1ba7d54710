import { permissionsOf } from "../levels";
import type { Access, AwsService, Bucket, Delivery, Principal } from "../model";
import { nothingLeft } from "../nothing-left";
import type { Topology } from "../topology";
import { type ByName, find } from "./entries";

type Entry = NonNullable<Topology["access"]>[number];

interface Before {
  readonly buckets: ByName<Bucket>;
  readonly principals: ByName<Principal>;
  readonly services: ByName<AwsService>;
}

/** The access of everyone but services. */
export function resolveAccess(access: readonly Entry[], { buckets, principals, services }: Before): Access[] {
  return access
    .filter(({ principal }) => !services.has(principal))
    .map(({ principal, bucket, allow, prefix = "", ...rest }) => {
      nothingLeft(rest);
      return {
        principal: find(principals, principal),
        bucket: find(buckets, bucket),
        permissions: permissionsOf(allow),
        prefix,
      };
    });
}

/**
 * The access of services, whose permissions follow from the service. By service, bucket and prefix, so that the order in the
 * file does not matter. A module keeps this order.
 */
export function resolveDeliveries(
  access: readonly Entry[],
  { buckets, services }: Omit<Before, "principals">,
): Delivery[] {
  return access
    .filter(({ principal }) => services.has(principal))
    .map(({ principal, bucket, prefix = "" }) => ({
      service: find(services, principal),
      bucket: find(buckets, bucket),
      prefix,
    }))
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

function idOf({ service, bucket, prefix }: Delivery): string {
  return [service.name, bucket.name, prefix].join(" ");
}
