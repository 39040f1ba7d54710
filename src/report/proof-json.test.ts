import Ajv from "ajv/dist/2020";
import * as z from "zod";
import type { PlaceOf } from "../verify/place";
import { FLAW, NOT_PROVED, PROVED } from "../../test/fixtures/proof";
import type { Proof } from "../prove/prove";
import { ProofsJson, type ProvedSubject, proofsJson, stackJson } from "./proof-json";

const placeOf: PlaceOf = (address) =>
  address === "aws_s3_bucket_policy.acme" ? { file: "stacks/a.yaml", line: 5 } : undefined;
const subject = (name: string, proof: Proof): ProvedSubject => ({
  name,
  file: "stacks/a.yaml",
  proof,
  flaws: proof.flaws,
  warnings: [],
  placeOf,
});

const FULL = { full: true };

const [proved, notProved] = proofsJson(
  [subject("copy", PROVED), subject("broken", NOT_PROVED)],
  [],
  FULL,
).stacks;

const PORTER = { name: "Porter", arn: "arn:aws:iam::222222222222:role/Porter", account: "222222222222" };
const BUCKET_POLICY = {
  name: "bucket policy of acme",
  account: "111111111111",
  address: "aws_s3_bucket_policy.acme",
};

test.each([true, false])("JSON is as its schema says, full or not: %s", (full) => {
  const json = proofsJson([subject("copy", PROVED), subject("broken", NOT_PROVED)], [], { full });
  expect(json.stacks.map((each) => "authorizations" in each)).toEqual([full, full]);
  const isValid = new Ajv().compile(z.toJSONSchema(ProofsJson, { io: "input" }));
  expect([isValid(json), isValid.errors]).toEqual([true, null]);
});

test("a flaw that a baseline accepts is counted, and is proved by nothing", () => {
  const { proved, stacks } = proofsJson([{ ...subject("broken", NOT_PROVED), flaws: [] }], [], FULL);
  expect([proved, stacks[0]?.flaws, stacks[0]?.accepted]).toEqual([false, [], 1]);
});

test("all stacks have to be proved", () => {
  expect(proofsJson([subject("copy", PROVED)], [], FULL)).toMatchObject({ version: 1, proved: true });
  expect(proofsJson([subject("copy", PROVED), subject("broken", NOT_PROVED)], [], FULL)).toMatchObject({
    version: 1,
    proved: false,
    stacks: [
      { stack: "copy", proved: true },
      { stack: "broken", proved: false },
    ],
  });
  expect(proofsJson([], [], FULL)).toEqual({
    version: 1,
    proved: true,
    stacks: [],
    problems: [],
    error: null,
  });
});

test("operations name their authorizations", () => {
  expect(proved?.operations?.map(({ title, authorizations }) => [title, authorizations])).toEqual([
    ["aws s3 ls", [0]],
    ["HEAD", [1]],
    ["GET", [1]],
    ["GET", [1]],
    ["aws s3 sync", [0, 1]],
    ["ls without TLS", [2]],
  ]);
  expect(proved?.operations?.[4]).toEqual({
    title: "aws s3 sync",
    variant: "small",
    principal: PORTER,
    on: ["acme", "copy"],
    expected: "allowed",
    actual: "allowed",
    authorizations: [0, 1],
  });
  expect(notProved?.operations?.map(({ expected, actual }) => `${expected} ${actual}`)).toEqual([
    "allowed allowed",
    "allowed refused",
    "allowed refused",
    "allowed refused",
    "allowed refused",
    "refused allowed",
  ]);
});

