/**
 * What AWS services ask for that act with their own service principal, and for whom. Like the rest of the catalogue, it shares
 * nothing with `src/policy`.
 */
import type { ServiceName } from "../../aws/delivering-services";
import { matchingActions } from "../iam-data/iam-data";
import { instanceOf } from "../iam/wildcard";
import {
  type Authorization,
  type CalledBucket,
  type CalledObject,
  onBucket,
  onKey,
  onObject,
  TLS,
} from "./authorization";

const DOCS = "https://docs.aws.amazon.com";

/** What a service does. */
interface Facts {
  /** On the bucket, before it delivers. */
  readonly checks?: readonly string[];
  /** Whether it reads objects instead of writing them. */
  readonly reads?: true;
  /** What it can do with the key, as its page states it. A wildcard stands for all of its actions: AWS does not say which it uses. */
  readonly key?: readonly string[];
  /** Whether it adds the ARN of what it acts for to the encryption context. */
  readonly namesTrail?: true;
  /** Whether it sends `x-amz-acl: bucket-owner-full-control`. */
  readonly sendsAcl?: true;
  /** The keys of its requests that its page says to check. */
  readonly sends: readonly SourceKey[];
  /** What it acts for in an account, as an ARN or a pattern. */
  readonly sourceArn: (partition: string, account: string) => string;
  /** The folders that it adds to the prefix. */
  readonly folders?: (account: string) => readonly string[];
  /** The folder of another account, for what acts for a whole organization. */
  readonly memberFolder?: (organization: string, member: string) => string;
  readonly bucketPage: string;
  readonly keyPage: string;
}

export type SourceKey = "aws:SourceAccount" | "aws:SourceArn" | "aws:SourceOrgID";

const someBucket = (partition: string) => `arn:${partition}:s3:::*`;

const FACTS: Readonly<Record<ServiceName, Facts>> = {
  cloudtrail: {
    checks: ["s3:GetBucketAcl"],
    key: ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"],
    namesTrail: true,
    sendsAcl: true,
    sends: ["aws:SourceArn"],
    sourceArn: (partition, account) => `arn:${partition}:cloudtrail:*:${account}:trail/*`,
    folders: (account) => [`AWSLogs/${account}/`],
    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-an-organizational-trail-by-using-the-aws-cli.html
    memberFolder: (organization, member) => `AWSLogs/${organization}/${member}/`,
    bucketPage: `${DOCS}/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html`,
    keyPage: `${DOCS}/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html`,
  },
  "vpc-flow-logs": {
    checks: ["s3:GetBucketAcl"],
    key: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    sendsAcl: true,
    sends: ["aws:SourceAccount", "aws:SourceArn"],
    sourceArn: (partition, account) => `arn:${partition}:logs:*:${account}:*`,
    folders: (account) => [`AWSLogs/${account}/`, `AWSLogs/aws-account-id=${account}/`],
    bucketPage: `${DOCS}/vpc/latest/userguide/flow-logs-s3-permissions.html`,
    keyPage: `${DOCS}/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html`,
  },
  config: {
    checks: ["s3:GetBucketAcl", "s3:ListBucket"],
    key: ["kms:Decrypt", "kms:GenerateDataKey"],
    sendsAcl: true,
    sends: ["aws:SourceAccount"],
    sourceArn: (partition, account) => `arn:${partition}:config:*:${account}:*`,
    folders: (account) => [`AWSLogs/${account}/Config/`],
    bucketPage: `${DOCS}/config/latest/developerguide/s3-bucket-policy.html`,
    keyPage: `${DOCS}/config/latest/developerguide/s3-kms-key-policy.html`,
  },
  guardduty: {
    checks: ["s3:GetBucketLocation"],
    key: ["kms:GenerateDataKey"],
    sends: ["aws:SourceAccount", "aws:SourceArn"],
    sourceArn: (partition, account) => `arn:${partition}:guardduty:*:${account}:detector/*`,
    bucketPage: `${DOCS}/guardduty/latest/ug/guardduty_exportfindings.html`,
    keyPage: `${DOCS}/guardduty/latest/ug/guardduty_exportfindings.html`,
  },
  "s3-inventory": {
    key: ["kms:GenerateDataKey"],
    sendsAcl: true,
    sends: ["aws:SourceAccount"],
    sourceArn: someBucket,
    bucketPage: `${DOCS}/AmazonS3/latest/userguide/configure-inventory.html`,
    keyPage: `${DOCS}/AmazonS3/latest/userguide/configure-inventory.html`,
  },
  "s3-access-logs": {
    sends: ["aws:SourceAccount"],
    sourceArn: someBucket,
    bucketPage: `${DOCS}/AmazonS3/latest/userguide/enable-server-access-logging.html`,
    keyPage: `${DOCS}/AmazonS3/latest/userguide/enable-server-access-logging.html`,
  },
  "elb-access-logs": {
    sends: ["aws:SourceArn"],
    sourceArn: (partition, account) => `arn:${partition}:elasticloadbalancing:*:${account}:loadbalancer/*`,
    folders: (account) => [`AWSLogs/${account}/`],
    bucketPage: `${DOCS}/elasticloadbalancing/latest/application/enable-access-logging.html`,
    keyPage: `${DOCS}/elasticloadbalancing/latest/application/enable-access-logging.html`,
  },
  cloudfront: {
    reads: true,
    key: ["kms:Decrypt"],
    sends: ["aws:SourceArn"],
    sourceArn: (partition, account) => `arn:${partition}:cloudfront::${account}:distribution/*`,
    bucketPage: `${DOCS}/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html`,
    keyPage: `${DOCS}/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html`,
  },
};

