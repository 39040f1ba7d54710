import { allowed as allowedDecision, EVERYTHING_ALLOWS, NOT_PROVED, PROVED } from "../../test/fixtures/proof";
import type { Operation } from "../prove/proof/operation";
import type { Proof } from "../prove/prove";
import { Documents } from "./documents";
import { allowedLines, refusedLines } from "./matrix-text";
import { styleOf } from "./style";

const style = styleOf({ colour: false });
const allowed = (proof: Proof) => allowedLines(proof, new Documents(proof), style);
const refused = (proof: Proof) => refusedLines(proof, new Documents(proof), style);

test("who has one line for each resource needs no headings", () => {
  const operations = PROVED.operations.filter(({ title }) => ["aws s3 ls", "aws s3 sync"].includes(title));
  expect(allowed({ ...PROVED, operations })).toEqual([
    "  Porter arn:aws:iam::222222222222:role/Porter",
    "    aws s3 ls on acme            [1] ListForPorter [2] statement 1",
    "    aws s3 sync (small) on acme  [1] ListForPorter, GetForPorter [2] statement 1",
    "      to copy",
  ]);
});

test("some of the variants may fail", () => {
  const [list] = PROVED.operations as [Operation];
  const operations = NOT_PROVED.operations.filter(({ title }) => title === "GET");
  const works = { ...(operations[0] as Operation), questions: list.questions };
  expect(allowed({ ...NOT_PROVED, operations: [works, ...operations] })).toEqual([
    "  Porter arn:aws:iam::222222222222:role/Porter",
    "    GET ×3 on acme  NOT ALLOWED in 2 variants, see the flaws",
  ]);
});

test("variants are refused for several reasons", () => {
  const [list, head] = NOT_PROVED.operations as [Operation, Operation];
  const insecure = PROVED.operations.find(({ expected }) => expected === "refused") as Operation;
  const attempt = { ...insecure, actor: list.actor };
  const operations: Operation[] = [attempt, { ...attempt, questions: head.questions }];
  const decisions = new Map([...PROVED.decisions, ...[...NOT_PROVED.decisions].slice(0, 2)]);
  expect(refused({ ...PROVED, operations, decisions })).toEqual([
    "  Porter arn:aws:iam::222222222222:role/Porter",
    "    ls without TLS ×2 on acme  [1] DenyInsecureTransport denies it; nothing in",
    "                               [1] allows it",
  ]);
});

test("what no statement of the stack has a part in is allowed by policies that are not the stack's", () => {
  const [list] = PROVED.operations as [Operation];
  const decisions = new Map(list.questions.map((question) => [question, allowedDecision(EVERYTHING_ALLOWS)]));
  expect(allowed({ ...PROVED, operations: [list], decisions }).at(-1)).toBe(
    "    aws s3 ls on acme  their own policies",
  );
});

test("people who are made up have no ARN to tell", () => {
  expect(refused(PROVED)[0]).toBe("  somebody of account 111111111111");
});

describe("many principals that can do the same", () => {
  const [list] = PROVED.operations as [Operation];
  const asked = (name: string, operation: Operation = list): Operation => ({
    ...operation,
    actor: { ...operation.actor, name, arn: `arn:aws:iam::222222222222:role/${name}` },
  });
  const alike = ["A", "B", "C", "D", "E"].map((name) => asked(name));

  test("are one, and the others are named", () => {
    expect(allowed({ ...PROVED, operations: alike })).toEqual([
      "  A arn:aws:iam::222222222222:role/A",
      "    aws s3 ls on acme  [1] ListForPorter [2] statement 1",
      "  likewise B, C, D, and 1 more (see --full --json)",
    ]);
  });

  test("are shown apart from one that lacks something", () => {
    const lacking = NOT_PROVED.operations.find(({ title }) => title === "GET") as Operation;
    const decisions = new Map([...PROVED.decisions, ...NOT_PROVED.decisions]);
    expect(
      allowed({
        ...PROVED,
        decisions,
        operations: [...alike, asked("F", { ...lacking, title: list.title, variant: list.variant })],
      }),
    ).toEqual([
      "  A arn:aws:iam::222222222222:role/A",
      "    aws s3 ls on acme  [1] ListForPorter [2] statement 1",
      "  likewise B, C, D, and 1 more (see --full --json)",
      "  F arn:aws:iam::222222222222:role/F",
      "    aws s3 ls on acme  NOT ALLOWED, see the flaws",
    ]);
  });

  test("can do it on many resources", () => {
    const operations = ["a", "b", "c", "d", "e"].map((on): Operation => ({ ...asked("A"), on: [on] }));
    expect(allowed({ ...PROVED, operations })).toEqual([
      "  A arn:aws:iam::222222222222:role/A",
      "    aws s3 ls on a  [1] ListForPorter [2] statement 1",
      "    likewise on b, c, d, and 1 more (see --full --json)",
    ]);
  });
});
