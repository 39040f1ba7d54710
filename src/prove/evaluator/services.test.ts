import { parseArn } from "../../aws/arn";
import { SERVICES, serviceOf } from "./services";

const OWNER = "111111111111";

test.each([
  ["s3:GetObject", SERVICES.s3],
  ["KMS:decrypt", SERVICES.kms],
  ["sts:AssumeRole", SERVICES.sts],
])("%s is an action of its service", (action, service) => {
  expect(serviceOf(action)).toBe(service);
});

test.each(["ec2:RunInstances", "s3:*", "GetObject", "toString:a"])("%s is refused", (action) => {
  expect(() => serviceOf(action)).toThrow(`the action "${action}" does not belong to S3, KMS or STS`);
});

test.each([
  ["s3", "arn:aws:s3:::acme/in/a", true],
  ["s3", "arn:aws:s3:us-east-1:111111111111:accesspoint/a", true],
  ["kms", "arn:aws:kms:us-east-1:111111111111:key/a", true],
  ["kms", "arn:aws:kms:us-east-1:222222222222:key/a", false],
  ["kms", "arn:aws:kms:us-east-1:111111111111:alias/a", false],
  ["sts", "arn:aws:iam::111111111111:role/a", true],
  ["sts", "arn:aws:iam::111111111111:user/a", false],
] as const)("whether %s has the resource %s: %s", (service, arn, expected) => {
  expect(SERVICES[service].isResource(parseArn(arn) as NonNullable<ReturnType<typeof parseArn>>, OWNER)).toBe(
    expected,
  );
});

test("other accounts can use a key, but can neither administer it nor read a bucket policy", () => {
  const { kms, s3 } = SERVICES;
  expect(["kms:decrypt", "kms:putkeypolicy"].map(kms.ownersOnly.includes)).toEqual([false, true]);
  expect(["s3:getobject", "s3:getbucketpolicy"].map(s3.ownersOnly.includes)).toEqual([false, true]);
});
