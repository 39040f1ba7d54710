import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { isEnforced, isKnown } from "./bucket-settings";
import type { Check } from "./check";
import { replicationFlaw } from "./replication-flaw";
import { s3Page } from "./well-formed";

const PAGE = s3Page("replication-change-owner.html");

function ownership(object_ownership: string) {
  return {
    aws_s3_bucket_ownership_controls: {
      destination: { provider: "aws.destination", bucket: "acme-destination", rule: { object_ownership } },
    },
  };
}

export const replicaOwners = {
  id: "replica-owners",
  severity: "warning",
  title: "Replicas in another account belong to the account of the source bucket",
  why: "Without BucketOwnerEnforced, the owner of an object also owns its replica. The policies of the destination bucket do not apply to it, and its account can read it only if its ACL says so.",
  remedy: "Set the object ownership of the destination bucket to BucketOwnerEnforced.",
  page: PAGE,
  bad: { resources: ownership("ObjectWriter") },
  good: { resources: ownership("BucketOwnerEnforced") },
  find: foreignReplicas,
} as const satisfies Check;

function foreignReplicas(estate: Estate): Flaw[] {
  const buckets = new Map(estate.buckets.map((bucket) => [bucket.arn, bucket]));
  return estate.replicationRules.flatMap((rule) => {
    const source = buckets.get(rule.source.bucketArn);
    const destination = buckets.get(rule.destination.bucketArn);
    if (!source || !destination || source.account.id === destination.account.id) return [];
    if (!rule.isEnabled || rule.ownerOverride) return [];
    if (isEnforced(destination) || !isKnown(destination, destination.ownership)) return [];
    const { name, address, ownership } = destination;
    return [
      replicationFlaw(rule, {
        problem: `its replicas belong to account ${source.account.id}, because the object ownership of ${name} is ${ownership.objectOwnership}; account ${destination.account.id} can read them only if their ACL says so`,
        repair: `set the object ownership of ${name} to BucketOwnerEnforced`,
        source: PAGE,
        addresses: [ownership.address ?? address],
      }),
    ];
  });
}