test("authorizations have their answers, with the reasons", () => {
  expect(proved?.authorizations?.[2]).toEqual({
    principal: {
      name: "somebody of account 111111111111",
      arn: "arn:aws:iam::111111111111:user/s3porter-proof",
      account: "111111111111",
    },
    action: "s3:ListBucket",
    resource: "arn:aws:s3:::acme",
    owner: "111111111111",
    context: { "aws:SecureTransport": "false" },
    source: "https://docs.aws.amazon.com/",
    allowed: false,
    explicit_deny: true,
    rule: {
      text: "an explicit Deny in any policy overrides every Allow",
      source:
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html#policy-eval-denyallow",
    },
    because: [
      {
        layer: "resource",
        outcome: "denies",
        documents: [BUCKET_POLICY],
        statement: { sid: "DenyInsecureTransport", index: 0 },
      },
    ],
    chain: [
      {
        layer: "resource",
        outcome: "denies",
        documents: [BUCKET_POLICY],
        statement: { sid: "DenyInsecureTransport", index: 0 },
      },
      {
        layer: "identity",
        outcome: "allows",
        documents: [{ name: "policy that allows everything", account: "111111111111", address: null }],
        statement: { sid: null, index: 0 },
      },
    ],
  });
});

test("grants name the operation that needs them", () => {
  expect(
    notProved?.grants?.map(({ action, effect, kind, needed_for }) => [effect, action, kind, needed_for]),
  ).toEqual([
    ["Deny", "s3:*", "needed", 5],
    ["Allow", "s3:ListBucket", "needed", 0],
    ["Allow", "s3:GetObject", "needed", 4],
    ["Allow", "s3:ListBucket", "needed", 0],
    ["Allow", "s3:GetObject", "superfluous", null],
  ]);
  expect(notProved?.grants?.[1]).toMatchObject({ document: BUCKET_POLICY, sid: "ListForPorter" });
  expect(notProved?.grants?.[4]).toMatchObject({ sid: null });
});

test("figures, flaws and what was not read are there", () => {
  expect(notProved).toMatchObject({
    sweep: { cells: 12345, evaluated: 67, allowed: 8 },
    flaws: [FLAW],
    unmodelled: [
      { address: "aws_s3_bucket_acl.acme", argument: null, can_allow: true },
      { address: "aws_s3_bucket.acme", argument: "object_lock_enabled", can_allow: false },
    ],
  });
  const { source: _, ...sourceless } = FLAW;
  expect(
    proofsJson([subject("copy", { ...PROVED, flaws: [sourceless] })], [], FULL).stacks[0]?.flaws,
  ).toEqual([
    {
      ...sourceless,
      places: [{ file: "stacks/a.yaml", line: 5 }, null],
      source: null,
      check: null,
      id: "proof/complete",
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    },
  ]);
});

test("a flaw of a check has its id", () => {
  const flaw = { ...FLAW, check: "actions-exist", severity: "error" } as const;
  const { flaws } = stackJson(subject("copy", { ...PROVED, flaws: [flaw] }));
  expect(flaws.map(({ check }) => check)).toEqual(["actions-exist"]);
});

test("it is all JSON: what is read is what was written", () => {
  expect(JSON.parse(JSON.stringify(notProved))).toEqual(notProved);
});

test("problems and warnings have their place in the file", () => {
  const problem = {
    id: "topology/prefixes-end-between-names",
    file: "stacks/a.yaml",
    line: 7,
    column: 11,
    path: "access[0].prefix",
    message: "is odd",
  };
  const json = { ...problem, suggestion: null };
  const { proved, stacks, problems } = proofsJson(
    [{ ...subject("copy", PROVED), warnings: [problem] }],
    [problem],
    FULL,
  );
  expect(stacks[0]?.warnings).toEqual([json]);
  expect(problems).toEqual([json]);
  expect(proved).toBe(false);
});

test("what is taken as given has its account and its principals", () => {
  const account = {
    address: "output.handover_b",
    alias: "b",
    id: "222222222222",
    region: "",
    partition: "aws",
  };
  const principalArns = ["arn:aws:iam::222222222222:user/Dilip"];
  const handovers = [{ address: account.address, account, principalArns }];
  expect(stackJson(subject("copy", { ...PROVED, handovers })).given).toEqual([
    { address: "output.handover_b", account: "b", account_id: "222222222222", principals: principalArns },
  ]);
  expect(proved?.given).toEqual([]);
});
