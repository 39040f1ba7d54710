import { NOT_PROVED } from "../../test/fixtures/proof";
import { Documents } from "./documents";
import { policyLines } from "./policies-text";
import { styleOf } from "./style";

test("each statement is named once, with what each of its actions is for", () => {
  expect(policyLines(NOT_PROVED.grants, new Documents(NOT_PROVED), styleOf({ colour: false }))).toEqual([
    "  [1] bucket policy of acme, account 111111111111",
    "    DenyInsecureTransport  s3:* denies requests such as ls without TLS",
    "    ListForPorter          s3:ListBucket for aws s3 ls",
    "    GetForPorter           s3:GetObject for aws s3 sync (small)",
    "  [2] identity policy porter of role Porter, account 222222222222",
    "    statement 1  s3:ListBucket for aws s3 ls",
    "                 s3:GetObject SUPERFLUOUS: nothing needs it",
  ]);
});

test("a policy that neither allows nor denies an action by name is there nevertheless", () => {
  const documents = new Documents(NOT_PROVED);
  expect(policyLines([], documents, styleOf({ colour: false }))).toEqual([
    "  [1] bucket policy of acme, account 111111111111",
    "  [2] identity policy porter of role Porter, account 222222222222",
  ]);
});

test("the first of many alike policies stands for all", () => {
  const numbered = [1, 2, 3, 4].map((number) => ({
    number,
    mark: `[${number}]`,
    name: `bucket policy of b${number}`,
  }));
  const all = numbered.map((each) => ({ ...each, account: "111111111111", address: "" }));
  const documents = { all, find: () => undefined } as unknown as Documents;
  expect(policyLines([], documents, styleOf({ colour: false }))).toEqual([
    "  [1] bucket policy of b1, account 111111111111",
    "    likewise [2] bucket policy of b2, [3] bucket policy of b3, [4] bucket policy",
    "      of b4",
  ]);
});
