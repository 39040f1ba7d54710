/**
 * AWS services that write to buckets or read from them by themselves, without a role: their names, and what they accept. Which
 * permissions they need is in `src/policy` and, independently, in `src/prove/catalogue`.
 */

export interface DeliveringService {
  /** The name of the service principal. */
  readonly principal: string;
  /** What it delivers or reads, in words. */
  readonly what: string;
  /** Whether it writes objects or reads them. */
  readonly allow: "put" | "get";
  /** Whether the service adds `AWSLogs/<account>/` to the prefix, so that each account has its own folder. */
  readonly hasFolders: boolean;
  /** The service in the ARN of what it acts for, `aws:SourceArn`. */
  readonly sourceService: string;
  /** Why it cannot use buckets with SSE-KMS, as a clause. */
  readonly onlySseS3?: string;
  /** Why it cannot use buckets with Object Lock, as a clause. */
  readonly noObjectLock?: string;
  /** Why it cannot use buckets of other accounts, as a clause. */
  readonly onlyOwnAccount?: string;
}

/** The services that write to buckets or read from them by themselves. */
export type ServiceName =
  | "cloudtrail"
  | "vpc-flow-logs"
  | "config"
  | "guardduty"
  | "s3-inventory"
  | "s3-access-logs"
  | "elb-access-logs"
  | "cloudfront";

const SERVICES: Readonly<Record<ServiceName, DeliveringService>> = {
  cloudtrail: {
    principal: "cloudtrail.amazonaws.com",
    what: "logs of CloudTrail",
    allow: "put",
    hasFolders: true,
    sourceService: "cloudtrail",
  },
  "vpc-flow-logs": {
    principal: "delivery.logs.amazonaws.com",
    what: "VPC flow logs and other vended logs",
    allow: "put",
    hasFolders: true,
    sourceService: "logs",
  },
  config: {
    principal: "config.amazonaws.com",
    what: "configuration history of AWS Config",
    allow: "put",
    hasFolders: true,
    sourceService: "config",
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-config-deliverychannel.html
    noObjectLock: "AWS Config does not deliver to buckets with Object Lock",
  },
  guardduty: {
    principal: "guardduty.amazonaws.com",
    what: "findings of GuardDuty",
    allow: "put",
    hasFolders: false,
    sourceService: "guardduty",
  },
  "s3-inventory": {
    principal: "s3.amazonaws.com",
    what: "S3 Inventory lists",
    allow: "put",
    hasFolders: false,
    sourceService: "s3",
  },
  "s3-access-logs": {
    principal: "logging.s3.amazonaws.com",
    what: "S3 server access logs",
    allow: "put",
    hasFolders: false,
    sourceService: "s3",
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    onlySseS3: "S3 writes server access logs only to buckets with SSE-S3",
    noObjectLock: "S3 does not write server access logs to buckets with Object Lock",
    onlyOwnAccount: "S3 writes server access logs only to a bucket of the same account",
  },
  "elb-access-logs": {
    principal: "logdelivery.elasticloadbalancing.amazonaws.com",
    what: "access logs of application load balancers",
    allow: "put",
    hasFolders: true,
    sourceService: "elasticloadbalancing",
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    onlySseS3: "Elastic Load Balancing writes only to buckets with SSE-S3",
  },
  cloudfront: {
    principal: "cloudfront.amazonaws.com",
    what: "objects for CloudFront with origin access control",
    allow: "get",
    hasFolders: false,
    sourceService: "cloudfront",
  },
};

export const SERVICE_NAMES = Object.keys(SERVICES) as ServiceName[];

export function deliveringService(name: ServiceName): DeliveringService {
  return SERVICES[name];
}

/** The service with a name or with the name of its principal, such as `cloudtrail` or `cloudtrail.amazonaws.com`. */
export function serviceNamed(text: string): ServiceName | undefined {
  return SERVICE_NAMES.find((name) => name === text || SERVICES[name].principal === text);
}

/** The service that people mean by another word, such as `waf` or `alb`. */
export function serviceWithWord(word: string): ServiceName | undefined {
  const plain = word.toLowerCase().replaceAll(/\.amazonaws\.com(\.cn)?$|[^a-z]/g, "");
  return OTHER_WORDS.find(([words]) => words.test(plain))?.[1];
}

const OTHER_WORDS: readonly (readonly [RegExp, ServiceName])[] = [
  [/trail/, "cloudtrail"],
  [/accesslog|serverlog|^loggings?$/, "s3-access-logs"],
  [/balanc|^(elb|alb)/, "elb-access-logs"],
  [/flow|deliverylog|vended|^waf|resolver|^route|^nlb/, "vpc-flow-logs"],
  [/inventory|^s3/, "s3-inventory"],
  [/cloudfront|^oac|^cdn/, "cloudfront"],
  [/guard/, "guardduty"],
  [/config/, "config"],
];

/** What the service acts for, as the beginning of a pattern of `aws:SourceArn`. */
export function sourceArnOfServiceProblem(name: ServiceName, arn: string): string | undefined {
  const { sourceService } = SERVICES[name];
  return arn.split(":")[2] === sourceService
    ? undefined
    : `must be an ARN of ${sourceService}, because that is what ${SERVICES[name].principal} sends`;
}
