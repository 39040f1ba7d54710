/** The errors of the constructs. */
import { UsageError } from "../messages/user-error";
import { didYouMean, list, quote } from "../messages/wording";
import type { ReplicationProblem } from "../topology/replication-ends";
import type { RuleProblem } from "../topology/replication-rules";

/** @param problem from one of the checks in `src/aws` */
export const invalidProperty = (path: string, property: string, value: string, problem: string) =>
  new UsageError(`${path}: ${property} ${JSON.stringify(value)} ${problem}`);

export const noRegion = (path: string, isUnmanaged: boolean) =>
  new UsageError(
    isUnmanaged
      ? `${path}: region is missing, and there is no other account yet to take it from; create the accounts that you deploy to first, or set region`
      : `${path}: region is missing; set it, such as "us-east-1", or set managed to false if you do not deploy to the account`,
  );

export const notManaged = (path: string) =>
  new UsageError(
    `${path} has managed: false, so Terraform has no provider for the account and creates nothing there; use an account that you deploy to, or AccessRole.fromRoleName and AccessUser.fromUserName for roles and users that its administrators have, and EncryptedBucket.fromBucketName and EncryptionKey.fromKeyArn with policy: "handover" for their buckets and keys`,
  );

export const regionNotStated = (path: string, accountPath: string) =>
  new UsageError(
    `${path} needs the region of ${accountPath}, because key policies name it; set region there`,
  );

export const notWhereStated = (path: string, keyArn: string, accountId: string, region: string) =>
  new UsageError(
    `${path}: keyArn is ${JSON.stringify(keyArn)}, but its account is ${accountId} in ${region}; pass the account of the key`,
  );

export const propertiesOfProvider = (path: string, properties: readonly string[]) =>
  new UsageError(
    `${path}: ${properties.join(", ")} ${properties.length === 1 ? "is" : "are"} for the provider, which an account with managed: false does not have; remove ${properties.length === 1 ? "it" : "them"}`,
  );

export const statementsNotManaged = (path: string, accountPath: string) =>
  new UsageError(
    `${path}: statements need an account that you deploy to, and ${accountPath} has managed: false; ask its administrators to attach them`,
  );

export const statementsWithoutGrant = (path: string) =>
  new UsageError(
    `${path} has statements, but no access to a bucket and no role that it can assume, from which the name of its policy follows; grant it something, or attach the statements yourself`,
  );

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
    `${path} is in partition ${partition} and ${otherPath} in ${otherPartition}; AWS does not allow access across partitions, so use a separate stack for each`,
  );

export const keyInOtherRegion = (path: string, region: string, keyPath: string, keyRegion: string) =>
  new UsageError(
    `${path} is in ${region} but its key ${keyPath} is in ${keyRegion}; S3 can only use keys in the bucket's region, so give the bucket a key in ${region}`,
  );

export const keyWithoutKms = (path: string) =>
  new UsageError(
    `${path}: key, keyProps and requireKey need encryption "aws:kms", received "AES256"; remove these properties, or remove encryption`,
  );

export const notWholeNumber = (path: string, property: string, received: number) =>
  new UsageError(`${path}: ${property} must be a whole number, 1 or more; received ${received}`);

export const notOnePeriod = (path: string) =>
  new UsageError(
    `${path}: objectLock must have either days or years, such as { mode: "governance", days: 30 }`,
  );

export const lockWithoutVersions = (path: string) =>
  new UsageError(
    `${path}: Object Lock locks versions of objects, so objectLock needs versioned; remove versioned: false`,
  );

export const destroyedYetLocked = (path: string) =>
  new UsageError(
    `${path}: forceDestroy deletes the objects when Terraform destroys the bucket, but nobody can delete objects that are locked in compliance mode; remove forceDestroy, or use mode "governance"`,
  );

export const destroyedYetKept = (path: string) =>
  new UsageError(
    `${path}: forceDestroy deletes the objects when Terraform destroys the bucket, and preventDestroy keeps Terraform from destroying it; remove one of the two`,
  );

