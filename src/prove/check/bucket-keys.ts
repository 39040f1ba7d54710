/** The key of each bucket, which its default encryption can name in four ways. */
import { isManagedAlias } from "../../aws/key-alias";
import type { Bucket, Estate, Key } from "../../estate/estate";
import type { Documents } from "../evaluator/decision";
import type { Encryption } from "../catalogue/authorization";

export class BucketKeys {
  /** By ARN, by id, and by alias with and without the rest of its ARN. */
  private readonly keys = new Map<string, Key>();

  constructor({ keys }: Estate) {
    for (const key of keys) {
      const { arn, account, region, aliases } = key;
      const place = `${account.id} ${region}`;
      this.keys.set(arn, key);
      this.keys.set(`${place} ${arn.slice(arn.lastIndexOf("/") + 1)}`, key);
      for (const { name } of aliases) {
        this.keys.set(`${place} ${name}`, key);
        this.keys.set(`arn:${account.partition}:kms:${region}:${account.id}:${name}`, key);
      }
    }
  }

  /** How S3 encrypts new objects of a bucket; undefined with SSE-S3. */
  encryptionOf({ account, region, encryption }: Bucket): Encryption | undefined {
    const { algorithm, masterKey, bucketKeyEnabled: bucketKey } = encryption;
    if (!algorithm.startsWith("aws:kms")) return undefined;
    if (masterKey === undefined || isManagedAlias(masterKey))
      return { keyArn: managedKeyArn(account.partition, region, account.id), bucketKey };
    const key = this.keys.get(masterKey) ?? this.keys.get(`${account.id} ${region} ${masterKey}`);
    if (key) return { keyArn: key.arn, bucketKey };
    const keyArn = masterKey.startsWith("arn:")
      ? masterKey.replace(/:alias\//, ":key/alias/")
      : `arn:${account.partition}:kms:${region}:${account.id}:key/${masterKey}`;
    return { keyArn, bucketKey };
  }
}

/** With the ARNs of the default keys, which can be configured as ids, as aliases, or not at all. */
export function withKeyArns(estate: Estate): Estate {
  const keys = new BucketKeys(estate);
  const buckets = estate.buckets.map((bucket): Bucket => {
    const keyArn = keys.encryptionOf(bucket)?.keyArn;
    return keyArn === undefined ? bucket : { ...bucket, encryption: { ...bucket.encryption, keyArn } };
  });
  return { ...estate, buckets };
}

/** The default key of a bucket as an alias or an id, which S3 looks up in the account of whoever writes. */
export function keyToLookUp({ encryption: { algorithm, masterKey } }: Bucket): string | undefined {
  if (!algorithm.startsWith("aws:kms") || masterKey === undefined) return undefined;
  return masterKey.startsWith("arn:") || isManagedAlias(masterKey) ? undefined : masterKey;
}

const MANAGED = "aws-s3";

/** Whether it stands for the key `aws/s3` of an account. */
export function isManagedKey(keyArn: string): boolean {
  return keyArn.endsWith(`:key/${MANAGED}`);
}

function managedKeyArn(partition: string, region: string, account: string): string {
  return `arn:${partition}:kms:${region}:${account}:key/${MANAGED}`;
}

/**
 * The policy of the key `aws/s3`, which only AWS can change: everyone in its own account can use it, through S3.
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
 */
export function managedKeyPolicy(keyArn: string): Documents["resource"] | undefined {
  if (!isManagedKey(keyArn)) return undefined;
  const [, , , region = "", account = ""] = keyArn.split(":");
  return {
    name: "key policy of aws/s3, which AWS manages,",
    account,
    awsManaged: "aws/s3",
    document: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Allow access through S3 for all principals in the account that are authorized to use S3",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
          Resource: "*",
          Condition: {
            StringEquals: {
              "kms:CallerAccount": account,
              "kms:ViaService": `s3.${region}.amazonaws.com`,
            },
          },
        },
      ],
    },
  };
}
