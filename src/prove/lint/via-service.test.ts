import { flawsOf, problemsOf } from "../../../test/fixtures/lint-estate";
import { viaService } from "./via-service";

const EAST = "${aws_kms_key.source.arn}";
const WEST = "arn:aws:kms:us-west-2:111111111111:key/x";
const allow = (value: unknown, Resource: unknown, operator = "StringEquals") => ({
  Effect: "Allow",
  Action: "kms:Decrypt",
  Resource,
  Condition: { [operator]: { "kms:ViaService": value } },
});
const IDENTITY = "statement number 3 of the identity policy copy of role Porter";
const KEY = "statement number 3 of the key policy of aws_kms_key.source";

test.each<[object, string, string]>([
  [
    allow("s3.us-east-1.amazonaws.com", WEST),
    "its key is in us-west-2, where s3.us-east-1.amazonaws.com cannot use it",
    "use the service in the key's region, such as s3.us-west-2.amazonaws.com",
  ],
  [
    allow("s3.us-east-1.amazonaws.com", [EAST, WEST]),
    "its key is in us-west-2, where s3.us-east-1.amazonaws.com cannot use it",
    "use the service in the key's region, such as s3.us-west-2.amazonaws.com",
  ],
  [
    allow(["s3.us-east-1.amazonaws.com", "s3.eu-west-1.amazonaws.com"], EAST),
    "its keys are in us-east-1, where s3.eu-west-1.amazonaws.com cannot use them",
    "use the service in the key's region, such as s3.us-east-1.amazonaws.com",
  ],
  [
    allow("s3.us-east-1.amazonaws.com.cn", EAST),
    "kms:ViaService is never s3.us-east-1.amazonaws.com.cn: it ends in .amazonaws.com in China too",
    "use s3.us-east-1.amazonaws.com",
  ],
])("%j", (identity, problem, repair) => {
  const [flaw, ...others] = flawsOf(viaService, { identity: [identity as Record<string, unknown>] });
  expect(others).toEqual([]);
  expect(flaw?.problem).toBe(`${IDENTITY}: ${problem}`);
  expect(flaw?.repair).toBe(repair);
});

test("a key policy is about its key's region", () => {
  const key = [{ ...allow("s3.us-west-2.amazonaws.com", "*"), Principal: "*" }];
  expect(problemsOf(viaService, { key })).toEqual([
    `${KEY}: its key is in us-east-1, where s3.us-west-2.amazonaws.com cannot use it`,
  ]);
});

test.each([
  allow(["s3.us-east-1.amazonaws.com", "s3.us-west-2.amazonaws.com"], [EAST, WEST]),
  allow("s3.*.amazonaws.com", [EAST, WEST], "StringLike"),
  allow("ec2.us-east-1.amazonaws.com", EAST),
  allow("s3.eu-west-1.amazonaws.com", "*"),
  allow("s3.eu-west-1.amazonaws.com", EAST, "StringNotEquals"),
])("%j is right", (identity) => {
  expect(problemsOf(viaService, { identity: [identity] })).toEqual([]);
});
