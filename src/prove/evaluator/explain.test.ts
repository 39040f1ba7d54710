import {
  A,
  allow,
  attached,
  B,
  deny,
  KEY,
  OBJECT,
  owned,
  ROLE,
  ROOT_A,
} from "../../../test/evaluator/truth-table/case";
import { accountRoot, ANONYMOUS, type Caller, roleSession, service } from "./caller";
import type { Documents } from "./decision";
import { evaluate } from "./evaluate";
import { explain, explainChain } from "./explain";

const porter = roleSession(ROLE, "s1");
const identity = [
  attached("identity policy of role Porter", A, allow({ Sid: "GetFromSource", Action: "s3:*" })),
];
const policyOf = (resource: Documents["resource"]) => ({ ...resource, name: "bucket policy of acme" });

function reason(
  documents: Documents,
  caller: Caller = porter,
  action = "s3:GetObject",
  resource = OBJECT,
): string {
  return explain(evaluate({ action, resource, caller, context: {} }, documents));
}

test("across accounts both sides allow it", () => {
  const documents = {
    identity,
    resource: policyOf(owned([allow({ Sid: "GetForPorter", Principal: { AWS: ROOT_A } })], B)),
  };
  expect(reason(documents)).toBe(
    [
      "allowed together: across accounts, both the caller's policies and the resource's policy must allow it",
      "  statement GetForPorter of the bucket policy of acme in account 222222222222 allows it, naming the account",
      "  statement GetFromSource of the identity policy of role Porter in account 111111111111 allows it",
    ].join("\n"),
  );
});

test("across accounts one side is silent", () => {
  expect(reason({ identity, resource: policyOf(owned([allow({ Principal: { AWS: B } })], B)) })).toBe(
    [
      "not allowed: across accounts, both the caller's policies and the resource's policy must allow it",
      "  no statement of the bucket policy of acme in account 222222222222 matches",
    ].join("\n"),
  );
});

test("a missing policy is named", () => {
  expect(reason({ resource: policyOf(owned(undefined, B)) })).toBe(
    [
      "not allowed: across accounts, both the caller's policies and the resource's policy must allow it",
      "  there is no bucket policy of acme in account 222222222222",
      "  there is no identity policy of role Porter in account 111111111111",
    ].join("\n"),
  );
});

test("a Deny is named, by its number if it has no Sid", () => {
  const resource = policyOf(owned([allow({ Principal: "*" }), deny({ Principal: "*" })]));
  expect(reason({ identity, resource })).toBe(
    [
      "denied: an explicit Deny in any policy overrides every Allow",
      "  statement number 2 of the bucket policy of acme in account 111111111111 denies it",
    ].join("\n"),
  );
});

test("several silent policies are all named", () => {
  const two = [...identity, attached("policy Other of role Porter", A, allow({ Action: "ec2:*" }))];
  const key = {
    ...owned([allow({ Sid: "EnableIAMPolicies", Principal: { AWS: ROOT_A } })]),
    name: "key policy of source",
  };
  expect(reason({ identity: two, resource: key }, porter, "kms:Decrypt", KEY)).toBe(
    [
      "not allowed: the key policy must name the caller, or delegate to the account, where an identity policy must allow it",
      "  no statement of the identity policy of role Porter in account 111111111111 or the policy Other of role Porter in account 111111111111 matches",
    ].join("\n"),
  );
});

test.each<[string, string, Caller]>([
  ["everyone", "naming everyone", porter],
  ["everyone unsigned", "naming everyone", ANONYMOUS],
  ["a service", "naming everyone", service("s3.amazonaws.com")],
])("a grant to %s", (_whom, text, caller) => {
  expect(reason({ resource: owned([allow({ Sid: "Open", Principal: "*" })]) }, caller)).toContain(
    `statement Open of the resource policy in account 111111111111 allows it, ${text}`,
  );
});

test("the root user needs no statement", () => {
  expect(reason({ resource: owned(undefined) }, accountRoot(A))).toContain(
    "the root user in account 111111111111 can do everything there",
  );
});

test("what AWS never allows needs no policy to say so", () => {
  const resource = { ...owned(undefined, B), name: "key policy of source" };
  expect(reason({ identity, resource }, porter, "kms:PutKeyPolicy", KEY.replace(A, B))).toBe(
    "not allowed: other accounts can use a key, but not administer it, regardless of policies",
  );
});

test("the chain says what every layer said, and where the rule is from", () => {
  const boundary = attached(
    "permissions boundary of role Porter",
    A,
    allow({ Sid: "OnlyKms", Action: "kms:*" }),
  );
  const organizations = { [A]: { serviceControl: [[attached("FullAWSAccess", A, allow())]] } };
  const request = { action: "s3:GetObject", resource: OBJECT, caller: porter, context: {} };
  const documents = { identity, boundary, organizations, resource: policyOf(owned(undefined)) };
  expect(explainChain(evaluate(request, documents))).toBe(
    [
      "not allowed: within one account, the caller's policies or the bucket policy must allow it",
      "  no statement of the permissions boundary of role Porter in account 111111111111 matches",
      "  there is no bucket policy of acme in account 111111111111",
      "evaluated in this order:",
      "  statement number 1 of the FullAWSAccess in account 111111111111 allows it",
      "  there is no bucket policy of acme in account 111111111111",
      "  statement GetFromSource of the identity policy of role Porter in account 111111111111 allows it",
      "  no statement of the permissions boundary of role Porter in account 111111111111 matches",
      "see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html#policy-eval-basics-id-rdp",
    ].join("\n"),
  );
});
