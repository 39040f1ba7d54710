/** What AWS services need that act with their own service principal, each as its page says. */

/** A service that can deliver. */
export type ServiceName =
  | "cloudtrail"
  | "vpc-flow-logs"
  | "config"
  | "guardduty"
  | "s3-inventory"
  | "s3-access-logs"
  | "elb-access-logs"
  | "cloudfront";

export interface ServiceNeeds {
  /** The service principal. */
  readonly principal: string;
  /** Actions on the bucket. */
  readonly bucket: readonly string[];
  /** Actions on the objects. */
  readonly objects: readonly string[];
  /** Actions on the keys: without objects, there is no need for one. */
  readonly key: readonly string[];
  /** Actions on the keys that are only for what the service acts for, as an encryption context says. */
  readonly ownContext?: { readonly key: string; readonly actions: readonly string[] };
  /** Whether it also uses the keys of older objects. */
  readonly reads: boolean;
  /** Whether it sends `aws:SourceAccount`. If not, the ARN contains the account. */
  readonly sendsAccount: boolean;
  /** The ARNs of everything in an account that it can act for, as a pattern for `aws:SourceArn`. Undefined if they do not contain the account. */
  readonly sourceArn?: (partition: string, account: string) => string;
  /** The folders of an account, which the service adds to the prefix. Undefined if it adds none. */
  readonly folders?: (account: string) => readonly string[];
  /** The page of the bucket policy. */
  readonly source: string;
  /** The page of the key policy. */
  readonly keySource: string;
}

const DOCS = "https://docs.aws.amazon.com";

/**
 * Left out on purpose: the condition on `s3:x-amz-acl`, which some pages show. It makes services hand over the ownership of
 * objects, which the bucket's account has anyway, because ACLs are disabled. There are reports that it then never matches.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
const NEEDS: Readonly<Record<ServiceName, ServiceNeeds>> = {
  cloudtrail: {
    principal: "cloudtrail.amazonaws.com",
    bucket: ["s3:GetBucketAcl"],
    objects: ["s3:PutObject"],
    key: ["kms:Decrypt", "kms:DescribeKey"],
    ownContext: { key: "kms:EncryptionContext:aws:cloudtrail:arn", actions: ["kms:GenerateDataKey*"] },
    reads: false,
    sendsAccount: false,
    sourceArn: (partition, account) => `arn:${partition}:cloudtrail:*:${account}:trail/*`,
    folders: (account) => [`AWSLogs/${account}/`],
    source: `${DOCS}/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html`,
    keySource: `${DOCS}/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html`,
  },
  "vpc-flow-logs": {
    principal: "delivery.logs.amazonaws.com",
    bucket: ["s3:GetBucketAcl"],
    objects: ["s3:PutObject"],
    key: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
    reads: false,
    sendsAccount: true,
    sourceArn: (partition, account) => `arn:${partition}:logs:*:${account}:*`,
    folders: (account) => [`AWSLogs/${account}/`, `AWSLogs/aws-account-id=${account}/`],
    source: `${DOCS}/vpc/latest/userguide/flow-logs-s3-permissions.html`,
    keySource: `${DOCS}/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html#AWS-logs-SSE-KMS-S3-V2`,
  },
  config: {
    principal: "config.amazonaws.com",
    bucket: ["s3:GetBucketAcl", "s3:ListBucket"],
    objects: ["s3:PutObject"],
    key: ["kms:Decrypt", "kms:GenerateDataKey"],
    reads: false,
    sendsAccount: true,
    folders: (account) => [`AWSLogs/${account}/Config/`],
    source: `${DOCS}/config/latest/developerguide/s3-bucket-policy.html`,
    keySource: `${DOCS}/config/latest/developerguide/s3-kms-key-policy.html`,
  },
  guardduty: {
    principal: "guardduty.amazonaws.com",
    bucket: ["s3:GetBucketLocation"],
    objects: ["s3:PutObject"],
    key: ["kms:GenerateDataKey"],
    reads: false,
    sendsAccount: true,
    sourceArn: (partition, account) => `arn:${partition}:guardduty:*:${account}:detector/*`,
    source: `${DOCS}/guardduty/latest/ug/guardduty_exportfindings.html`,
    keySource: `${DOCS}/guardduty/latest/ug/guardduty_exportfindings.html`,
  },
  "s3-inventory": {
    principal: "s3.amazonaws.com",
    bucket: [],
    objects: ["s3:PutObject"],
    key: ["kms:GenerateDataKey"],
    reads: false,
    sendsAccount: true,
    source: `${DOCS}/AmazonS3/latest/userguide/configure-inventory.html#configure-inventory-destination-bucket-policy`,
    keySource: `${DOCS}/AmazonS3/latest/userguide/configure-inventory.html#configure-inventory-kms-key-policy`,
  },
  "s3-access-logs": {
    principal: "logging.s3.amazonaws.com",
    bucket: [],
    objects: ["s3:PutObject"],
    key: [],
    reads: false,
    sendsAccount: true,
    source: `${DOCS}/AmazonS3/latest/userguide/enable-server-access-logging.html#grant-log-delivery-permissions-bucket-policy`,
    keySource: `${DOCS}/AmazonS3/latest/userguide/enable-server-access-logging.html`,
  },
  "elb-access-logs": {
    principal: "logdelivery.elasticloadbalancing.amazonaws.com",
    bucket: [],
    objects: ["s3:PutObject"],
    key: [],
    reads: false,
    sendsAccount: false,
    sourceArn: (partition, account) => `arn:${partition}:elasticloadbalancing:*:${account}:loadbalancer/*`,
    folders: (account) => [`AWSLogs/${account}/`],
    source: `${DOCS}/elasticloadbalancing/latest/application/enable-access-logging.html`,
    keySource: `${DOCS}/elasticloadbalancing/latest/application/enable-access-logging.html`,
  },
  cloudfront: {
    principal: "cloudfront.amazonaws.com",
    bucket: [],
    objects: ["s3:GetObject"],
    key: ["kms:Decrypt"],
    reads: true,
    sendsAccount: false,
    sourceArn: (partition, account) => `arn:${partition}:cloudfront::${account}:distribution/*`,
    source: `${DOCS}/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html#oac-permission-to-access-s3`,
    keySource: `${DOCS}/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html#oac-permissions-sse-kms`,
  },
};

export function serviceNeeds(name: ServiceName): ServiceNeeds {
  return NEEDS[name];
}
