import { accountsOf } from "./accounts";

test("what the user says wins over the configuration", () => {
  const providers = [
    { key: "aws", allowedAccountIds: ["111111111111"], assumedRoleArn: "arn:aws:iam::222222222222:role/x" },
    { key: "aws.b", assumedRoleArn: "arn:aws:iam::222222222222:role/x" },
    { key: "aws.c", allowedAccountIds: ["333333333333"] },
  ];
  expect([...accountsOf(providers, { "aws.c": "444444444444" })]).toEqual([
    ["aws", "111111111111"],
    ["aws.b", "222222222222"],
    ["aws.c", "444444444444"],
  ]);
});

test("a single provider without an account gets one that is made up", () => {
  expect([...accountsOf([{ key: "aws" }], {})]).toEqual([["aws", "000000000000"]]);
});

test("several allowed accounts say nothing", () => {
  const providers = [{ key: "aws", allowedAccountIds: ["111111111111", "222222222222"] }, { key: "aws.b" }];
  expect(() => accountsOf(providers, { "aws.b": "333333333333" })).toThrow(
    "the configuration does not name the account of a provider; add --account aws=<id>",
  );
});
