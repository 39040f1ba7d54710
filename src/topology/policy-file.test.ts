import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPolicyFile } from "./policy-file";

const folder = mkdtempSync(join(tmpdir(), "s3porter-"));
const file = join(folder, "lake.json");
afterAll(() => rmSync(folder, { recursive: true }));

function problemsOf(text: string): string[] {
  writeFileSync(file, text);
  const read = readPolicyFile(file);
  if (read.kind !== "invalid") throw new Error(`the file is ${read.kind}`);
  return read.problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

const ALLOW = {
  Sid: "Team A",
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::333333333333:root"] },
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::acme-lake/*",
  Condition: { Bool: { "aws:SecureTransport": true } },
};

test.each([
  { Version: "2012-10-17", Statement: [ALLOW] },
  { Id: "old", Statement: ALLOW },
  { Statement: [] },
])("reads a policy as it is: %j", (policy) => {
  writeFileSync(file, `\uFEFF${JSON.stringify(policy, undefined, "\t")}`);
  expect(readPolicyFile(file)).toEqual({ kind: "policy", policy });
});

test("says that a file cannot be read", () => {
  expect(readPolicyFile(join(folder, "other.json"))).toEqual({ kind: "unreadable", code: "ENOENT" });
});

test("says where the JSON is wrong", () => {
  expect(problemsOf('{\n  "Version": "2012-10-17",\n  "Statement": [\n  ],\n}')).toEqual([
    '5:1 : is not valid JSON: expected a key in double quotes, found "}"',
  ]);
});

test.each([
  [{}, ['1:1 Statement: "Statement" is missing']],
  [[], ["1:1 : is not a policy; it must be a JSON object with Statement"]],
  [
    { Policy: JSON.stringify({ Statement: [ALLOW] }) },
    [
      "1:1 : has the policy as text, as the AWS CLI answers; fetch it again with --query Policy --output text",
    ],
  ],
  [
    { Statement: [{ ...ALLOW, Effect: "allow" }] },
    ['1:40 Statement[0].Effect: unknown value "allow"; allowed are Allow, Deny'],
  ],
  [
    { Statement: [{ ...ALLOW, Principals: "*" }] },
    [
      '1:215 Statement[0].Principals: unknown key "Principals"; allowed are Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition',
    ],
  ],
  [
    { Statement: [{ ...ALLOW, Principal: undefined }] },
    ["1:15 Statement[0]: the statement has no Principal; write Principal or NotPrincipal"],
  ],
  [
    { Statement: [{ ...ALLOW, NotAction: "s3:PutObject" }] },
    ["1:15 Statement[0]: the statement has Action and NotAction; write one of them"],
  ],
  [
    { Version: "2012-10-18", Statement: [ALLOW] },
    ['1:12 Version: unknown value "2012-10-18"; allowed are 2008-10-17, 2012-10-17'],
  ],
])("says why %j is no policy", (policy, expected) => {
  expect(problemsOf(JSON.stringify(policy))).toEqual(expected);
});
