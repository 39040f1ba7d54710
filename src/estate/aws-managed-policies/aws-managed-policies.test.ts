import { statSync } from "node:fs";
import { join } from "node:path";
import { parsePolicyDocument } from "../policy-document";
import { Problems } from "../problem";
import data from "./aws-managed-policies.json";
import { awsManagedPolicy, whyUnknown } from "./aws-managed-policies";

const arn = (name: string, partition = "aws") => `arn:${partition}:iam::aws:policy/${name}`;
const statements = (name: string) => awsManagedPolicy(arn(name), "aws")?.document.Statement;

test.each([
  "AdministratorAccess",
  "PowerUserAccess",
  "ReadOnlyAccess",
  "SecurityAudit",
  "job-function/ViewOnlyAccess",
  "AmazonS3FullAccess",
  "AmazonS3ReadOnlyAccess",
  "AWSKeyManagementServicePowerUser",
  "service-role/AWSBackupServiceRolePolicyForBackup",
  "service-role/AmazonElasticMapReduceforEC2Role",
])("%s is known", (name) => {
  const found = awsManagedPolicy(arn(name), "aws");
  expect(found?.name).toBe(name.replace(/.*\//, ""));
  expect(found?.document.Statement).not.toEqual([]);
});

test("one says what it says of S3, KMS and STS alone", () => {
  expect(statements("AdministratorAccess")).toEqual([{ Effect: "Allow", Action: ["*"], Resource: "*" }]);
  expect(statements("AmazonS3FullAccess")).toEqual([{ Effect: "Allow", Action: ["s3:*"], Resource: "*" }]);
  expect(statements("AWSDenyAll")).toMatchObject([{ Effect: "Deny", Action: ["*"] }]);
  expect(statements("PowerUserAccess")).toMatchObject([
    { NotAction: ["iam:*", "organizations:*", "account:*"] },
  ]);
  expect(statements("CloudWatchAgentServerPolicy")).toEqual([]);
});

test("in another partition it says the same of that partition", () => {
  const name = "AWSLambda_FullAccess";
  expect(JSON.stringify(awsManagedPolicy(arn(name, "aws-cn"), "aws-cn")?.document)).toBe(
    JSON.stringify(awsManagedPolicy(arn(name), "aws")?.document).replaceAll("arn:aws:", "arn:aws-cn:"),
  );
  expect(awsManagedPolicy(arn(name), "aws-cn")).toBeUndefined();
});

test.each([
  [
    "arn:aws:iam::aws:policy/AdministratorAcess",
    "which is not among the policies of AWS that are known (as of 20",
  ],
  // Policies are found by their path too.
  [
    "arn:aws:iam::aws:policy/ViewOnlyAccess",
    "which is not among the policies of AWS that are known (as of 20",
  ],
  ["arn:aws-cn:iam::aws:policy/AdministratorAccess", "which does not exist in the partition aws"],
  ["arn:aws:iam::111111111111:policy/AdministratorAccess", "which is not in this Terraform"],
])("%s is not known", (unknown, why) => {
  expect(awsManagedPolicy(unknown, "aws")).toBeUndefined();
  expect(whyUnknown(unknown, "aws")).toContain(why);
});

test("all of them are well-formed", () => {
  const problems = new Problems();
  for (const Statement of Object.values(data.policies)) {
    const json = JSON.stringify({ Statement });
    const document = parsePolicyDocument(json, { address: "x", path: [] }, problems);
    expect(JSON.stringify(document)).toBe(json);
  }
  expect(problems.areNone).toBe(true);
  expect(Object.keys(data.policies).length + data.others.length).toBeGreaterThan(1200);
});

test("the data stay small", () => {
  expect(statSync(join(__dirname, "aws-managed-policies.json")).size).toBeLessThan(300 * 1024);
});