/** For whom a service acts in one request. */
export interface DeliverySource {
  readonly account: string;
  readonly organization?: string;
  /** The ARN of what it acts for. */
  readonly arn: string;
}

/** What it acts for in an account, or what an ARN or a pattern stands for. */
export function sourceIn(
  service: ServiceName,
  partition: string,
  account: string,
  stated: string | undefined,
  any: string,
): string {
  return instanceOf(stated ?? FACTS[service].sourceArn(partition, account), any);
}

/** The pattern for everything that it acts for in an account. */
export function sourcePattern(service: ServiceName, partition: string, account: string): string {
  return FACTS[service].sourceArn(partition, account);
}

/** The keys that its page says to check. */
export function checkedKeys(service: ServiceName): readonly SourceKey[] {
  return FACTS[service].sends;
}

/** The folders of an account, without the prefix. */
export function foldersOf(service: ServiceName, account: string): readonly string[] {
  return FACTS[service].folders?.(account) ?? [""];
}

/** Where the service puts what it delivers for another account of the organization. */
export function foldersOfMember(
  service: ServiceName,
  { organization }: Pick<DeliverySource, "organization">,
  member: string,
): readonly string[] {
  const { memberFolder } = FACTS[service];
  return organization === undefined || !memberFolder ? [] : [memberFolder(organization, member)];
}

export function hasFolders(service: ServiceName): boolean {
  return FACTS[service].folders !== undefined;
}

/** Whether it sends `x-amz-acl: bucket-owner-full-control`, which policies can require. */
export function sendsAcl(service: ServiceName): boolean {
  return FACTS[service].sendsAcl === true;
}

export function readsObjects(service: ServiceName): boolean {
  return FACTS[service].reads === true;
}

/** What every request of the service says about whom it acts for. */
export function sourceKeys(
  service: ServiceName,
  { account, organization, arn }: DeliverySource,
): Readonly<Record<string, string>> {
  const { sends } = FACTS[service];
  return {
    "aws:SourceArn": arn,
    ...(sends.includes("aws:SourceAccount") && { "aws:SourceAccount": account }),
    ...(organization !== undefined && { "aws:SourceOrgID": organization }),
  };
}

type Keys = Readonly<Record<string, string>>;

/** Before it delivers. */
export function checkBucket(service: ServiceName, bucket: CalledBucket, source: Keys): Authorization[] {
  const { checks = [], bucketPage } = FACTS[service];
  return checks.map((action) => withKeys(onBucket(action, bucket, bucketPage), source));
}

/** One object, whatever headers the service sends. */
export function deliverObject(service: ServiceName, object: CalledObject, source: Keys): Authorization[] {
  const { sendsAcl, reads, bucketPage } = FACTS[service];
  if (reads) return [withKeys(onObject("s3:GetObject", object, bucketPage), source)];
  const put = (headers: Keys) => withKeys(onObject("s3:PutObject", object, bucketPage, headers), source);
  const { encryption } = object;
  return [
    put({}),
    ...(sendsAcl ? [put({ "s3:x-amz-acl": "bucket-owner-full-control" })] : []),
    ...(encryption
      ? [
          put({
            "s3:x-amz-server-side-encryption": "aws:kms",
            "s3:x-amz-server-side-encryption-aws-kms-key-id": encryption.keyArn,
          }),
        ]
      : []),
  ];
}

/** What it does with the key of an object. */
export function useKey(service: ServiceName, object: CalledObject, source: Keys): Authorization[] {
  const { key = [], keyPage, namesTrail } = FACTS[service];
  return key.flatMap(matchingActions).flatMap((action) =>
    onKey(action, object, keyPage).map((authorization) => {
      if (action === "kms:DescribeKey") return withKeys({ ...authorization, context: TLS }, source);
      const trail = namesTrail && { [TRAIL_CONTEXT]: source["aws:SourceArn"] ?? "" };
      return withKeys(authorization, { ...source, ...trail });
    }),
  );
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-kms-works-with-cloudtrail.html */
export const TRAIL_CONTEXT = "kms:EncryptionContext:aws:cloudtrail:arn";

/** Whether the encryption context of its objects says what it acts for. */
export function namesTrail(service: ServiceName): boolean {
  return FACTS[service].namesTrail === true;
}

function withKeys(authorization: Authorization, keys: Keys): Authorization {
  return { ...authorization, context: { ...authorization.context, ...keys } };
}
