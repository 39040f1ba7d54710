import { stackCase } from "../../../test/fixtures/stack-case";
import { isAllowed } from "../../report/explanation-text";
import { explain } from "./explain";

function ask(stack: string, as: string, what: string, on: string) {
  const { topology, intents, estate } = stackCase(stack);
  return explain({ as, do: what, on }, topology, { intents, estate });
}

test.each<[string, string, string, string, boolean]>([
  ["copy-with-role", "porter", "s3:GetObject", "source", true],
  ["copy-with-role", "porter", "s3:PutObject", "source", false],
  ["copy-with-role", "porter", "kms:Decrypt", "source", true],
  ["copy-with-role", "porter", "kms:GenerateDataKey", "source", false],
  ["copy-with-role", "porter", "aws s3 cp --recursive", "source", true],
  ["copy-with-role", "porter", "aws s3 sync", "source", false],
  ["copy-with-role", "porter", "decrypting without S3", "source", false],
  ["copy-with-user", "sync", "aws s3 sync", "source", true],
  ["replication", "s3.amazonaws.com", "sts:AssumeRole", "acme-replication", true],
  ["replication", "acme-replication", "replication", "source", true],
  ["replication", "ec2.amazonaws.com", "sts:AssumeRole", "acme-replication", false],
  ["shared-with-account", "partner", "s3:PutObject", "shared", true],
  ["shared-with-account", "ann", "aws s3 rm", "shared", false],
  ["shared-with-account", "*", "s3:GetObject", "shared", false],
])("of %s, %s may do %s on %s: %p", (stack, as, what, on, expected) => {
  const explanation = ask(stack, as, what, on);
  expect(explanation.answers.length).toBeGreaterThan(0);
  expect(isAllowed(explanation)).toBe(expected);
});

test("things are called as people know them", () => {
  expect(ask("copy-with-role", "porter", "kms:decrypt", "source")).toMatchObject({
    who: "S3Porter",
    what: "kms:Decrypt",
    on: "aws_kms_key.source",
  });
  expect(ask("copy-with-role", "porter", "AWS s3 CP", "source")).toMatchObject({
    what: "aws s3 cp",
    on: "acme-source to acme-destination",
  });
  expect(ask("copy-with-role", "porter", "s3:ListAllMyBuckets", "source").on).toBe("any resource");
});

test("what is not allowed comes with what is nearest to allowing it", () => {
  const { answers } = ask("copy-with-role", "porter", "s3:PutObject", "source");
  expect(answers[0]?.nearest.map(({ sid }) => sid)).toContain("PutDestination");
  expect(ask("copy-with-role", "porter", "s3:GetObject", "source").answers[0]?.nearest).toEqual([]);
});

test.each<[string, string, string, string]>([
  [
    "arn:aws:iam::222222222222:user/destination-admin",
    "sts:AssumeRole",
    "porter",
    "policies of destination-admin that the stack does not know could only deny it",
  ],
  [
    "arn:aws:iam::222222222222:role/Other",
    "s3:GetObject",
    "destination",
    "policies of Other that the stack does not know could allow it, for nothing else stands in the way",
  ],
  [
    "arn:aws:iam::333333333333:user/Eve",
    "s3:GetObject",
    "source",
    "no policies of Eve that the stack does not know could allow it",
  ],
])("of %s, nobody knows all policies", (as, what, on, note) => {
  expect(ask("copy-with-role", as, what, on).assumed).toContain(note);
});
