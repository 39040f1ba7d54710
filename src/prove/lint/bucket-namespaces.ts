import { isAccountRegional } from "../../aws/bucket-name";
import type { Bucket, Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { s3Page, wellFormed } from "./well-formed";

export const bucketNamespaces = {
  id: "bucket-namespaces",
  severity: "error",
  title: "The name of a bucket does not fit its namespace",
  why: "S3 creates a bucket in the account regional namespace only if its name ends with the account and the region, and no other bucket may end so.",
  remedy: "End the name with -<account>-<region>-an, or choose another name.",
  page: s3Page("gpbucketnamespaces.html"),
  bad: {
    resources: {
      aws_s3_bucket: {
        logs: { provider: "aws.destination", bucket: "acme-logs", bucket_namespace: "account-regional" },
      },
    },
  },
  good: {
    resources: {
      aws_s3_bucket: {
        logs: {
          provider: "aws.destination",
          bucket: "acme-logs-222222222222-us-east-1-an",
          bucket_namespace: "account-regional",
        },
      },
    },
  },
  find: wrongNamespace,
} as const satisfies Check;

/** S3 creates a bucket only if its name fits the namespace in the request. */
function wrongNamespace({ buckets }: Estate): Flaw[] {
  return buckets.flatMap((bucket) => {
    const found = misfit(bucket);
    if (found === undefined) return [];
    const { address, account } = bucket;
    return [
      wellFormed({
        ...found,
        addresses: [address],
        because: [`${address} in account ${account.id}`],
        source: s3Page("gpbucketnamespaces.html"),
      }),
    ];
  });
}

function misfit({ name, namespace, account, region }: Bucket): Pick<Flaw, "problem" | "repair"> | undefined {
  if (namespace === "account-regional") {
    const suffix = `-${account.id}-${region}-an`;
    if (name.endsWith(suffix) || account.regionIsMadeUp) return undefined;
    return {
      problem: `${name} is in the account regional namespace, but does not end with ${JSON.stringify(suffix)}`,
      repair: `end the name with ${JSON.stringify(suffix)}, or remove bucket_namespace`,
    };
  }
  if (!isAccountRegional(name)) return undefined;
  return {
    problem: `${name} ends with "-an", but is in the global namespace`,
    repair: 'set bucket_namespace = "account-regional", or choose another name',
  };
}
