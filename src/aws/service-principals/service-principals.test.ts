import data from "./service-principals.json";
import { isKnownService, misspeltService } from "./service-principals";

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
])("%s is %s with a typo", (name, meant) => {
  expect(isKnownService(name)).toBe(false);
  expect(misspeltService(name)).toBe(meant);
});

test.each(["quantum-storage.amazonaws.com", "inspector3.amazonaws.com", "s4.amazonaws.com"])(
  "%s can be a new service",
  (name) => {
    expect(isKnownService(name)).toBe(false);
    expect(misspeltService(name)).toBeUndefined();
  },
);

test("every service is listed once, in order", () => {
  expect(data.services).toEqual([...new Set(data.services)].sort());
  expect(data.services.length).toBeGreaterThan(500);
});
