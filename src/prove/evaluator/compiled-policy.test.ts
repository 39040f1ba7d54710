import { compiledPolicy } from "./compiled-policy";
import type { PolicyType } from "./compiled-statement";

const ALLOW = { Effect: "Allow", Action: "s3:*", Resource: "*" };
const EVERYONE = { ...ALLOW, Principal: "*" };

test("a document is compiled once for each way to use it", () => {
  const document = { Version: "2012-10-17", Statement: ALLOW };
  expect(compiledPolicy(document, "identity")).toBe(compiledPolicy(document, "identity"));
  expect(compiledPolicy(document, "identity")).not.toBe(compiledPolicy(document, "service control"));
});

test("statements are told apart by their effect", () => {
  const { allows, denies } = compiledPolicy(
    { Statement: [ALLOW, { ...ALLOW, Sid: "No", Effect: "Deny" }] },
    "identity",
  );
  expect(allows.map(({ sid, index }) => [sid, index])).toEqual([[undefined, 0]]);
  expect(denies.map(({ sid, index }) => [sid, index])).toEqual([["No", 1]]);
});

test.each<[string, PolicyType, object, string]>([
  ["an unknown element of a document", "identity", { Statements: [] }, "the element Statements is unknown"],
  ["a version of the future", "identity", { Version: "2030-01-01", Statement: [] }, "is unknown"],
  ["no statement", "identity", { Version: "2012-10-17" }, "the document has no Statement"],
  ["a statement that is none", "identity", { Statement: ["x"] }, 'statement 1: "x" is not a statement'],
  [
    "an unknown element",
    "identity",
    { Statement: { ...ALLOW, Resources: "*" } },
    "the element Resources is unknown",
  ],
  [
    "a Sid that is not a string",
    "identity",
    { Statement: { ...ALLOW, Sid: 1 } },
    "the Sid 1 is not a string",
  ],
  ["no Effect", "identity", { Statement: { Action: "*", Resource: "*" } }, "the Effect undefined is neither"],
  [
    "another Effect",
    "identity",
    { Statement: { ...ALLOW, Effect: "allow" } },
    'the Effect "allow" is neither',
  ],
  ["a Principal where none belongs", "identity", { Statement: EVERYONE }, "cannot have a Principal"],
  [
    "a Principal in a service control policy",
    "service control",
    { Statement: EVERYONE },
    "cannot have a Principal",
  ],
  ["no Principal", "bucket", { Statement: ALLOW }, "a statement of a bucket policy must have a Principal"],
  ["NotPrincipal", "bucket", { Statement: { ...ALLOW, NotPrincipal: "*" } }, "NotPrincipal is not evaluated"],
  ["Action twice", "identity", { Statement: { ...ALLOW, NotAction: "*" } }, "both Action and NotAction"],
  [
    "Resource twice",
    "identity",
    { Statement: { ...ALLOW, NotResource: "*" } },
    "both Resource and NotResource",
  ],
  ["no Action", "identity", { Statement: { Effect: "Deny", Resource: "*" } }, "neither Action nor NotAction"],
  [
    "no Resource",
    "bucket",
    { Statement: { ...EVERYONE, Resource: undefined } },
    "neither Resource nor NotResource",
  ],
  ["no actions", "identity", { Statement: { ...ALLOW, Action: [] } }, "Action is empty"],
  [
    "an action that is none",
    "identity",
    { Statement: { ...ALLOW, Action: "GetObject" } },
    "is not an action",
  ],
  [
    "a wildcard in the service",
    "identity",
    { Statement: { ...ALLOW, Action: "s*:Get" } },
    "is not an action",
  ],
  [
    "an action that is not a string",
    "identity",
    { Statement: { ...ALLOW, Action: [1] } },
    "1 is not a valid Action",
  ],
  ["a Resource in a trust policy", "trust", { Statement: EVERYONE }, "a trust policy cannot have a Resource"],
  ["a Condition that is none", "identity", { Statement: { ...ALLOW, Condition: "x" } }, "is not an object"],
  [
    "an operator without keys",
    "identity",
    { Statement: { ...ALLOW, Condition: { Bool: "x" } } },
    "is not an object",
  ],
  [
    "a resource control policy for some",
    "resource control",
    { Statement: { ...EVERYONE, Effect: "Deny", Principal: { AWS: "*" } } },
    'is always "*"',
  ],
  [
    "a resource control policy that allows",
    "resource control",
    { Statement: { ...EVERYONE, Sid: "A" } },
    "statement A: a resource control policy can only deny",
  ],
])("%s is refused", (_what, kind, document, problem) => {
  expect(() => compiledPolicy(document, kind)).toThrow(problem);
});

test("AWS's own resource control policy allows everything, and so nothing more", () => {
  const own = { Statement: { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" } };
  expect(compiledPolicy(own, "resource control").denies).toEqual([]);
});
