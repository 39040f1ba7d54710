import { isAccountRegional } from "../../aws/bucket-name";
import type { Bucket, Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { s3Page, wellFormed } from "./well-formed";

/** S3 creates a bucket only if its name fits the namespace in the request. */
export function bucketNamespaces({ buckets }: Estate): Flaw[] {
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
    if (name.endsWith(suffix)) return undefined;
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
