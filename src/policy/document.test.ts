import { type Statement, sidPart, reasonsOf, toDocument } from "./document";

const statement: Statement = { sid: "Read", actions: ["s3:GetObject"], because: "a test", source: "none" };

test("a single value is a plain string, several are sorted and unique", () => {
  const [one, several] = toDocument([
    statement,
    { ...statement, sid: "Write", actions: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:PutObject"] },
  ]).Statement;
  expect(one?.Action).toBe("s3:GetObject");
  expect(several?.Action).toEqual(["s3:AbortMultipartUpload", "s3:PutObject"]);
});

test("why a statement exists is not part of the document", () => {
  expect(toDocument([statement])).toEqual({
    Version: "2012-10-17",
    Statement: [{ Sid: "Read", Effect: "Allow", Action: "s3:GetObject" }],
  });
});

test("principals, resources and condition values are canonical too", () => {
  const [rendered] = toDocument([
    {
      ...statement,
      principal: { AWS: ["b", "a"] },
      resources: ["only"],
      conditions: {
        StringLike: { "s3:prefix": ["out/*", "in/*"] },
        Bool: { "aws:SecureTransport": "false" },
      },
    },
  ]).Statement;
  expect(rendered?.Principal).toEqual({ AWS: ["a", "b"] });
  expect(rendered?.Resource).toBe("only");
  expect(rendered?.Condition).toEqual({
    StringLike: { "s3:prefix": ["in/*", "out/*"] },
    Bool: { "aws:SecureTransport": "false" },
  });
});

test("a Sid that occurs again is numbered", () => {
  const sids = toDocument([statement, statement, { ...statement, sid: "Read2" }, statement]).Statement.map(
    ({ Sid }) => Sid,
  );
  expect(sids).toEqual(["Read", "Read2", "Read22", "Read3"]);
});

test.each([
  ["source", "Source"],
  ["in_box", "InBox"],
  ["in-box", "InBox"],
  ["inBox", "InBox"],
  ["_x9", "X9"],
])("%s becomes %s in a Sid", (name, expected) => {
  expect(sidPart(name)).toBe(expected);
});

test("a document remembers why each of its statements is there, for AWS has no place for it", () => {
  const statement = {
    sid: "Get",
    actions: ["s3:GetObject"],
    because: "to read",
    source: "https://docs.aws.amazon.com/x",
  };
  const document = toDocument([statement, { ...statement, because: "to read more" }]);
  expect([...reasonsOf(document)]).toEqual([
    ["Get", { because: "to read", source: "https://docs.aws.amazon.com/x" }],
    ["Get2", { because: "to read more", source: "https://docs.aws.amazon.com/x" }],
  ]);
});
