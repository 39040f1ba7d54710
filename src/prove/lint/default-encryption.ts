import { accountOf, regionOf } from "../../aws/arn";
import { isManagedAlias } from "../../aws/key-alias";
import type { Bucket, Estate, Key } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { isElsewhere } from "../known-regions";
import type { Check } from "./check";
import { matchingActions } from "../iam-data/iam-data";
import { documentsOf, type DocumentStatement } from "../iam/documents";
import { foreignAccounts } from "./foreign-accounts";
import { kmsPage, s3Page, wellFormed } from "./well-formed";

const SHARED = s3Page("bucket-encryption.html");

export const defaultEncryption = {
  id: "default-encryption",
  severity: "error",
  title: "The default encryption of a bucket fails for some callers",
  why: "S3 accepts any key, but uploads fail, or nobody in the other account can read: aws/s3 cannot be shared, and an alias or id is looked up in the account of the caller.",
  remedy: "Set the ARN of a customer managed key in the bucket's region.",
  page: s3Page("bucket-encryption.html"),
  bad: {
    resources: {
      aws_s3_bucket_server_side_encryption_configuration: {
        source: {
          rule: {
            apply_server_side_encryption_by_default: {
              sse_algorithm: "aws:kms",
              kms_master_key_id: "alias/aws/s3",
            },
            bucket_key_enabled: true,
          },
        },
      },
    },
  },
  good: {
    resources: {
      aws_s3_bucket_server_side_encryption_configuration: {
        source: {
          rule: {
            apply_server_side_encryption_by_default: {
              sse_algorithm: "aws:kms",
              kms_master_key_id: "${aws_kms_key.source.arn}",
            },
            bucket_key_enabled: true,
          },
        },
      },
    },
  },
  find: wrongKeys,
} as const satisfies Check;

/** Settings that S3 accepts silently as the default encryption, and that fail when objects are written. */
function wrongKeys(estate: Estate): Flaw[] {
  const policies = new Map(
    documentsOf(estate).flatMap(({ bucket, statements, kind }) =>
      kind === "bucket" && bucket ? [[bucket.arn, statements] as const] : [],
    ),
  );
  const keys = new Map(estate.keys.map((key) => [key.arn, key]));
  const managed = new Set(estate.keys.filter(({ awsManaged }) => awsManaged).map(({ arn }) => arn));
  return estate.buckets.flatMap((bucket) => {
    const found =
      unusableKey(keys.get(bucket.encryption.keyArn ?? "")) ??
      wrongKey(bucket, policies.get(bucket.arn) ?? [], { managed, estate });
    const { name, address, account, encryption } = bucket;
    const at = encryption.address ?? address;
    return found === undefined
      ? []
      : [
          wellFormed({
            ...found,
            problem: `the default encryption of ${name}: ${found.problem}`,
            addresses: [at],
            because: [`${at} in account ${account.id}`],
          }),
        ];
  });
}

type Found = { readonly problem: string; readonly repair: string; readonly source: string };

function unusableKey(key: Key | undefined): Found | undefined {
  if (!key?.unusable) return undefined;
  const isDisabled = key.unusable === "disabled";
  return {
    problem: isDisabled
      ? `its key ${key.address} is disabled, so nobody can read or write its objects`
      : `its key ${key.address} is not a symmetric key for encryption, so nobody can write objects`,
    repair: isDisabled
      ? "enable the key"
      : "use a key with the spec SYMMETRIC_DEFAULT and the usage ENCRYPT_DECRYPT",
    source: isDisabled ? kmsPage("key-state.html") : s3Page("UsingKMSEncryption.html"),
  };
}

function wrongKey(
  bucket: Bucket,
  policy: readonly DocumentStatement[],
  { managed, estate }: { readonly managed: ReadonlySet<string>; readonly estate: Estate },
): Found | undefined {
  const { encryption, region, account } = bucket;
  const { algorithm, masterKey, keyArn } = encryption;
  if (!algorithm.startsWith("aws:kms")) {
    return masterKey === undefined
      ? undefined
      : {
          problem: `it has a key, which S3 rejects with ${algorithm}`,
          repair: 'set sse_algorithm to "aws:kms", or remove the key',
          source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html",
        };
  }
  const foreign = foreignersOf(policy, () => true);
  if (masterKey === undefined || isManagedAlias(masterKey) || managed.has(masterKey)) {
    if (foreign.length === 0) return undefined;
    return {
      problem: `its key is aws/s3, which no other account can use, but the bucket policy gives ${listed(foreign)} access`,
      repair:
        "set the ARN of a customer managed key, and allow the other accounts to use it in its key policy",
      source: SHARED,
    };
  }
  if (keyArn !== undefined) {
    if (!isElsewhere(keyArn, bucket, estate)) return undefined;
    return {
      problem: `${keyArn} is in ${regionOf(keyArn)}, but the bucket is in ${region}; a bucket can only use keys in its own region`,
      repair: `use a key in ${region}`,
      source: s3Page("UsingKMSEncryption.html"),
    };
  }
  const writers = foreignersOf(policy, isWrite);
  const owner = accountOf(masterKey);
  if (owner !== undefined && owner !== account.id) {
    return {
      problem: `${masterKey} is not the ARN of a key, which a key in another account requires`,
      repair: `use the ARN of the key, arn:${account.partition}:kms:${region}:${owner}:key/<id>`,
      source: SHARED,
    };
  }
  if (writers.length === 0 || masterKey.startsWith("arn:")) return undefined;
  return {
    problem: `S3 looks up ${masterKey} in the caller's account: callers in ${listed(writers)} find no key there, or another one`,
    repair: `use the ARN of the key, arn:${account.partition}:kms:${region}:${account.id}:key/<id>`,
    source: SHARED,
  };
}

/** The other accounts that the policy allows any of these actions. */
function foreignersOf(policy: readonly DocumentStatement[], isMeant: (action: string) => boolean): string[] {
  const accounts = policy
    .filter(({ effect, actions }) => effect === "Allow" && (actions.length === 0 || actions.some(isMeant)))
    .flatMap(foreignAccounts);
  return [...new Set(accounts)].sort();
}

function isWrite(action: string): boolean {
  return matchingActions(action).includes("s3:PutObject");
}

function listed(accounts: readonly string[]): string {
  return accounts.includes("*") ? "other accounts" : `account ${accounts.join(", ")}`;
}
