import { UsageError } from "../messages/user-error";
import { didYouMean } from "../messages/wording";
import { countsOf } from "../prove/check/describe";
import type { EstateFlaw } from "../prove/check/findings";
import { listOf } from "../prove/flaws/wording";
import type { Checked } from "./check";

/**
 * What a check found about one bucket, its policy and its key.
 *
 * @param wanted the name, ARN or Terraform address of the bucket
 * @throws UsageError if there is no such bucket
 */
export function aboutBucket(checked: Checked, wanted: string): Checked {
  const { estate, description } = checked;
  const bucket = estate.buckets.find(({ name, arn, address }) => [name, arn, address].includes(wanted));
  if (bucket === undefined) {
    const names = estate.buckets.map(({ name }) => name);
    throw new UsageError(
      `--bucket ${JSON.stringify(wanted)} is not a bucket of ${checked.name}; ${names.length === 0 ? "it has no buckets" : `its buckets are ${listOf(names)}`}${didYouMean(wanted, names)}`,
    );
  }
  const { name, arn } = bucket;
  const connections = description.connections.filter((each) => each.bucket.arn === arn);
  const keyArn = connections.find((each) => each.bucket.keyArn !== undefined)?.bucket.keyArn;
  const key = estate.keys.find((each) => each.arn === keyArn);
  const addresses = new Set([bucket.address, bucket.policy?.address, key?.address, key?.policy?.address]);
  const outsiders = description.outsiders.filter(({ resource }) => [arn, name, keyArn].includes(resource));
  const replications = description.replications.filter(({ from, to }) => from === name || to === name);
  const locations = description.locations.filter(({ bucketArn }) => bucketArn === arn);
  const transfers = description.transfers.filter(({ fromArn, toArn }) => [fromArn, toArn].includes(arn));
  const concerns = (flaw: EstateFlaw) =>
    flaw.addresses.some((address) => addresses.has(address)) || wordsOf(flaw.problem).includes(name);
  return {
    ...checked,
    name: `${checked.name}, bucket ${name}`,
    flaws: checked.flaws.filter(concerns),
    description: {
      ...description,
      connections,
      outsiders,
      replications,
      locations,
      transfers,
      counts: countsOf(connections, outsiders, replications),
    },
  };
}

/** Names are parts of ARNs. */
function wordsOf(text: string): string[] {
  return text.split(/[\s,;:/"]+/);
}
