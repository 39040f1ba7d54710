import type { Bucket, Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { Multimap } from "../multimap";
import { type ConditionLine, isRequirement } from "../iam/condition-line";
import { conditionsOf, type DocumentStatement } from "../iam/documents";
import { mayMatch } from "../iam/wildcard";
import type { Check } from "./check";
import { s3Page, statementFlaw } from "./well-formed";

const KEY = "kms:encryptioncontext:aws:s3:arn";
const SOURCE = s3Page("bucket-key.html#bucket-key-changes");

export const encryptionContext = {
  id: "encryption-context",
  severity: "error",
  title: "A condition on the encryption context does not fit the Bucket Key",
  why: "With a Bucket Key, the encryption context is the ARN of the bucket, otherwise that of the object. An Allow for the other one grants nothing, so S3 answers 403, and a Deny for it denies nothing.",
  remedy: "List both: the ARN of the bucket, and the ARN with /* for objects.",
  page: SOURCE,
  bad: {
    keyPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "333333333333" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-source/*" } },
      },
    ],
  },
  good: {
    keyPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "333333333333" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          StringLike: {
            "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-source", "arn:aws:s3:::acme-source/*"],
          },
        },
      },
    ],
  },
  find: wrongContexts,
} as const satisfies Check;

function wrongContexts(estate: Estate): Flaw[] {
  const bucketsOfKey = new Multimap(
    estate.buckets.flatMap((bucket) => {
      const { keyArn } = bucket.encryption;
      return keyArn === undefined ? [] : [[keyArn, bucket] as const];
    }),
  );
  const mixed = mixedByReplication(estate);
  return conditionsOf(estate)
    .get(KEY)
    .filter(({ line }) => isRequirement(line) || (line.negated && line.qualifier === undefined))
    .flatMap(({ statement, line }) =>
      keysOf(statement)
        .flatMap((key) => bucketsOfKey.get(key))
        .filter((bucket) => !mixed.has(bucket.arn))
        .flatMap((bucket) => flawsOf(statement, line, bucket)),
    );
}

/** The keys that a statement names. */
function keysOf({ document, resources }: DocumentStatement): readonly string[] {
  return document.kind === "key" && document.key ? [document.key.arn] : resources;
}

/** In replication, a Bucket Key at one end gives both ends the context of the bucket. */
function mixedByReplication({ buckets, replicationRules }: Estate): ReadonlySet<string> {
  const withBucketKey = new Set(
    buckets.filter(({ encryption }) => encryption.bucketKeyEnabled).map(({ arn }) => arn),
  );
  const mixed = new Set<string>();
  for (const { source, destination } of replicationRules) {
    const ends = [source.bucketArn, destination.bucketArn];
    const isMixed = new Set(ends.map((arn) => withBucketKey.has(arn))).size > 1;
    if (isMixed) for (const arn of ends) if (!withBucketKey.has(arn)) mixed.add(arn);
  }
  return mixed;
}

function flawsOf(statement: DocumentStatement, line: ConditionLine, bucket: Bucket): Flaw[] {
  const { arn, name, encryption, address } = bucket;
  const ofBucket = (each: ConditionLine) => each.values.some((value) => mayMatch(value, arn));
  const ofObjects = (each: ConditionLine) => each.values.some((value) => isOfObjects(value, arn));
  if (!ofBucket(line) && !ofObjects(line)) return [];
  const fits = encryption.bucketKeyEnabled ? ofBucket : ofObjects;
  const excepts = (statement.effect === "Deny") !== line.negated;
  if (fits(line) || (!excepts && statement.effect === "Allow" && isCompleted(statement, fits))) return [];
  const [has, needs] = encryption.bucketKeyEnabled
    ? [`${name} has a Bucket Key, so the encryption context is ${arn}`, arn]
    : [`${name} has no Bucket Key, so the encryption context is the ARN of the object`, `${arn}/*`];
  const values = line.values.join(" or ");
  const must = statement.effect === "Deny" ? "is denied unless it is" : "must be";
  return [
    statementFlaw(statement, {
      problem: excepts
        ? `${has}, and refusing ${line.key} ${values} refuses nothing`
        : `${has}, but ${line.key} ${must} ${values}`,
      repair:
        excepts && encryption.bucketKeyEnabled
          ? "refuse these objects in the bucket policy, by actions of S3"
          : `add ${needs} to its values`,
      source: SOURCE,
      addresses: [encryption.address ?? address],
    }),
  ];
}

function isOfObjects(value: string, bucketArn: string): boolean {
  return value.startsWith(`${bucketArn}/`) || mayMatch(value, `${bucketArn}/object`);
}

/** Whether another statement for the same principals allows the same with the other context. */
function isCompleted(statement: DocumentStatement, fits: (line: ConditionLine) => boolean): boolean {
  const whom = whomOf(statement);
  return statement.document.statements.some(
    (other) =>
      other !== statement &&
      other.effect === "Allow" &&
      whomOf(other) === whom &&
      other.actions.some((action) => statement.actions.includes(action)) &&
      other.conditions.filter(({ lowerKey }) => lowerKey === KEY).every(fits),
  );
}

function whomOf({ principals: { accounts, arns }, requiredPrincipals = [] }: DocumentStatement): string {
  return JSON.stringify(requiredPrincipals.length > 0 ? requiredPrincipals : [...accounts, ...arns]);
}
