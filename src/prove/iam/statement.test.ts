import { parseDocument, parseStatement, statementName } from "./statement";

const ALLOW = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

test("a single value stands for a list of one, and a missing element is empty", () => {
  expect(parseStatement({ ...ALLOW, Sid: "Get" }, 3)).toMatchObject({
    sid: "Get",
    index: 3,
    effect: "Allow",
    actions: ["s3:GetObject"],
    notActions: [],
    resources: ["*"],
    notResources: [],
    conditions: [],
    requiredPrincipals: undefined,
  });
  expect(parseStatement({ Effect: "Deny", NotAction: ["s3:*", "kms:*"], NotResource: "a" }, 0)).toMatchObject(
    {
      sid: undefined,
      actions: [],
      notActions: ["s3:*", "kms:*"],
      notResources: ["a"],
    },
  );
});

test("the principals that aws:PrincipalArn requires", () => {
  const required = (Condition: object) => parseStatement({ ...ALLOW, Condition }, 0).requiredPrincipals;
  expect(required({ ArnEquals: { "AWS:principalarn": "a" } })).toEqual(["a"]);
  expect(
    required({ ArnLike: { "aws:PrincipalArn": ["a", "b*"] }, StringEquals: { "aws:PrincipalArn": "c" } }),
  ).toEqual(["a", "b*", "c"]);
  expect(required({ ArnNotEquals: { "aws:PrincipalArn": "a" } })).toBeUndefined();
  expect(required({ ArnEqualsIfExists: { "aws:PrincipalArn": "a" } })).toBeUndefined();
});

test("a document is taken apart once", () => {
  const document = { Version: "2012-10-17", Statement: ALLOW };
  expect(parseDocument(document)).toBe(parseDocument(document));
  expect(parseDocument(document).statements.map(({ index }) => index)).toEqual([0]);
});

test.each([
  [{ Version: "2012-10-17", Statement: [] }, true],
  [{ Version: "2008-10-17", Statement: [] }, false],
  [{ Statement: [] }, false],
])("whether %j has policy variables: %s", (document, expected) => {
  expect(parseDocument(document).hasVariables).toBe(expected);
});

test("an error says which statement it is about", () => {
  const document = {
    Statement: [ALLOW, { ...ALLOW, Sid: "Odd", Resources: "*" }, { ...ALLOW, Effect: "allow" }],
  };
  expect(() => parseDocument(document)).toThrow("statement Odd: the element Resources is unknown");
  expect(() => parseDocument({ Statement: [ALLOW, "x"] })).toThrow('statement 2: "x" is not a statement');
});

test.each([
  ["Get", 0, "statement Get"],
  ["", 1, "statement 2"],
  [undefined, 0, "statement 1"],
])("the statement with Sid %p at %p is %s", (sid, index, name) => {
  expect(statementName({ sid, index })).toBe(name);
});
