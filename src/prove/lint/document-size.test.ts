import { flawsOf, problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { attachedPolicies, documentSize, inlinePoliciesSize } from "./document-size";

/** A statement that makes a document somewhat longer than that. */
const long = (length: number, rest: object = {}) => ({
  Effect: "Deny",
  Action: "s3:GetObject",
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalArn": "x".repeat(length) } },
  ...rest,
});
const everybody = { Principal: "*" };

test("a bucket policy has 20 KB at most", () => {
  expect(problemsOf(documentSize, { bucket: [long(19_900, everybody)] })).toEqual([]);
  expect(problemsOf(documentSize, { bucket: [long(20_300, everybody)] })).toEqual([
    expect.stringMatching(
      /^the bucket policy of acme-source: it has 20,[67]\d\d bytes, but AWS allows 20,480$/,
    ),
  ]);
});

test("bytes are counted, not characters", () => {
  const Condition = { StringEquals: { "aws:PrincipalArn": "é".repeat(10_100) } };
  expect(problemsOf(documentSize, { bucket: [{ ...long(0, everybody), Condition }] })).toHaveLength(1);
});

test("a key policy has 32 KB at most", () => {
  const kms = { ...everybody, Action: "kms:Decrypt" };
  expect(problemsOf(documentSize, { key: [long(32_100, kms)] })).toEqual([]);
  expect(problemsOf(documentSize, { key: [long(32_400, kms)] })).toEqual([
    expect.stringContaining("the last limit that KMS documented is 32,768"),
  ]);
});

test("a trust policy has 2,048 characters at most, without white space", () => {
  const { Resource: _, ...trust } = long(1_700, { ...everybody, Action: "sts:AssumeRole" });
  expect(problemsOf(documentSize, { trust: [trust] })).toEqual([]);
  expect(problemsOf(documentSize, { trust: [{ ...trust, Sid: " ".repeat(1000) }] })).toEqual([]);
  expect(problemsOf(documentSize, { trust: [{ ...trust, Sid: "x".repeat(1000) }] })).toEqual([
    expect.stringContaining("but AWS allows 2,048"),
  ]);
});

test("a trust policy can be allowed to have up to 8,192 characters", () => {
  const { Resource: _, ...trust } = long(2_100, { ...everybody, Action: "sts:AssumeRole" });
  const [flaw] = flawsOf(documentSize, { trust: [trust] });
  expect(flaw?.repair).toContain("up to 8,192 characters");
});

test("a managed policy has 6,144 characters at most", () => {
  const managed = (length: number) => ({
    terraform: ({ resource }: Terraform) => {
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [long(length)] });
      resource.aws_iam_policy = { m: { provider: "aws.b", name: "M", policy } };
    },
  });
  expect(problemsOf(documentSize, managed(5_900))).toEqual([]);
  expect(problemsOf(documentSize, managed(6_100))).toEqual([
    expect.stringMatching(/^the managed policy M: it has 6,\d{3} characters, but AWS allows 6,144$/),
  ]);
});

test.each([
  ["role", 4_900, 5_200, "10,240"],
  ["user", 800, 1_000, "2,048"],
])("the inline policies of a %s have a limit together", (kind, fits, doesNot, most) => {
  const two = (length: number) => ({
    terraform: ({ resource }: Terraform) => {
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [long(length)] });
      const of = { provider: "aws.b", [kind]: "Other", policy };
      resource[`aws_iam_${kind}_policy`] = { x: { ...of, name: "x" }, y: { ...of, name: "y" } };
    },
  });
  expect(problemsOf(inlinePoliciesSize, two(fits))).toEqual([]);
  expect(problemsOf(documentSize, two(doesNot))).toEqual([]);
  expect(problemsOf(inlinePoliciesSize, two(doesNot))).toEqual([
    expect.stringMatching(`^the inline policies of ${kind} Other have .* together, but AWS allows ${most}$`),
  ]);
});

test.each([
  ["role", 20],
  ["user", 10],
])("a %s has at most %i managed policies", (kind, most) => {
  const attached = (count: number) => ({
    terraform: ({ resource }: Terraform) => {
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [long(10)] });
      const numbers = Array.from({ length: count }, (_, number) => `p${number}`);
      resource.aws_iam_policy = Object.fromEntries(
        numbers.map((name) => [name, { provider: "aws.b", name, policy }]),
      );
      resource[`aws_iam_${kind}_policy_attachment`] = Object.fromEntries(
        numbers.map((name) => [
          name,
          { provider: "aws.b", [kind]: "Other", policy_arn: `\${aws_iam_policy.${name}.arn}` },
        ]),
      );
    },
  });
  expect(problemsOf(attachedPolicies, attached(most))).toEqual([]);
  expect(problemsOf(attachedPolicies, attached(most + 1))).toEqual([
    `${kind} Other has ${most + 1} managed policies, but AWS allows at most ${most} by default`,
  ]);
});
