/** Every error of the constructs, with what was received and what to do about it. */

import { UsageError } from "../messages/user-error";

/** @param problem what one of the rules in `src/aws` found */
export const invalidProperty = (path: string, property: string, value: string, problem: string) =>
  new UsageError(`${path}: ${property} ${JSON.stringify(value)} ${problem}`);

export const addressTaken = (address: string, path: string, takenBy: string) =>
  new UsageError(
    `${path}: the Terraform address ${address} is taken by ${takenBy}; the id of a construct becomes its Terraform name, so give one of the two another id`,
  );

export const differentStacks = (path: string, otherPath: string) =>
  new UsageError(
    `${path} and ${otherPath} are in different stacks; policies on both sides must be applied together, so put both into one stack`,
  );

export const differentPartitions = (
  path: string,
  partition: string,
  otherPath: string,
  otherPartition: string,
) =>
  new UsageError(
    `${path} is in partition ${partition} and ${otherPath} in ${otherPartition}; no access crosses a partition, so set up each in a stack of its own`,
  );

export const keyInOtherRegion = (path: string, region: string, keyPath: string, keyRegion: string) =>
  new UsageError(
    `${path} is in ${region} but its key ${keyPath} is in ${keyRegion}; S3 uses keys of the bucket's own region only, so give the bucket a key in ${region}`,
  );

export const keyWithoutKms = (path: string) =>
  new UsageError(
    `${path}: key, keyProps and requireKey need encryption "aws:kms", received "AES256"; remove them or the encryption`,
  );

export const propsOfBorrowedKey = (path: string, keyPath: string) =>
  new UsageError(
    `${path}: keyProps describe a key of the bucket's own, but its key is ${keyPath}; remove one of key and keyProps`,
  );

export const noKeyToBorrow = (path: string, otherPath: string) =>
  new UsageError(
    `${path}: ${otherPath} is encrypted with AES256 and has no key to lend; name a bucket or key that has one`,
  );

export const ownAccountGranted = (path: string, bucketPath: string) =>
  new UsageError(
    `${path} is the account that owns ${bucketPath}; its principals need identity policies only, so grant access to a role or user of it`,
  );

export const nobodyAssumes = (path: string) =>
  new UsageError(
    `${path}: assumedBy is empty, and AWS takes no trust policy without a principal; name who may assume the role`,
  );

export const nothingGranted = (path: string) =>
  new UsageError(`${path}: no permission was given; name at least one of list, get, put, delete`);

export const replicationToItself = (path: string) =>
  new UsageError(`${path} cannot replicate to itself; name another bucket as destination`);

export const replicationStatedTwice = (path: string, destinationPath: string) =>
  new UsageError(`${path} replicates to ${destinationPath} already; state each destination once`);

export const replicaWithoutKey = (path: string, destinationPath: string) =>
  new UsageError(
    `${path} has objects under a KMS key and ${destinationPath} is encrypted with AES256; a replica of an SSE-KMS object needs a KMS key, so give ${destinationPath} one`,
  );

export const minimalKmsWithBucketKey = (path: string, bucketPath: string) =>
  new UsageError(
    `${path}: minimalKms grants kms:Encrypt alone, but ${bucketPath} uses a Bucket Key, which takes kms:Decrypt too; give it bucketKeyEnabled: false, or leave out minimalKms`,
  );

export const replicationRoleDiffers = (path: string, roleName: string, otherRoleName: string) =>
  new UsageError(
    `${path} has one replication configuration and so one role, received ${roleName} after ${otherRoleName}; state the same roleName for all its destinations, or state it once`,
  );

/** @param text of Terraform */
export const knownToTerraform = (text: string) =>
  new UsageError(
    `${text} is known to Terraform alone, and the model of a stack says what it is; use text in its place`,
  );

export const documentTooLong = (document: string, length: number, limit: number, unit: string) =>
  new UsageError(
    `${document} is about ${length} ${unit} long, AWS accepts ${limit}; spread the access over more principals or buckets; a role takes more than a user`,
  );
