import { parsePolicyDocument } from "./policy-document";
import { formatEstateProblem, isEstateError, Problems } from "./problem";

function parse(document: unknown): unknown {
  const problems = new Problems();
  const json = typeof document === "string" ? document : JSON.stringify(document);
  const parsed = parsePolicyDocument(json, { address: "x.y", path: ["policy"] }, problems);
  try {
    problems.throwIfAny();
    return parsed;
  } catch (error) {
    if (!isEstateError(error)) throw error;
    expect(parsed).toBeUndefined();
    return error.problems.map(formatEstateProblem);
  }
}

const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

test.each<[string, unknown, unknown]>([
  [
    "everything that a policy may have",
    {
      Version: "2012-10-17",
      Id: "x",
      Statement: [
        {
          Sid: "A",
          Effect: "Deny",
          Principal: { AWS: ["a", "b"], Service: "c" },
          Action: ["d"],
          Resource: "e",
          Condition: { StringEquals: { f: ["g"], h: "i" } },
        },
        { Sid: "", Effect: "Allow", NotPrincipal: "*", NotAction: "j", NotResource: ["k"] },
      ],
    },
    undefined,
  ],
  ["no statement at all", { Statement: [] }, undefined],
  ["one statement", { Statement: statement }, { Statement: [statement] }],
  [
    "conditions that are no text",
    { Statement: [{ ...statement, Condition: { Bool: { a: false }, NumericEquals: { b: [1, 2.5] } } }] },
    {
      Statement: [{ ...statement, Condition: { Bool: { a: "false" }, NumericEquals: { b: ["1", "2.5"] } } }],
    },
  ],
])("%s", (_, document, expected) => {
  expect(parse(document)).toEqual(expected ?? document);
});

test.each<[string, unknown, string[]]>([
  ["no JSON", "{'", ['is not valid JSON, received "{\'"; use jsonencode to write it']],
  ["nothing", "", ['is not valid JSON, received ""; use jsonencode to write it']],
  [
    "no object",
    [statement],
    ['must be an object, received [{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]'],
  ],
  ["no statement", { Version: "2012-10-17" }, ["has no Statement, which AWS requires; add one"]],
  [
    "another version and an Id that is no text",
    { Version: "2012-10-18", Id: 1, Statement: [] },
    [
      "policy.Id: must be text, received 1",
      'policy.Version: must be "2012-10-17" or "2008-10-17", received "2012-10-18"',
    ],
  ],
  [
    "misspelt elements",
    { Statements: [], Statement: [{ ...statement, Actions: [] }] },
    [
      "policy.Statement[0].Actions: is not an element of a statement; allowed are Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition",
      "policy.Statements: is not an element of a policy; allowed are Version, Id, Statement",
    ],
  ],
  [
    "effects",
    { Statement: [{}, { Effect: "allow" }, "x"] },
    [
      'policy.Statement[0]: has no Effect; set "Allow" or "Deny"',
      'policy.Statement[1].Effect: must be "Allow" or "Deny", received "allow"',
      'policy.Statement[2]: must be an object, received "x"',
    ],
  ],
  [
    "values of other kinds",
    {
      Statement: [
        {
          Sid: null,
          Effect: "Allow",
          Principal: "arn",
          NotPrincipal: { AWS: { a: 1 } },
          Action: ["s3:*", 1],
          Resource: {},
          Condition: { StringEquals: "x", Bool: { "aws:x": null } },
        },
      ],
    },
    [
      "policy.Statement[0].Action[1]: must be text, received 1",
      'policy.Statement[0].Condition.Bool["aws:x"]: must be text, received null',
      'policy.Statement[0].Condition.StringEquals: must be an object, received "x"',
      'policy.Statement[0].NotPrincipal.AWS: must be text, received {"a":1}',
      'policy.Statement[0].Principal: must be an object, received "arn"',
      "policy.Statement[0].Resource: must be text, received {}",
      "policy.Statement[0].Sid: must be text, received null",
    ],
  ],
])("%s: %#", (_, document, expected) => {
  expect(parse(document)).toEqual(
    expected.map((line) => `x.y: ${line.startsWith("policy") ? "" : "policy: "}${line}`),
  );
});
