import {
  deliveringService,
  SERVICE_NAMES,
  serviceNamed,
  serviceWithWord,
  sourceArnOfServiceProblem,
} from "./delivering-services";
import { isKnownService } from "./service-principals/service-principals";

test.each(SERVICE_NAMES)("%s has a service principal that exists", (name) => {
  expect(isKnownService(deliveringService(name).principal)).toBe(true);
  expect(serviceNamed(deliveringService(name).principal)).toBe(name);
});

test.each([
  ["aws-cloudtrail", "cloudtrail"],
  ["vpc_flow_logs", "vpc-flow-logs"],
  ["delivery.logs", "vpc-flow-logs"],
  ["waf", "vpc-flow-logs"],
  ["Route53Resolver", "vpc-flow-logs"],
  ["logging.s3", "s3-access-logs"],
  ["s3_server_access_logs", "s3-access-logs"],
  ["inventory", "s3-inventory"],
  ["alb", "elb-access-logs"],
  ["elasticloadbalancing.amazonaws.com", "elb-access-logs"],
  ["oac", "cloudfront"],
  ["lambda", undefined],
])("%s means %s", (word, name) => {
  expect(serviceNamed(word)).toBeUndefined();
  expect(serviceWithWord(word)).toBe(name);
});

test("a source must be of the service", () => {
  expect(
    sourceArnOfServiceProblem("cloudtrail", "arn:aws:cloudtrail:*:111111111111:trail/main"),
  ).toBeUndefined();
  expect(
    sourceArnOfServiceProblem("vpc-flow-logs", "arn:aws:ec2:us-east-1:111111111111:vpc-flow-log/fl-1"),
  ).toBe("must be an ARN of logs, because that is what delivery.logs.amazonaws.com sends");
});
