/**
 * Statements that administrators of buckets, keys and topics add to their policies. The Terraform of s3porter has them in outputs whose
 * names begin with `handover_`.
 */
import { parseArn } from "../aws/arn";
import type { Account, Bucket, Key, Policy } from "./estate";
import { parsePolicyDocument } from "./policy-document";
import type { Place, Problems } from "./problem";
import { isObject } from "./terraform/configuration";

/** The statements for one bucket, key or topic. */
export interface AddedPolicy extends Policy {
  /** The ARN of the bucket, key or topic. */
  readonly arn: string;
  /** Where the bucket or key is, if this Terraform does not read there. */
  readonly account?: Account;
}

/**
 * Reads the value of an output.
 *
 * @returns undefined if it has no such statements
 */
export function readAddedPolicy(value: unknown, place: Place, problems: Problems): AddedPolicy | undefined {
  if (!isObject(value)) return undefined;
  const arn = value.bucket_arn ?? value.key_arn ?? value.topic_arn;
  if (typeof arn !== "string") return undefined;
  const { address } = place;
  const account = accountIn(value, arn, address);
  const found = { address, arn, ...(account && { account }) };
  const { statements } = value;
  // Nothing has to be added.
  if (typeof statements !== "string")
    return account && { ...found, document: { Statement: [] }, unknown: "is not in this Terraform" };
  const document = parsePolicyDocument(statements, { address, path: ["value", "statements"] }, problems);
  return document && { ...found, document, handover: `the administrators of ${arn}` };
}

function accountIn(
  { account: alias, account_id: id, region }: Readonly<Record<string, unknown>>,
  arn: string,
  address: string,
): Account | undefined {
  if (typeof alias !== "string" || typeof id !== "string" || typeof region !== "string") return undefined;
  return { address, alias, id, region, partition: parseArn(arn)?.partition ?? "aws" };
}

/** A bucket or key with the statements that are added to its policy, which is not in this Terraform. */
export function withAdded<T extends Bucket | Key>(thing: T, added: readonly AddedPolicy[]): T {
  const found = thing.existing && added.find(({ arn }) => arn === thing.arn);
  return found ? { ...thing, policy: policyIn(found) } : thing;
}

/** The buckets in accounts that this Terraform does not read. Only what their administrators get says that they exist. */
export function unreadBuckets(added: readonly AddedPolicy[]): Bucket[] {
  return added.flatMap(({ account, ...policy }): Bucket[] => {
    const { address, arn } = policy;
    if (account === undefined || parseArn(arn)?.service !== "s3") return [];
    return [
      {
        address,
        existing: true,
        unread: true,
        name: parseArn(arn)?.resource ?? "",
        namespace: "global",
        arn,
        account,
        region: account.region,
        encryption: { algorithm: "AES256", bucketKeyEnabled: false },
        ownership: { objectOwnership: "BucketOwnerEnforced" },
        versioning: { status: "Disabled" },
        publicAccessBlock: NO_BLOCK,
        policy: policyIn(policy),
      },
    ];
  });
}

/** The same for keys. */
export function unreadKeys(added: readonly AddedPolicy[]): Key[] {
  return added.flatMap(({ account, ...policy }): Key[] => {
    const { address, arn } = policy;
    if (account === undefined || parseArn(arn)?.service !== "kms") return [];
    const { region } = account;
    const unread = { existing: true, unread: true } as const;
    return [
      { address, ...unread, arn, account, region, rotation: false, aliases: [], policy: policyIn(policy) },
    ];
  });
}

const NO_BLOCK = {
  blockPublicAcls: false,
  blockPublicPolicy: false,
  ignorePublicAcls: false,
  restrictPublicBuckets: false,
};

function policyIn({ arn: _, account: __, ...policy }: AddedPolicy): Policy {
  return policy;
}
