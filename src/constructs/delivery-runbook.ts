import { deliveringService, type ServiceName } from "../aws/delivering-services";
import type * as model from "../topology/model";
import { expressionOf, joined, mapped, reference, text, type Text } from "../topology/text";
import type { DeliveryEdge } from "./edges";
import { word } from "./shell-word";

/** What to set at a service, as lines of the runbook. The stack creates only the bucket, the key and their policies. */
export function deliverySection({ service, bucket, prefixText }: DeliveryEdge): Text[] {
  const { allow, what } = deliveringService(service.service);
  const does = allow === "put" ? "can deliver" : "can read";
  const place = text`s3://${bucket.model.bucketName}/${prefixText}`;
  const key = bucket.key && keyText(bucket.key.keyArn);
  return [
    text`# ${service.name}: ${what}, for ${whom(service.model)}, ${does}${allow === "put" ? " to" : ""} ${place}. In each account, set it up:`,
    ...COMMANDS[service.service]({ bucket: bucket.model, prefix: prefixText, key }),
  ];
}

/** The ARN of a key is a reference to it, or that of a key which exists already. */
export function keyText(keyArn: string): Text {
  const [, expression] = /^\$\{([^{}]*)\}$/.exec(keyArn) ?? [];
  return expression === undefined ? keyArn : reference(expression);
}

function whom({ sources }: model.AwsService<Text>): Text {
  const [first] = sources;
  return first?.organizationId === undefined
    ? text`${sources.length === 1 ? "account" : "accounts"} ${joined(
        sources.flatMap(({ accountId = [] }) => accountId),
        ", ",
      )}`
    : text`organization ${first.organizationId}`;
}

interface Place {
  readonly bucket: model.Bucket<Text>;
  readonly prefix: Text;
  readonly key: Text | undefined;
}

/** An option with a value, if there is one. */
function option(before: string, value: Text | undefined): Text {
  return value === undefined || value === "" ? "" : text`${before}${word(value)}`;
}

/** The same in a comment, which is no command. */
function said(before: string, value: Text | undefined): Text {
  return value === undefined || value === "" ? "" : text`${before}${value}`;
}

const COMMANDS: Readonly<Record<ServiceName, (place: Place) => readonly Text[]>> = {
  cloudtrail: ({ bucket, prefix, key }) => [
    text`aws cloudtrail create-trail --name TRAIL --is-multi-region-trail --s3-bucket-name ${bucket.bucketName}${option(" --s3-key-prefix ", withoutSlash(prefix))}${option(" --kms-key-id ", key)}`,
    "aws cloudtrail start-logging --name TRAIL",
  ],
  "vpc-flow-logs": ({ bucket, prefix }) => [
    text`aws ec2 create-flow-logs --resource-type VPC --resource-ids VPC_ID --traffic-type ALL --log-destination-type s3 --log-destination ${word(text`${bucket.bucketArn}/${prefix}`)}`,
  ],
  config: ({ bucket, prefix, key }) => [
    text`aws configservice put-delivery-channel --delivery-channel name=default,s3BucketName=${bucket.bucketName}${option(",s3KeyPrefix=", withoutSlash(prefix))}${option(",s3KmsKeyArn=", key)}`,
  ],
  guardduty: ({ bucket, prefix, key }) => [
    text`aws guardduty create-publishing-destination --detector-id DETECTOR_ID --destination-type S3 --destination-properties DestinationArn=${word(text`${bucket.bucketArn}/${prefix}`)}${option(",KmsKeyArn=", key)}`,
  ],
  "s3-inventory": ({ bucket, prefix, key }) => [
    text`# in the inventory configuration: destination ${bucket.bucketArn}${said(", prefix ", withoutSlash(prefix))}${said(", encryption SSE-KMS with ", key)}`,
    "aws s3api put-bucket-inventory-configuration --bucket SOURCE_BUCKET --id ID --inventory-configuration file://inventory.json",
  ],
  "s3-access-logs": ({ bucket, prefix }) => [
    text`aws s3api put-bucket-logging --bucket SOURCE_BUCKET --bucket-logging-status ${word(text`{"LoggingEnabled":{"TargetBucket":"${bucket.bucketName}","TargetPrefix":"${prefix}"}}`)}`,
  ],
  "elb-access-logs": ({ bucket, prefix }) => [
    text`aws elbv2 modify-load-balancer-attributes --load-balancer-arn LOAD_BALANCER_ARN --attributes Key=access_logs.s3.enabled,Value=true Key=access_logs.s3.bucket,Value=${bucket.bucketName}${option(" Key=access_logs.s3.prefix,Value=", withoutSlash(prefix))}`,
  ],
  cloudfront: ({ bucket }) => [
    text`# the origin is ${bucket.bucketName}.s3.${bucket.account.region}.amazonaws.com, with this origin access control:`,
    "aws cloudfront create-origin-access-control --origin-access-control-config Name=NAME,SigningProtocol=sigv4,SigningBehavior=always,OriginAccessControlOriginType=s3",
  ],
};

/** The services add the slash. The prefix of a module is a variable whose value ends with one. */
function withoutSlash(prefix: Text): Text {
  return mapped(prefix, (part) =>
    typeof part === "string"
      ? part.replace(/\/$/, "")
      : reference(`trimsuffix(${expressionOf(part)}, "/")`, { isWord: false }),
  );
}
