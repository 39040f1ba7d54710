import { parseArn } from "../../aws/arn";
import { partitionOf, regionProblem } from "../../aws/region";
import { quote } from "../../messages/wording";
import { type Entry, isManaged, repeated, type Rule, text, texts } from "./draft";

/** The region determines the partition. If the file states another one, the region or the partition is wrong. */
export const partitionFitsRegion: Rule = (draft) =>
  [...draft.accounts].flatMap(([name, account]) => {
    const stated = text(account, "partition");
    const partition = partitionIn(account);
    if (stated === undefined || partition === undefined || stated === partition) return [];
    const message = `${text(account, "region")} is in partition ${partition}, not in ${quote(stated)}; leave the partition out`;
    return [{ path: ["accounts", name, "partition"], message }];
  });

/**
 * Key policies name S3 in kms:ViaService, and AWS does not document that name for every partition.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export const kmsNamesItsCallers: Rule = (draft) => {
  const [name] = [...draft.accounts].find(([, account]) => partitionIn(account) === "aws-eusc") ?? [];
  const hasKeys = [...draft.buckets].some(([, bucket]) => text(bucket, "encryption") !== "AES256");
  if (name === undefined || !hasKeys) return [];
  const message =
    "is in partition aws-eusc, for which AWS does not document the name of S3 in kms:ViaService; the key policies expect s3.<region>.amazonaws.com, so read and write one encrypted object before you rely on it";
  return [{ path: ["accounts", name, "region"], message }];
};

/** Access cannot cross partitions. */
export const accountsAreInOnePartition: Rule = (draft) => {
  const accounts = [...draft.accounts].map(([name, account]) => ({ name, partition: partitionIn(account) }));
  const first = accounts.find(({ partition }) => partition !== undefined);
  return accounts
    .filter(({ partition }) => partition !== undefined && partition !== first?.partition)
    .map(({ name, partition }) => ({
      path: ["accounts", name, "region"],
      message: `is in partition ${partition}, but accounts.${first?.name} is in ${first?.partition}; access cannot cross partitions, so write one topology for each partition`,
    }));
};

/** A second entry for the same account and region is usually a copy whose id was not changed. */
export const accountsAreStatedOnce: Rule = (draft) =>
  repeated(
    [...draft.accounts]
      .filter(([, account]) => isManaged(account))
      .map(([name, account]) => [
        ["accounts", name],
        JSON.stringify([text(account, "id"), text(account, "region")]),
      ]),
    (first, id) => {
      const [account, region] = JSON.parse(id) as [string, string];
      return `is account ${account} in ${region}, like accounts.${first[1]}; if it is another account, change the id, otherwise use accounts.${first[1]}`;
    },
  );

/** Principals cannot assume roles in another partition, and a permissions boundary must be in the account of its role. */
export const arnsAreInPartition: Rule = (draft) => {
  // The partition of an account is wrong, and the other rule reports it.
  if (accountsAreInOnePartition(draft).length > 0) return [];
  const arns = [
    ...[...draft.accounts].map(([name, account]) => {
      const assumed = Object.hasOwn(account, "assume_role") ? account.assume_role : undefined;
      const arn = text(typeof assumed === "object" ? (assumed as Entry) : undefined, "role_arn");
      return { path: ["accounts", name, "assume_role", "role_arn"], account, arn };
    }),
    ...[...draft.principals].flatMap(([name, principal]) => {
      const account = draft.accountOf(principal);
      const boundary = text(principal, "permissions_boundary");
      return [
        { path: ["principals", name, "permissions_boundary"], account, arn: boundary },
        ...texts(principal, "assumed_by").map(([index, arn]) => ({
          path: ["principals", name, "assumed_by", index],
          account,
          arn,
        })),
      ];
    }),
  ];
  return arns.flatMap(({ path, account, arn = "" }) => {
    const partition = account && partitionIn(account);
    const found = parseArn(arn)?.partition;
    if (partition === undefined || found === undefined || found === partition) return [];
    const message = `${quote(arn)} is in partition ${found}, but the account is in ${partition}; write arn:${partition}:… for an ARN of this partition`;
    return [{ path, message }];
  });
};

function partitionIn(account: Entry): string | undefined {
  const region = text(account, "region");
  return region === undefined || regionProblem(region) !== undefined ? undefined : partitionOf(region);
}
