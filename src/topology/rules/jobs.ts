/** The levels of jobs of S3 Batch Operations. */
import { quote } from "../../messages/wording";
import type { Finding, Path } from "../yaml-file";
import { type Draft, type Entry, has, type Rule, text, texts, trustedServices } from "./draft";

interface Allowed {
  /** Of the level in `allow`. */
  readonly path: Path;
  readonly edge: Entry;
  readonly principal: Entry | undefined;
  readonly bucket: Entry | undefined;
}

/** The entries of `access` that allow a level, with what they name. */
function allowing({ access, principals, buckets }: Draft, level: string): Allowed[] {
  return access.flatMap(([path, edge]) => {
    const listed = texts(edge, "allow").find(([, each]) => each === level);
    if (listed === undefined && text(edge, "allow") !== level) return [];
    return [
      {
        path: listed ? [...path, "allow", listed[0]] : [...path, "allow"],
        edge,
        principal: principals.get(text(edge, "principal") ?? ""),
        bucket: buckets.get(text(edge, "bucket") ?? ""),
      },
    ];
  });
}

/**
 * The role of a Batch Replication job is in the account of the source bucket, and an inventory is part of the configuration of
 * the bucket, with which another account could have its object keys delivered anywhere.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-policies.html
 */
export const jobsOfTheBucketAreInItsAccount: Rule = (draft) => [
  ...abroad(
    draft,
    "initiate_replication",
    "a job of S3 Batch Replication runs in the account of its source bucket",
    "name a role of that account",
  ),
  ...abroad(
    draft,
    "generate_manifest",
    "it configures inventories of the bucket, which only its own account should",
    "name a role of that account, or write the manifest yourself: the runbook has the commands",
  ),
];

function abroad(draft: Draft, level: string, why: string, remedy: string): Finding[] {
  const idOf = (entry: Entry | undefined) => text(draft.accountOf(entry), "id");
  return allowing(draft, level).flatMap(({ path, edge, principal, bucket }) => {
    const owner = idOf(bucket);
    if (!principal || owner === undefined || idOf(principal) === owner) return [];
    const message = `${quote(level)} is not for ${text(edge, "principal") ?? ""}, which is not in account ${owner} of the bucket: ${why}; ${remedy}`;
    return [{ path, message }];
  });
}

/**
 * UpdateObjectEncryption changes objects to SSE-KMS, so the bucket needs a key.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_UpdateObjectEncryption.html
 */
export const objectsAreReEncryptedWithKms: Rule = (draft) =>
  allowing(draft, "update_encryption").flatMap(({ path, edge, bucket }) => {
    if (text(bucket, "encryption") !== "AES256") return [];
    const message = `"update_encryption" has no key to use: ${text(edge, "bucket") ?? ""} has encryption: AES256, and UpdateObjectEncryption changes objects to SSE-KMS only; give the bucket a key`;
    return [{ path, message }];
  });

/** Warning: AWS Support can allow keys of other accounts of the organization. */
export const keysAreInTheBucketsAccount: Rule = (draft) =>
  allowing(draft, "update_encryption").flatMap(({ path, bucket }) => {
    const lender = text(bucket, "key");
    if (bucket === undefined || lender === undefined) return [];
    const owner = text(draft.accountOf(draft.keys.get(lender) ?? draft.buckets.get(lender)), "id");
    const own = text(draft.accountOf(bucket), "id");
    if (owner === undefined || own === undefined || owner === own) return [];
    const message = `UpdateObjectEncryption takes only keys of account ${own}, which owns the bucket, and its key is in account ${owner}; AWS Support can allow keys of an organization, and copying the objects onto themselves works with any key`;
    return [{ path, message }];
  });

/** Warning: a replication rule or a role can exist outside the topology. */
export const replicationIsInitiatedByJobs: Rule = (draft) => {
  const replicated = new Set(draft.replication.map(([, edge]) => text(edge, "from")));
  return allowing(draft, "initiate_replication").flatMap(({ path, edge, principal, bucket }): Finding[] => {
    const [name, source] = [text(edge, "principal") ?? "", text(edge, "bucket") ?? ""];
    const isJobRole = !principal || has(principal, "existing") || isTrustedByJobs(principal);
    const isReplicated = !bucket || has(bucket, "existing") || replicated.has(source);
    return [
      ...(isJobRole
        ? []
        : [
            {
              path,
              message: `only jobs of S3 Batch Operations initiate the replication of existing objects, and they cannot assume ${name}; write assumed_by: [batchoperations.s3.amazonaws.com] for a role`,
            },
          ]),
      ...(isReplicated
        ? []
        : [
            {
              path,
              message: `${source} has no replication rule in this topology, so that a job finds nothing to replicate; add an entry of replication with from: ${source}`,
            },
          ]),
    ];
  });
};

function isTrustedByJobs(principal: Entry): boolean {
  return trustedServices(principal).some(([, service]) => service.startsWith("batchoperations.s3."));
}
