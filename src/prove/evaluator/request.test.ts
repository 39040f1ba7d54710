import { accountRoot, ANONYMOUS, type Caller, roleSession, service, user } from "./caller";
import { asked, contextKeys, targetOf } from "./request";
import { SERVICES } from "./services";

const OWNER = "111111111111";

function request(action: string, resource = "*", caller: Caller = ANONYMOUS) {
  return { action, resource, caller, context: {} };
}

function target(action: string, resource: string) {
  const one = request(action, resource);
  return targetOf(one, asked(one, OWNER), OWNER);
}

test.each([
  ["s3:GetObject", "arn:aws:s3:::b/k", SERVICES.s3],
  ["S3:listbucket", "arn:aws:s3:::b", SERVICES.s3],
  ["kms:Decrypt", "arn:aws:kms:us-east-1:111111111111:key/1", SERVICES.kms],
  ["sts:AssumeRole", "arn:aws:iam::111111111111:role/a", SERVICES.sts],
  ["sts:TagSession", "arn:aws:iam::111111111111:role/a", SERVICES.sts],
  ["s3:GetObject", "arn:aws:s3:us-east-1:111111111111:accesspoint/a/object/k", SERVICES.s3],
  ["s3:ListAllMyBuckets", "*", undefined],
  ["kms:CreateKey", "*", undefined],
  ["sts:GetSessionToken", "*", undefined],
])("%s on %s is about a resource of %j", (action, resource, service) => {
  expect(target(action, resource)).toBe(service);
});

test.each([
  ["ec2:RunInstances", "*"],
  ["s3:*", "*"],
  ["GetObject", "*"],
  ["s3:GetObject", "arn:aws:kms:us-east-1:111111111111:key/1"],
  ["kms:Decrypt", "arn:aws:s3:::b/k"],
  ["kms:CreateAlias", "arn:aws:kms:us-east-1:111111111111:alias/a"],
  ["kms:Decrypt", "arn:aws:kms:us-east-1:222222222222:key/1"],
  ["sts:AssumeRole", "*"],
  ["sts:AssumeRole", "arn:aws:iam::222222222222:role/a"],
  ["sts:AssumeRoot", "arn:aws:iam::111111111111:role/a"],
])("%s on %s is refused", (action, resource) => {
  expect(() => target(action, resource)).toThrow(/is not implemented|does not belong to S3, KMS or STS/);
});

test.each<[Caller, Record<string, string>]>([
  [
    roleSession("arn:aws:iam::222222222222:role/team/Porter", "s1"),
    {
      "aws:principalarn": "arn:aws:iam::222222222222:role/team/Porter",
      "aws:principalaccount": "222222222222",
      "aws:principaltype": "AssumedRole",
      "aws:principalisawsservice": "false",
      "kms:calleraccount": "222222222222",
    },
  ],
  [
    user("arn:aws:iam::222222222222:user/team/Ann"),
    {
      "aws:principalarn": "arn:aws:iam::222222222222:user/team/Ann",
      "aws:principalaccount": "222222222222",
      "aws:principaltype": "User",
      "aws:principalisawsservice": "false",
      "aws:username": "Ann",
      "kms:calleraccount": "222222222222",
    },
  ],
  [
    accountRoot("222222222222"),
    {
      "aws:principalarn": "arn:aws:iam::222222222222:root",
      "aws:principalaccount": "222222222222",
      "aws:principaltype": "Account",
      "aws:principalisawsservice": "false",
      "kms:calleraccount": "222222222222",
    },
  ],
  [
    service("s3.amazonaws.com"),
    { "aws:principalisawsservice": "true", "aws:principalservicename": "s3.amazonaws.com" },
  ],
  [ANONYMOUS, { "aws:principaltype": "Anonymous" }],
])("what follows from the caller %j", (caller, expected) => {
  expect(Object.fromEntries(contextKeys(request("kms:Decrypt", "*", caller), OWNER))).toEqual({
    "aws:resourceaccount": OWNER,
    ...expected,
  });
});
