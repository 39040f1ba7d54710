import { renderValue } from "./hcl/hcl";
import { policyDocument } from "./policy-hcl";

test("a document, in the order of its grammar, with the reasons for its statements", () => {
  const document = {
    Statement: [
      {
        Action: "s3:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
        Effect: "Deny",
        Principal: "*",
        Resource: ["arn:aws:s3:::acme", "arn:aws:s3:::acme/*"],
        Sid: "DenyInsecureTransport",
      },
      {
        Action: ["s3:GetObject"],
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Resource: "${aws_s3_bucket.source.arn}/$${aws:username}/*",
      },
    ],
    Version: "2012-10-17",
  };
  const comments = { DenyInsecureTransport: "Nothing without TLS.\nhttps://docs.aws.amazon.com/" };
  expect(renderValue(policyDocument(document, comments))).toBe(`jsonencode({
  Version = "2012-10-17"
  Statement = [
    # Nothing without TLS.
    # https://docs.aws.amazon.com/
    {
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme", "arn:aws:s3:::acme/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    },
    {
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
      Action    = ["s3:GetObject"]
      Resource  = "\${aws_s3_bucket.source.arn}/$\${aws:username}/*"
    },
  ]
})`);
});

test("a comment is for a statement that is there", () => {
  const document = { Version: "2012-10-17", Statement: [{ Sid: "A" }] };
  expect(() => policyDocument(document, { A: "why", B: "why" })).toThrow(
    'the policy document has no statement "B" to comment; correct the Sid or remove the comment',
  );
});

test("what is no list of statements stays what it is", () => {
  expect(renderValue(policyDocument({ Statement: { Sid: "A" } }))).toBe(
    'jsonencode({ Statement = { Sid = "A" } })',
  );
  expect(renderValue(policyDocument({ Statement: "${local.statements}" }))).toBe(
    "jsonencode({ Statement = local.statements })",
  );
});
