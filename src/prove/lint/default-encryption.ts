import { accountOf, regionOf } from "../../aws/arn";
import { isManagedAlias } from "../../aws/key-alias";
import type { Bucket, Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { matchingActions } from "../iam-data/iam-data";
import { documentsOf, type DocumentStatement } from "../iam/documents";
import { foreignAccounts } from "./foreign-accounts";
import { s3Page, wellFormed } from "./well-formed";

const SHARED = s3Page("bucket-encryption.html");

/** What S3 takes without a word when the default encryption is set, and fails of when objects are written. */
export function defaultEncryption(estate: Estate): Flaw[] {
  const policies = new Map(
    documentsOf(estate).flatMap(({ bucket, statements, kind }) =>
      kind === "bucket" && bucket ? [[bucket.arn, statements] as const] : [],
    ),
  );
  return estate.buckets.flatMap((bucket) => {
    const found = wrongKey(bucket, policies.get(bucket.arn) ?? []);
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

function wrongKey(
  { encryption, region, account }: Bucket,
  policy: readonly DocumentStatement[],
): Found | undefined {
  const { algorithm, masterKey, keyArn } = encryption;
  if (!algorithm.startsWith("aws:kms")) {
    return masterKey === undefined
      ? undefined
      : {
          problem: `it names a key, which S3 refuses beside ${algorithm}`,
          repair: 'state "aws:kms", or leave the key out',
          source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html",
        };
  }
  const foreign = foreignersOf(policy, () => true);
  if (masterKey === undefined || isManagedAlias(masterKey)) {
    if (foreign.length === 0) return undefined;
    return {
      problem: `its key is aws/s3, whose policy nobody can change, and the bucket policy lets in ${listed(foreign)}, where that key can never be used`,
      repair: "encrypt with a key of your own, by its ARN, and let them use it in its policy",
      source: SHARED,
    };
  }
  if (keyArn !== undefined) {
    if (regionOf(keyArn) === region) return undefined;
    return {
      problem: `${keyArn} is in ${regionOf(keyArn)} and the bucket in ${region}; a bucket can use keys of its own region alone`,
      repair: `name a key in ${region}`,
      source: s3Page("UsingKMSEncryption.html"),
    };
  }
  const writers = foreignersOf(policy, isWrite);
  const owner = accountOf(masterKey);
  if (owner !== undefined && owner !== account.id) {
    return {
      problem: `${masterKey} is no key's ARN, and only that names a key of another account`,
      repair: `name the key by its ARN, arn:${account.partition}:kms:${region}:${owner}:key/<id>`,
      source: SHARED,
    };
  }
  if (writers.length === 0 || masterKey.startsWith("arn:")) return undefined;
  return {
    problem: `${masterKey} is looked up in the account of whoever writes, and the bucket policy lets in ${listed(writers)}, where it is no key or another one`,
    repair: `name the key by its ARN, arn:${account.partition}:kms:${region}:${account.id}:key/<id>`,
    source: SHARED,
  };
}

/** The accounts other than the owner's that the policy lets do any of that. */
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