export const sseCWithRequiredKey = (path: string) =>
  new UsageError(
    `${path}: denySseC is false, but requireKey denies SSE-C, too; remove denySseC, or remove requireKey`,
  );

export const restrictedToNothing = (path: string) =>
  new UsageError(
    `${path}: restrictTo needs organizationId, vpcEndpointIds or sourceIps, received none; set one, or remove restrictTo`,
  );

export const nobodyExcepted = (path: string) =>
  new UsageError(
    `${path}: restrictTo needs except with networks, because Terraform reads the bucket at each plan; list the ARNs of the roles and users that deploy the stack, or [] if they always use these networks`,
  );

export const wholeAccountExcepted = (principalPath: string, path: string) =>
  new UsageError(
    `${path}: except cannot name ${principalPath}, which is a whole account; name its roles or users`,
  );

export const wholeAccountDenied = (principalPath: string, path: string) =>
  new UsageError(
    `${path}: cannot deny ${principalPath}, which is a whole account; an account has no access unless it is granted, so deny its roles or users`,
  );

export const grantedAndDenied = (principalPath: string, path: string) =>
  new UsageError(
    `${path}: ${principalPath} is granted access and is denied; a Deny overrides every grant, so remove one of them`,
  );

export const noMfa = (path: string, trusted: string, why: string) =>
  new UsageError(`${path}: mfa is true, but ${trusted} can never assume the role then: ${why}`);

export const propsOfBorrowedKey = (path: string, keyPath: string) =>
  new UsageError(
    `${path}: keyProps are for the bucket's own key, but the bucket uses ${keyPath}; remove key or keyProps`,
  );

export const noKeyToBorrow = (path: string, otherPath: string) =>
  new UsageError(
    `${path}: ${otherPath} is encrypted with AES256 and has no KMS key; name a bucket or key that has one`,
  );

export const noKeyOfExisting = (path: string) =>
  new UsageError(
    `${path}: key is missing; pass the key that encrypts the bucket: EncryptionKey.fromKeyArn, or set encryption to "AES256"`,
  );

export const newKeyOfExisting = (path: string, keyPath: string) =>
  new UsageError(
    `${path} exists already and has a key, but ${keyPath} is a new one; pass EncryptionKey.fromKeyArn with the key that encrypts the bucket`,
  );

export const replicationHasNoOwner = (path: string) =>
  new UsageError(
    `${path} exists already, and Terraform replaces its replication configuration as a whole; pass replication: "none" if it has none today, or replication: "replace" if its rules can go`,
  );

export const ownAccountGranted = (path: string, bucketPath: string) =>
  new UsageError(
    `${path} is the account that owns ${bucketPath}; its roles and users need only identity policies, so grant access to one of them instead`,
  );

export const nobodyAssumes = (path: string) =>
  new UsageError(
    `${path}: assumedBy is empty, but AWS rejects a trust policy without a principal; name who can assume the role`,
  );

export const permissionSetTrusted = (path: string, permissionSetPath: string) =>
  new UsageError(
    `${path} cannot trust ${permissionSetPath}: a trust policy names principals, and the roles of a permission set have names that change; grant the access to the permission set itself, or trust the root of its account`,
  );

export const noAccountForOrganization = (path: string) =>
  new UsageError(
    `${path}: there is no account yet that the stack deploys to; create the accounts before the organization`,
  );

export const taggedTrusted = (path: string, accountPath: string) =>
  new UsageError(
    `${path} cannot trust ${accountPath}: it is limited by principalTags, but the trust policy would trust its whole account; name roles and users, or the root of the account`,
  );

export const notTrusted = (path: string, organizationPath: string) =>
  new UsageError(
    `${path} cannot trust ${organizationPath}: an organization is not a principal of a trust policy; trust the root of each account instead`,
  );

