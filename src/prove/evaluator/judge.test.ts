import { textsOf } from "./unknown";
import { roleSession } from "./caller";
import type { Attached, Documents } from "./decision";
import { judge } from "./judge";

const A = "111111111111";
const B = "222222222222";
const caller = roleSession(`arn:aws:iam::${B}:role/Porter`, "s1");
const OBJECT = "arn:aws:s3:::acme/in/a.csv";

const ALLOW = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*" };
const NAMED = { ...ALLOW, Principal: { AWS: `arn:aws:iam::${B}:role/Porter` } };
const UNREADABLE = { ...ALLOW, Principal: { CanonicalUser: "79a59df9" } };
const NOT_PRINCIPAL = { ...NAMED, Effect: "Deny", Principal: undefined, NotPrincipal: NAMED.Principal };

function documents(identity: readonly object[], bucket: readonly object[], more: Partial<Attached> = {}) {
  return {
    identity: [{ name: "own policy", account: B, document: policy(identity) }],
    resource: { name: "bucket policy", account: A, document: policy(bucket), ...more },
  } satisfies Documents;
}

function policy(statements: readonly object[]): object {
  const kept: unknown = JSON.parse(JSON.stringify(statements));
  return { Version: "2012-10-17", Statement: kept };
}

test.each<[string, Documents, string]>([
  ["both sides allow it", documents([ALLOW], [NAMED]), "allowed"],
  ["one side does not", documents([ALLOW], []), "refused"],
  ["a statement cannot be judged, and another allows it", documents([ALLOW], [UNREADABLE, NAMED]), "allowed"],
  ["a Deny cannot be judged", documents([ALLOW], [NAMED, NOT_PRINCIPAL]), "statement 2 of the bucket policy"],
  ["… but nothing allows it anyway", documents([], [NAMED, NOT_PRINCIPAL]), "refused"],
  [
    "… but it is about another action",
    documents([ALLOW], [NAMED, { ...NOT_PRINCIPAL, Action: "s3:PutObject" }]),
    "allowed",
  ],
  ["an Allow cannot be judged", documents([ALLOW], [UNREADABLE]), "CanonicalUser"],
  [
    "… but is about other objects",
    documents([ALLOW], [{ ...UNREADABLE, Resource: "arn:aws:s3:::acme/out/*" }]),
    "refused",
  ],
  [
    "the policy is not known",
    documents([ALLOW], [], { unknown: "is elsewhere" }),
    "bucket policy in account 111111111111 is elsewhere",
  ],
  ["… but nothing else allows it", documents([], [], { unknown: "is elsewhere" }), "refused"],
  [
    "a part of the policy is not known, and denies nothing",
    documents([ALLOW], [NAMED], { unknown: "may have more", restOnlyAllows: true }),
    "allowed",
  ],
  [
    "a known Deny decides whatever the rest is",
    documents([ALLOW], [{ ...NAMED, Effect: "Deny" }], { unknown: "is elsewhere" }),
    "refused",
  ],
  [
    "the document is not a policy",
    documents([ALLOW], [], { document: { Version: "2030-01-01", Statement: [] } }),
    "2030-01-01",
  ],
])("%s", (_, given, expected) => {
  expect(answer(given)).toContain(expected);
});

test("a key that a request may have decides only where a policy uses it", () => {
  const inVpc = { ...ALLOW, Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } };
  const mayHave = (key: string) => key === "aws:sourcevpce";
  expect(answer(documents([inVpc], [NAMED]), mayHave)).toContain("depends on aws:sourcevpce");
  expect(answer(documents([inVpc, ALLOW], [NAMED]), mayHave)).toBe("allowed");
  expect(answer(documents([inVpc], [NAMED]))).toBe("refused");
});

function answer(given: Documents, mayHave?: (key: string) => boolean): string {
  const request = {
    action: "s3:GetObject",
    resource: OBJECT,
    caller,
    context: {},
    ...(mayHave && { mayHave }),
  };
  const { decision, unknown } = judge(request, given);
  return decision ? (decision.allowed ? "allowed" : "refused") : textsOf(unknown).join();
}
