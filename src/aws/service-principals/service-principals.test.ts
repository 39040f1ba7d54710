import data from "./service-principals.json";
import {
  doubtInChina,
  globalService,
  isKnownService,
  misspeltService,
  serviceMeant,
} from "./service-principals";

test.each([
  "ec2.amazonaws.com",
  "lambda.amazonaws.com",
  "ecs-tasks.amazonaws.com",
  "pods.eks.amazonaws.com",
  "s3.amazonaws.com",
  "batchoperations.s3.amazonaws.com",
  "rolesanywhere.amazonaws.com",
  "events.amazonaws.com",
  "scheduler.amazonaws.com",
  "delivery.logs.amazonaws.com",
  "logdelivery.elasticloadbalancing.amazonaws.com",
  "ec2.amazonaws.com.cn",
  "logs.eu-west-1.amazonaws.com",
  "states.us-gov-west-1.amazonaws.com",
  "codedeploy.cn-north-1.amazonaws.com.cn",
])("%s is known", (name) => {
  expect(isKnownService(name)).toBe(true);
  expect(misspeltService(name)).toBeUndefined();
});

test.each([
  ["lamda.amazonaws.com", "lambda.amazonaws.com"],
  ["lamdba.amazonaws.com", "lambda.amazonaws.com"],
  ["lambdaa.amazonaws.com", "lambda.amazonaws.com"],
  ["ecs-task.amazonaws.com", "ecs-tasks.amazonaws.com"],
  ["pod.eks.amazonaws.com", "pods.eks.amazonaws.com"],
  ["gule.amazonaws.com.cn", "glue.amazonaws.com.cn"],
  ["log.eu-west-1.amazonaws.com", "logs.eu-west-1.amazonaws.com"],
  ["ecss.amazonaws.com", "ecs.amazonaws.com"],
  ["emr.amazonaws.com", "elasticmapreduce.amazonaws.com"],
  ["stepfunctions.amazonaws.com", "states.amazonaws.com"],
])("%s is %s with a typo", (name, meant) => {
  expect(isKnownService(name)).toBe(false);
  expect(misspeltService(name)).toBe(meant);
});

test.each([
  "quantum-storage.amazonaws.com",
  "inspector3.amazonaws.com",
  "s4.amazonaws.com",
  "eqs.amazonaws.com",
])("%s can be a new service", (name) => {
  expect(isKnownService(name)).toBe(false);
  expect(misspeltService(name)).toBeUndefined();
});

test.each([
  ["Lambda.amazonaws.com", "lambda.amazonaws.com"],
  ["ec2.amazon.com", "ec2.amazonaws.com"],
  ["ec2.amazonaws.con", "ec2.amazonaws.com"],
  ["glue.aws.com", "glue.amazonaws.com"],
  ["ec2.amazonaw.com", "ec2.amazonaws.com"],
  ["ec2.amzonaws.com", "ec2.amazonaws.com"],
  ["sagemaker.amazonaws", "sagemaker.amazonaws.com"],
  ["firehose.amazonaws.com ", "firehose.amazonaws.com"],
  ["https://lamda.amazonaws.com", "lambda.amazonaws.com"],
  ["example.com", undefined],
  ["*.amazonaws.com", undefined],
])("%s means %s", (text, meant) => {
  expect(serviceMeant(text)).toBe(meant);
});

test.each([
  ["ec2.amazonaws.com.cn", "aws", "ec2.amazonaws.com"],
  ["ec2.amazonaws.com.cn", "aws-us-gov", "ec2.amazonaws.com"],
  ["ec2.amazonaws.com.cn", "aws-cn", undefined],
  ["ec2.amazonaws.com", "aws-cn", undefined],
])("%s in %s is %s", (name, partition, global) => {
  expect(globalService(name, partition)).toBe(global);
});

test.each([
  ["ec2.amazonaws.com", 'in China, AWS documents EC2 as "ec2.amazonaws.com.cn"; write this name'],
  [
    "lambda.amazonaws.com.cn",
    'most services have the same name in China as elsewhere, and this one is not known as an exception; check whether it is "lambda.amazonaws.com", because IAM rejects a name that does not exist',
  ],
  ["ec2.amazonaws.com.cn", undefined],
  ["lambda.amazonaws.com", undefined],
  ["codedeploy.cn-north-1.amazonaws.com.cn", undefined],
])("%s in China", (name, doubt) => {
  expect(doubtInChina(name)).toBe(doubt);
});

test("every service is listed once, in order", () => {
  expect(data.services).toEqual([...new Set(data.services)].sort());
  expect(data.services.length).toBeGreaterThan(500);
});
