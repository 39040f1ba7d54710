/** The key of a bucket's default encryption: its own, that of another bucket, or none. */
import { Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import * as defaults from "../topology/defaults";
import type * as model from "../topology/model";
import type { Text } from "../topology/text";
import type { Account } from "./account";
import { type BucketKeyProps, EncryptionKey } from "./encryption-key";
import * as errors from "./errors";
import { isMarkedAs } from "./kind";
import { ownStatements } from "./own-statements";
import { areInOtherRegions, checkReach } from "./reach";

/** A bucket that uses a key. */
interface KeyUser extends Construct {
  readonly name: string;
  readonly account: Account;
}

/** A bucket whose key another one uses. */
interface KeyLender extends Construct {
  readonly key?: EncryptionKey;
}

/** What a bucket says of its encryption. */
interface KeyChoice {
  readonly bucketName: Text;
  readonly encryption?: "aws:kms" | "AES256";
  readonly key?: KeyLender | EncryptionKey;
  readonly keyProps?: BucketKeyProps;
  readonly bucketKeyEnabled?: boolean;
  readonly requireKey?: boolean;
  readonly existing?: unknown;
  readonly preventDestroy?: boolean;
  readonly forceDestroy?: model.Bucket<Text>["forceDestroy"];
}

/**
 * @returns undefined for SSE-S3
 * @throws UsageError if the properties contradict each other, or if the key cannot be borrowed
 */
export function defaultKey(bucket: KeyUser, props: KeyChoice): EncryptionKey | undefined {
  const { path } = bucket.node;
  if (props.encryption === "AES256") {
    if (props.key ?? props.keyProps ?? props.requireKey) throw errors.keyWithoutKms(path);
    return undefined;
  }
  if (props.existing && !props.key) throw errors.noKeyOfExisting(path);
  if (props.key) {
    const key = borrowKey(bucket, props.key);
    if (props.keyProps) throw errors.propsOfBorrowedKey(path, props.key.node.path);
    return key;
  }
  const { name, account } = bucket;
  const own = defaults.ownKey(
    { name, account: account.model, bucketName: props.bucketName },
    {
      ...aliasOf(props.bucketName),
      ...props.keyProps,
      preventDestroy: defaults.preventDestroy(props),
      statements: ownStatements(path, props.keyProps?.statements),
    },
  );
  return new EncryptionKey(bucket, name, { ...own, account, replicaOf: undefined });
}

/** @throws UsageError if the key is in another region, stack or partition, or if the lender has none or cannot have one */
export function borrowKey(bucket: KeyUser, lender: KeyLender | EncryptionKey): EncryptionKey {
  if (!isMarkedAs("EncryptedBucket", lender) && !EncryptionKey.isEncryptionKey(lender))
    throw errors.noKey(bucket.node.path, lender);
  const key = "keyArn" in lender ? lender : lender.key;
  if (!key) throw errors.noKeyToBorrow(bucket.node.path, lender.node.path);
  checkReach(bucket, key);
  if (areInOtherRegions(key.account, bucket.account)) {
    throw errors.keyInOtherRegion(bucket.node.path, bucket.account.region, key.node.path, key.account.region);
  }
  return key;
}

export function encryptionWith(key: EncryptionKey | undefined, props: KeyChoice): model.Encryption<Text> {
  if (!key) return { kind: "no key" };
  return key.model.existing || props.key
    ? defaults.sharedKeyEncryption(key.model, props)
    : defaults.ownKeyEncryption(key.model, props);
}

/** The alias for a bucket whose name is a CDKTF token. Other names have a default in `defaults.ts`. */
function aliasOf(bucketName: Text): BucketKeyProps {
  return Token.isUnresolved(bucketName)
    ? { alias: `alias/${Fn.replace(bucketName as string, ".", "-")}` }
    : {};
}