export const noAudience = (path: string) =>
  new UsageError(
    `${path}: the sign-in URL of this partition is unknown; set audiences of the SamlPrincipal to the URLs that receive the assertions`,
  );

export const nothingGranted = (path: string) =>
  new UsageError(`${path}: permissions is empty; name one or more, such as "list" or "get"`);

export const noAccount = (path: string, received: unknown) =>
  new UsageError(
    `${path}: account must be an Account, such as new Account(stack, "data", { accountId, region }); received ${typeName(received)}`,
  );

export const noReceiver = (path: string, received: unknown) =>
  new UsageError(
    `${path}: grants and replications are for constructs of s3porter, such as AccessRole and EncryptedBucket; received ${typeName(received)}. For what exists already, there are AccessRole.fromRoleName, AccessUser.fromUserName and EncryptedBucket.fromBucketName`,
  );

export const wrongType = (path: string, property: string, received: unknown, allowed: string) =>
  new UsageError(`${path}: ${property} must be ${allowed}, received ${typeName(received)}`);

export const unknownProperty = (path: string, what: string, name: string, known: readonly string[]) =>
  new UsageError(
    `${path}: ${what} has the unknown property ${quote(name)}; allowed are ${list(known, "and")}${didYouMean(name, known)}`,
  );

export const noKey = (path: string, received: unknown) =>
  new UsageError(
    `${path}: key must be an EncryptedBucket or an EncryptionKey, received ${typeName(received)}; for a key that exists, there is EncryptionKey.fromKeyArn`,
  );

/** Such as `"arn:…"` for a text, and otherwise what kind of value it is. */
function typeName(received: unknown): string {
  if (typeof received === "string") return quote(received);
  if (typeof received !== "object" || received === null) return String(received);
  return `an object of the class ${received.constructor.name}`;
}

export const unknownPermission = (path: string, permission: string, known: readonly string[]) =>
  new UsageError(
    `${path}: unknown permission ${quote(permission)}; allowed are ${list(known, "and")}; what a topology calls read, write and read_write is grantRead(), grantWrite() and grantReadWrite()${didYouMean(permission, known)}`,
  );

export const unknownService = (path: string, service: string, known: readonly string[]) =>
  new UsageError(
    `${path}: service ${JSON.stringify(service)} is not known; there are ${known.join(", ")}; for a service that assumes a role, use AccessRole with assumedBy`,
  );

export const actsForNobody = (path: string) =>
  new UsageError(
    `${path}: set one of forAccounts and forOrganization; without them, anyone could make the service write here`,
  );

export const notForService = (
  path: string,
  servicePath: string,
  permissions: readonly string[],
  allow: string,
) =>
  new UsageError(
    `${path}: ${servicePath} needs ["${allow}"] and nothing else, received ${JSON.stringify(permissions)}`,
  );

/** @param problem from \`deliveryProblem\` */
export const deliveryMisfit = (path: string, servicePath: string, problem: string) =>
  new UsageError(`${path}: ${servicePath} ${problem}`);

export const replicationToItself = (path: string) =>
  new UsageError(`${path} cannot replicate to itself; name another bucket as destination`);

/** @param prefix as text for Terraform; empty for every object */
export const replicationsOverlap = (
  path: string,
  destinationPath: string,
  prefix: string,
  otherPrefix: string,
) =>
  new UsageError(
    `${path} already replicates ${otherPrefix === "" ? "every object" : JSON.stringify(otherPrefix)} to ${destinationPath}, received ${prefix === "" ? "no prefix" : `prefix ${JSON.stringify(prefix)}`}; S3 applies one rule to each object, so choose prefixes that do not overlap, or give both rules a priority`,
  );

export const ruleDoesNotFit = (path: string, problem: RuleProblem) =>
  new UsageError(`${path}: ${RULE_PROBLEMS[problem]}`);

export const samePriority = (path: string, priority: number) =>
  new UsageError(`${path} already has a rule with priority ${priority}; give each rule its own`);

