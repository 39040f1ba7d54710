import { A, allow, attached, B, deny, OBJECT, owned, ROLE } from "../../../test/evaluator/truth-table/case";
import { accountRoot, type Caller, roleSession, service } from "./caller";
import type { Documents } from "./decision";
import { evaluate } from "./evaluate";
import { RULES } from "./rules";

const porter = roleSession(ROLE, "s1");

function decide(documents: Documents, caller: Caller = porter, resource = OBJECT, action = "s3:GetObject") {
  return evaluate({ action, resource, caller, context: {} }, documents);
}

test("a decision names the document, its account and the statement that decided", () => {
  const identity = [
    attached("identity policy of role Porter", A, allow({ Sid: "No", Action: "ec2:*" }), allow()),
  ];
  const { allowed, rule, because } = decide({ identity, resource: owned(undefined) });
  expect({ allowed, rule }).toEqual({ allowed: true, rule: RULES.sameAccount });
  expect(because).toEqual([
    {
      layer: "identity",
      outcome: "allows",
      documents: [expect.objectContaining({ name: "identity policy of role Porter", account: A })],
      statement: { sid: undefined, index: 1 },
    },
  ]);
});

test("the first Deny in the order in which AWS asks is the reason", () => {
  const { because } = decide({
    identity: [attached("identity policy", A, deny({ Sid: "Identity" }))],
    boundary: attached("permissions boundary", A, deny({ Sid: "Boundary" })),
    resource: owned([deny({ Sid: "Bucket", Principal: "*" })]),
  });
  expect(because.map(({ statement }) => statement?.sid)).toEqual(["Bucket"]);
});

test("one document under two names is named as it is attached", () => {
  const first = attached("policy of role One", A, allow({ Sid: "Any" }));
  const other = { ...first, name: "policy of role Other" };
  const named = (documents: Partial<Documents>) =>
    decide({ resource: owned(undefined), ...documents }).chain.map(({ layer, documents: [one] }) => [
      layer,
      one?.name,
    ]);
  for (const identity of [[first], [other], [first]])
    expect(named({ identity })).toContainEqual(["identity", identity[0]?.name]);
  expect(named({ identity: [first], boundary: first })).toEqual([
    ["resource", "resource policy"],
    ["identity", "policy of role One"],
    ["boundary", "policy of role One"],
  ]);
});

test("an error names the document", () => {
  const identity = [
    attached("identity policy of role Porter", A, allow(), { ...allow(), Sid: "X", NotAction: "*" }),
  ];
  expect(() => decide({ identity, resource: owned(undefined) })).toThrow(
    "the identity policy of role Porter in account 111111111111: statement X: a statement cannot have both Action and NotAction",
  );
});

test("a value of the request that cannot be compared is blamed on the document that compares it", () => {
  const identity = [
    attached("identity policy", A, allow({ Condition: { IpAddress: { "aws:PrincipalArn": "10.0.0.0/8" } } })),
  ];
  expect(() => decide({ identity, resource: owned(undefined) })).toThrow(
    `the identity policy in account 111111111111: "${ROLE}" is not an IP address`,
  );
});

test.each<[string, Documents, Caller, string]>([
  [
    "another account's identity policy",
    { identity: [attached("x", B, allow())], resource: owned(undefined) },
    porter,
    "the x is in account 222222222222, but the caller is in 111111111111",
  ],
  [
    "a service with identity policies",
    { identity: [attached("x", A, allow())], resource: owned(undefined) },
    service("s3.amazonaws.com"),
    "only a role or a user has identity policies",
  ],
  [
    "a root user with a boundary",
    { boundary: attached("x", A, allow()), resource: owned(undefined) },
    accountRoot(A),
    "only a role or a user has identity policies",
  ],
])("%s is refused", (_what, documents, caller, problem) => {
  expect(() => decide(documents, caller)).toThrow(problem);
});

test("an action without a resource belongs to the caller's account, and meets no resource policy", () => {
  expect(() => decide({ resource: owned(undefined, B) }, porter, "*", "kms:CreateKey")).toThrow(
    "an action without a resource belongs to the caller's account, 111111111111",
  );
  expect(() => decide({ resource: owned([]) }, porter, "*", "kms:CreateKey")).toThrow(
    "an action without a resource has no resource policy",
  );
});

test("no session policies are no cap", () => {
  const identity = [attached("identity policy", A, allow())];
  expect(decide({ identity, session: [], resource: owned(undefined) }).allowed).toBe(true);
});
