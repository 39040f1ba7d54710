import { statement, summary, terraformOf, TwoAccounts } from "../../test/fixtures/stack";
import { reference } from "../topology/text";
import { AccessService, type AccessServiceProps } from "./access-service";
import { modelOf } from "./model-of";
import { Outputs } from "./outputs";

function service(stack: TwoAccounts, id: string, props: Partial<AccessServiceProps> = {}): AccessService {
  return new AccessService(stack, id, { service: "cloudtrail", forAccounts: [stack.b], ...props });
}

test("a service gets statements in the bucket policy and the key policy, and nothing else is created", () => {
  const stack = new TwoAccounts();
  const logs = stack.bucket("logs");
  logs.grantWrite(service(stack, "trail", { forAccounts: [stack.b, "333333333333"] }), { prefix: "t/" });
  const { locals, resource } = terraformOf(stack);
  expect(summary(locals.logs_bucket_policy)).toEqual([
    "DenyInsecureTransport: s3:*",
    "CheckForTrail: s3:GetBucketAcl",
    "DeliverForTrail: s3:PutObject",
    "DeliverForTrail2: s3:PutObject",
  ]);
  expect(statement(locals.logs_bucket_policy, "DeliverForTrail2")?.Resource).toBe(
    "arn:aws:s3:::acme-logs/t/AWSLogs/333333333333/*",
  );
  expect(summary(locals.logs_key_policy)).toEqual([
    "EnableIAMPolicies: kms:*",
    "EncryptForTrail: kms:GenerateDataKey*",
    "UseKeyForTrail: kms:Decrypt kms:DescribeKey",
  ]);
  expect(Object.keys(resource).filter((type) => type.startsWith("aws_iam"))).toEqual([]);
  expect(modelOf(stack).deliveries).toMatchObject([
    { service: { name: "trail", service: "cloudtrail" }, bucket: { name: "logs" }, prefix: "t/" },
  ]);
});

test("who could read the bucket before can decrypt the logs of trails too", () => {
  const stack = new TwoAccounts();
  const logs = stack.bucket("logs");
  const auditor = stack.role("auditor");
  logs.grantRead(auditor);
  logs.grantWrite(service(stack, "trail"));
  const { locals } = terraformOf(stack);
  const trails = { "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:222222222222:trail/*" };
  expect(statement(locals.auditor_identity_policy, "DecryptTrailsLogs")?.Condition?.StringLike).toEqual(
    trails,
  );
  expect(statement(locals.logs_key_policy, "DecryptTrailsLogsForAuditor")?.Condition).toMatchObject({
    StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
    StringLike: trails,
  });
});

test("the runbook says what to set at each service, with the key", () => {
  const stack = new TwoAccounts();
  const [logs, plain, site] = [
    stack.bucket("logs"),
    stack.bucket("plain", { encryption: "AES256" }),
    stack.bucket("site"),
  ];
  const put = (id: string, to = logs, prefix?: string) =>
    to.grant(service(stack, id, { service: id, forAccounts: [stack.a] }), ["put"], { prefix });
  put("config", logs, "c/");
  put("guardduty", logs, "g/");
  put("s3-inventory", logs);
  put("vpc-flow-logs", logs, "f/");
  put("s3-access-logs", plain, "it's/");
  put("elb-access-logs", plain);
  site.grant(service(stack, "cdn", { service: "cloudfront" }), ["get"]);
  new Outputs(stack, "outputs", { buckets: [logs, plain, site] });
  const runbook = terraformOf(stack).output.runbook?.value as string;
  expect(runbook.split("\n").filter((line) => !line.startsWith("# ") && line !== "")).toEqual([
    "aws configservice put-delivery-channel --delivery-channel name=default,s3BucketName=acme-logs,s3KeyPrefix=c,s3KmsKeyArn=${aws_kms_key.logs.arn}",
    "aws guardduty create-publishing-destination --detector-id DETECTOR_ID --destination-type S3 --destination-properties DestinationArn=arn:aws:s3:::acme-logs/g/,KmsKeyArn=${aws_kms_key.logs.arn}",
    "aws s3api put-bucket-inventory-configuration --bucket SOURCE_BUCKET --id ID --inventory-configuration file://inventory.json",
    "aws ec2 create-flow-logs --resource-type VPC --resource-ids VPC_ID --traffic-type ALL --log-destination-type s3 --log-destination arn:aws:s3:::acme-logs/f/",
    "aws elbv2 modify-load-balancer-attributes --load-balancer-arn LOAD_BALANCER_ARN --attributes Key=access_logs.s3.enabled,Value=true Key=access_logs.s3.bucket,Value=acme-plain",
    `aws s3api put-bucket-logging --bucket SOURCE_BUCKET --bucket-logging-status '{"LoggingEnabled":{"TargetBucket":"acme-plain","TargetPrefix":"it'\\''s/"}}'`,
    "aws cloudfront create-origin-access-control --origin-access-control-config Name=NAME,SigningProtocol=sigv4,SigningBehavior=always,OriginAccessControlOriginType=s3",
  ]);
  expect(runbook).toContain(
    "# config: configuration history of AWS Config, for account 111111111111, can deliver to s3://acme-logs/c/. In each account, set it up:",
  );
});

test.each<[string, Partial<AccessServiceProps>, string]>([
  ["an unknown service", { service: "lambda" }, 'service "lambda" is not known; there are cloudtrail, '],
  ["nobody", { forAccounts: [] }, "set one of forAccounts and forOrganization"],
  ["both", { forOrganization: "o-a1b2c3d4e5" }, "set one of forAccounts and forOrganization"],
  ["a wrong account", { forAccounts: ["1"] }, 'forAccounts "1" must be twelve digits'],
  [
    "a wrong organization",
    { forAccounts: [], forOrganization: "acme" },
    'forOrganization "acme" must be the id of an organization',
  ],
  ["a wrong ARN", { sourceArns: ["main"] }, 'sourceArns "main" must be an ARN'],
  [
    "an ARN of another service",
    { sourceArns: ["arn:aws:s3:::acme"] },
    'sourceArns "arn:aws:s3:::acme" must be an ARN of cloudtrail',
  ],
])("%s is refused", (_, props, message) => {
  const stack = new TwoAccounts();
  expect(() => service(stack, "trail", props)).toThrow(message);
});

test("values that Terraform alone knows are not checked", () => {
  const stack = new TwoAccounts();
  const trail = service(stack, "trail", { forAccounts: [reference("var.account_id")] });
  stack.bucket("logs").grant(trail, ["put"]);
  expect(statement(terraformOf(stack).locals.logs_bucket_policy, "DeliverForTrail")).toMatchObject({
    Resource: "arn:aws:s3:::acme-logs/AWSLogs/${var.account_id}/*",
    Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:${var.account_id}:trail/*" } },
  });
});

test("a bucket refuses what a service cannot do", () => {
  const stack = new TwoAccounts();
  const logs = stack.bucket("logs");
  const trail = service(stack, "trail");
  expect(() => logs.grant(trail, ["get"])).toThrow(
    'test/logs: test/trail needs ["put"] and nothing else, received ["get"]',
  );
  expect(() => logs.grantWrite(trail, { prefix: "AWSLogs/" })).toThrow("leave the prefix out");
  const loadBalancers = service(stack, "elb", { service: "elb-access-logs" });
  expect(() => logs.grantWrite(loadBalancers)).toThrow(
    "Elastic Load Balancing writes only to buckets with SSE-S3",
  );
  const other = new TwoAccounts("other");
  expect(() => logs.grantWrite(service(other, "trail"))).toThrow("are in different stacks");
});
