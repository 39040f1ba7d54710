import { readPolicyFile } from "./fetched-policy";

const document = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*" }],
};
const json = JSON.stringify(document);
const read = (content: unknown) => readPolicyFile({ name: "f.json", content });

test.each([
  ["a document alone", document, {}],
  ["aws s3api get-bucket-policy", { Policy: json }, {}],
  ["aws kms get-key-policy", { Policy: json, PolicyName: "default" }, { policyName: "default" }],
  [
    "aws iam get-role-policy",
    { RoleName: "etl", PolicyName: "read", PolicyDocument: document },
    { policyName: "read", owner: { kind: "role", name: "etl" } },
  ],
  [
    "aws iam get-user-policy",
    { UserName: "ann", PolicyName: "read", PolicyDocument: document },
    { policyName: "read", owner: { kind: "user", name: "ann" } },
  ],
  ["aws iam get-policy-version", { PolicyVersion: { Document: document, VersionId: "v3" } }, {}],
  ["URL-encoded, as the API returns it", { PolicyVersion: { Document: encodeURIComponent(json) } }, {}],
  [
    "aws iam get-role",
    {
      Role: {
        RoleName: "etl",
        Arn: "arn:aws:iam::111111111111:role/jobs/etl",
        AssumeRolePolicyDocument: encodeURIComponent(json),
        PermissionsBoundary: { PermissionsBoundaryArn: "arn:aws:iam::111111111111:policy/B" },
        Tags: [{ Key: "team", Value: "data" }],
      },
    },
    {
      owner: { kind: "role", name: "etl", arn: "arn:aws:iam::111111111111:role/jobs/etl" },
      permissionsBoundary: "arn:aws:iam::111111111111:policy/B",
      tags: { team: "data" },
    },
  ],
])("%s", (_, content, more) => {
  expect(read(content)).toEqual({ file: "f.json", json, ...more });
});

test("aws iam get-policy has no document", () => {
  const content = { Policy: { PolicyName: "read", Arn: "arn:aws:iam::111111111111:policy/read" } };
  expect(() => read(content)).toThrow(/^f.json is the output of aws iam get-policy,.*get-policy-version$/);
});

test.each([[{}], ["hello"], [[]], [null], [{ Policy: "%7B%" }]])("%j has no policy document", (content) => {
  expect(() => read(content)).toThrow(/^f.json has no policy document, but .*give a document with Statement/);
});