const RULE_PROBLEMS: Readonly<Record<RuleProblem, string>> = {
  "delete markers with tags":
    "S3 does not replicate delete markers in a rule with tags; leave deleteMarkers or tags out",
  "time control without metrics": "time control needs metrics; leave metrics out",
};

export const replicationMisfit: Readonly<
  Record<ReplicationProblem, (path: string, destinationPath: string) => UsageError>
> = {
  "no replica key": (path, destinationPath) =>
    new UsageError(
      `${path} has objects under a KMS key and ${destinationPath} is encrypted with AES256; a replica of an SSE-KMS object needs a KMS key, so give ${destinationPath} one`,
    ),
  "replicas denied": (path, destinationPath) =>
    new UsageError(
      `${path} is encrypted with AES256, and replicas keep the encryption of their source, but ${destinationPath} denies uploads without its key; give ${path} a KMS key, or set requireKey to false`,
    ),
  "no lock for replicas": (path, destinationPath) =>
    new UsageError(
      `${path} has Object Lock and ${destinationPath} has not, and S3 cannot replicate locked objects to it; set objectLock of ${destinationPath} to true, so that replicas are locked as their sources are`,
    ),
  "replica key of others": (path, destinationPath) =>
    new UsageError(
      `${path}: the key of the replicas is not one of the other keys of ${destinationPath}, so who reads it could not decrypt them; call addOtherKey of ${destinationPath} with the key before`,
    ),
  "replica key for nothing": (path) =>
    new UsageError(
      `${path} is encrypted with AES256, and replicas keep the encryption of their source, so no key encrypts them; give ${path} a KMS key, or leave out key`,
    ),
  "replica key denied": (path, destinationPath) =>
    new UsageError(
      `${path}: ${destinationPath} denies objects under another key than its own, and so the replicas; set requireKey of ${destinationPath} to false, or leave out key`,
    ),
  "more than minimal KMS": (path, destinationPath) =>
    new UsageError(
      `${path}: minimalKms grants kms:Encrypt alone, but a Bucket Key also needs kms:Decrypt; set bucketKeyEnabled of ${path} and ${destinationPath} to false, or leave out minimalKms`,
    ),
};

export const alarmWithoutMetrics = (path: string) =>
  new UsageError(
    `${path}: alarmTopicArn needs the metrics of the rule; leave metrics: false out, or leave the alarm out`,
  );

export const latencyWithoutTimeControl = (path: string) =>
  new UsageError(
    `${path}: latencyAlarm goes off after the 15 minutes of timeControl; set timeControl: true, or leave the alarm out`,
  );

export const alarmInOtherAccount = (path: string, accountPath: string) =>
  new UsageError(
    `${path}: latencyAlarm is in ${accountPath}, but CloudWatch has the metrics in the account of the source bucket; create an Account with the same accountId and the region of the destination, and pass it`,
  );

export const latencyInOtherRegion = (path: string, region: string, metricRegion: string) =>
  new UsageError(
    `${path}: latencyAlarm is in ${region}, but CloudWatch has the metric in the region of the destination, ${metricRegion}; pass an Account with the accountId of the source bucket in ${metricRegion}`,
  );

export const replicationRoleDiffers = (path: string, roleName: string, otherRoleName: string) =>
  new UsageError(
    `${path} has one replication configuration and so one role, received ${roleName} after ${otherRoleName}; use the same roleName for all its destinations, or set it once`,
  );

/** @param text a Terraform expression */
export const knownToTerraform = (text: string) =>
  new UsageError(
    `the value of ${text} is known only to Terraform, but s3porter needs it to model and prove the stack; use a string instead`,
  );

/** @param packages as in `npm install` */
export const missingPeers = (packages: readonly string[]) =>
  new UsageError(
    `the constructs of s3porter need ${list(packages, "and")}, which ${packages.length === 1 ? "is" : "are"} not installed; run npm install ${packages.join(" ")}`,
  );
