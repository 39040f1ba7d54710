import { stripVTControlCharacters } from "node:util";
import {
  allowed,
  authorization,
  BUCKET_SILENT,
  bucketAllows,
  IDENTITY_ALLOWS,
  notAllowed,
} from "../../test/fixtures/proof";
import type { Decision } from "../prove/evaluator/decision";
import { explainChain } from "../prove/evaluator/explain";
import { type Answer, type Explanation, isAllowed } from "../verify/explain/explanation";
import { explanationText } from "./explanation-text";

const plain = { colour: false };
const YES = allowed(bucketAllows(1), IDENTITY_ALLOWS);
const NO = notAllowed([BUCKET_SILENT], [BUCKET_SILENT, IDENTITY_ALLOWS]);

const answer = (
  action: string,
  resource: string,
  decision: Decision,
  context?: Readonly<Record<string, string>>,
): Answer => ({
  authorization: authorization(action, resource, context),
  resource,
  decision,
  unknown: [],
  nearest: [],
});
const explanation = (what: string, ...answers: Answer[]): Explanation => ({
  who: "Porter",
  what,
  on: "acme",
  assumed: [],
  answers,
});
/** The first words of the chain, for how it goes on is the evaluator's to say. */
const firstLine = (decision: Decision) => explainChain(decision).slice(0, 50);

test("an action is explained whatever the verdict", () => {
  const text = explanationText(explanation("s3:GetObject", answer("s3:GetObject", "acme/a", YES)), plain);
  expect(text.split("\n").slice(0, 3)).toEqual([
    "Porter has permission for s3:GetObject on acme",
    "",
    '    asked with aws:SecureTransport "true"',
  ]);
  expect(text).toContain(`\n    ${firstLine(YES)}`);
});

test("what was assumed is told", () => {
  const assumed = ["asked through S3"];
  const text = explanationText({ ...explanation("x", answer("x", "acme", NO)), assumed }, plain);
  expect(text.startsWith("Porter lacks permission for x on acme\n  asked through S3\n\n")).toBe(true);
});

test("requests that are decided alike are explained together", () => {
  const text = explanationText(
    explanation(
      "kms:Decrypt",
      answer("kms:Decrypt", "the key", YES, { "kms:ViaService": "s3" }),
      answer("kms:Decrypt", "the key", YES, { "kms:ViaService": "ec2" }),
    ),
    plain,
  );
  expect(text).toContain(
    '\n    asked with kms:ViaService "s3"\n    and with kms:ViaService "ec2"\n    allowed',
  );
  expect(text.split(firstLine(YES))).toHaveLength(2);
});

test("requests that are decided differently are told apart", () => {
  const text = explanationText(
    explanation(
      "kms:Decrypt",
      answer("kms:Decrypt", "the key", YES, { "kms:ViaService": "s3" }),
      answer("kms:Decrypt", "the key", NO, { "kms:ViaService": "ec2" }),
    ),
    plain,
  );
  expect(text.startsWith("Porter lacks permission for kms:Decrypt on acme\n")).toBe(true);
  expect(text).toContain('  kms:Decrypt on the key\n    asked with kms:ViaService "s3"\n    allowed');
  expect(text).toContain('  kms:Decrypt on the key\n    asked with kms:ViaService "ec2"\n    not allowed');
});

test("of an operation, everything is listed and what fails is explained", () => {
  const text = explanationText(
    explanation("aws s3 sync", answer("s3:ListBucket", "acme", YES), answer("s3:GetObject", "acme/a", NO)),
    plain,
  );
  expect(text.split("\n").slice(0, 6)).toEqual([
    "Porter lacks permission for aws s3 sync on acme",
    "",
    "  allowed      s3:ListBucket  acme",
    "  NOT ALLOWED  s3:GetObject   acme/a",
    "",
    "  s3:GetObject on acme/a",
  ]);
  expect(text).not.toContain(firstLine(YES));
});

test("what comes nearest to allowing it is told", () => {
  const document = { name: "bucket policy of acme", account: "111111111111", document: {} };
  const nearest = [{ document, sid: "GetForAnn", index: 1, unmet: ["it names user Ann"] }];
  const text = explanationText(explanation("x", { ...answer("x", "acme", NO), nearest }), plain);
  expect(text.split("\n").slice(-2)).toEqual([
    "    statement GetForAnn of the bucket policy of acme in account 111111111111",
    "      comes closest, but it names user Ann",
  ]);
});

test("an operation that is allowed needs no explanation", () => {
  expect(
    explanationText(
      explanation("aws s3 sync", answer("s3:ListBucket", "acme", YES), answer("s3:GetObject", "acme/a", YES)),
      plain,
    ),
  ).toBe(`Porter has permission for aws s3 sync on acme

  allowed  s3:ListBucket  acme
  allowed  s3:GetObject   acme/a`);
});

test("it takes every answer to be allowed", () => {
  const [yes, no] = [answer("x", "acme", YES), answer("x", "acme", NO)];
  expect(isAllowed(explanation("x", yes, yes))).toBe(true);
  expect(isAllowed(explanation("x", yes, no))).toBe(false);
});

test("colour changes no letter", () => {
  const some = explanation("x", answer("x", "acme", NO));
  const coloured = explanationText(some, { colour: true });
  expect(coloured).not.toBe(explanationText(some, plain));
  expect(stripVTControlCharacters(coloured)).toBe(explanationText(some, plain));
});

test("a change that would allow it can be copied", () => {
  const statement = { Effect: "Allow" as const, Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*" };
  const document = { name: "bucket policy of acme", account: "111111111111", address: "aws_s3_bucket.acme" };
  const text = explanationText(
    {
      ...explanation("s3:GetObject", answer("s3:GetObject", "acme/a", NO)),
      repair: { changes: [{ document, statement }], obstacles: [] },
    },
    plain,
  );
  const [, told = ""] = text.split("\n  This change allows it:\n\n");
  expect(told).toMatch(/^ {2}add to the bucket policy of acme in account 111111111111/);
  expect(JSON.parse(told.slice(told.indexOf("{")))).toEqual(statement);
});

test("where no statement helps, the reason is told instead", () => {
  const text = explanationText(
    {
      ...explanation("s3:GetObject", answer("s3:GetObject", "acme/a", NO)),
      repair: { changes: [], obstacles: ["statement Keep denies it"] },
    },
    plain,
  );
  expect(text).toMatch(/\n {2}no added statement allows it: statement Keep denies it$/);
});

test("what depends on something unknown is not guessed", () => {
  const { decision: _, ...rest } = answer("s3:GetObject", "acme/a", NO);
  const reason = "the bucket policy of acme is not in this Terraform";
  const unknown = [{ kind: "document", document: "the bucket policy of acme", text: reason }] as const;
  const text = explanationText(explanation("s3:GetObject", { ...rest, unknown }), plain);
  expect(text.split("\n")[0]).toBe("it is unknown whether Porter has permission for s3:GetObject on acme");
  expect(text).toContain(`unknown, because ${reason}`);
});
