import { stripVTControlCharacters } from "node:util";
import { FLAW, NOT_PROVED, PROVED } from "../../test/fixtures/proof";
import { proofText } from "./proof-text";

const plain = { colour: false };

test("a proof that holds", () => {
  expect(proofText("copy", PROVED, plain)).toBe(`copy is proved
  complete      yes  5 of 5 operations allowed
  minimal       yes  4 of 4 actions needed, 1 administrative
  nothing else  yes  1 of 1 attempts refused; 12,345 combinations of principal,
                     action and resource: 67 requests evaluated, 8 allowed
  well-formed   yes  2 policies

Allowed, with the statements that allow it ([n]: policy below, ×n: variants)
  Porter arn:aws:iam::222222222222:role/Porter
    on acme
      aws s3 ls            [1] ListForPorter [2] statement 1
      HEAD; GET ×2         [1] GetForPorter [2] statement 1
    on acme to copy
      aws s3 sync (small)  [1] ListForPorter, GetForPorter [2] statement 1

Refused, and why
  somebody of account 111111111111
    ls without TLS on acme  [1] DenyInsecureTransport denies it

What each action is needed for
  [1] bucket policy of acme, account 111111111111
    DenyInsecureTransport  s3:* denies requests such as ls without TLS
    ListForPorter          s3:ListBucket for aws s3 ls
    GetForPorter           s3:GetObject for aws s3 sync (small)
  [2] identity policy porter of role Porter, account 222222222222
    statement 1  s3:ListBucket for aws s3 ls
                 s3:GetObject for the account's administrators`);
});

test("a proof begins with what it takes as given", () => {
  const account = {
    address: "output.handover_b",
    alias: "b",
    id: "222222222222",
    region: "",
    partition: "aws",
  };
  const principalArns = ["arn:aws:iam::222222222222:user/team/Dilip", "arn:aws:iam::222222222222:root"];
  const handovers = [{ address: account.address, account, principalArns }];
  expect(proofText("copy", { ...PROVED, handovers }, plain)).toMatch(
    /^copy is proved\n {2}given that the administrators of account b \(222222222222\) attach what they are\n {4}handed over, to user Dilip and roles and users of their choice\n {2}complete/,
  );
});

test("a proof that does not hold says so everywhere, and why at its end", () => {
  expect(proofText("copy", NOT_PROVED, plain))
    .toBe(`copy is NOT PROVED: aws_s3_bucket_acl.acme can allow more and was not read
  complete      NO   1 of 5 operations allowed
  minimal       yes  4 of 5 actions needed, 0 administrative
  nothing else  NO   0 of 1 attempts refused; 12,345 combinations of principal,
                     action and resource: 67 requests evaluated, 8 allowed
  well-formed   yes  2 policies

Allowed, with the statements that allow it ([n]: policy below, ×n: variants)
  Porter arn:aws:iam::222222222222:role/Porter
    on acme
      aws s3 ls            [1] ListForPorter [2] statement 1
      HEAD; GET ×2         NOT ALLOWED, see the flaws
    on acme to copy
      aws s3 sync (small)  NOT ALLOWED, see the flaws

Refused, and why
  somebody of account 111111111111
    ls without TLS on acme  NOT REFUSED, see the flaws

What each action is needed for
  [1] bucket policy of acme, account 111111111111
    DenyInsecureTransport  s3:* denies requests such as ls without TLS
    ListForPorter          s3:ListBucket for aws s3 ls
    GetForPorter           s3:GetObject for aws s3 sync (small)
  [2] identity policy porter of role Porter, account 222222222222
    statement 1  s3:ListBucket for aws s3 ls
                 s3:GetObject SUPERFLUOUS: nothing needs it

Not read; cannot allow more, but may change the result
  aws_s3_bucket.acme: the effects of object_lock_enabled in aws_s3_bucket are
    not read

copy is not proved: 1 flaw

Not complete: something the topology asks for is not allowed

  Porter lacks permission for HEAD on acme: s3:GetObject on
    arn:aws:s3:::acme/a/b is not allowed
    - across accounts, both the caller's policies and the resource's policy must
      allow it
    - no statement of the bucket policy of acme in account 111111111111 matches
    where:  aws_s3_bucket_policy.acme, aws_iam_role_policy.porter
    repair: in aws_s3_bucket_policy.acme (account 111111111111), allow
            arn:aws:iam::222222222222:role/Porter s3:GetObject on
            arn:aws:s3:::acme/*
    see:    https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html`);
});

test("of what could not be judged at all, there is nothing to say but why", () => {
  const proof = { ...PROVED, operations: [], decisions: new Map(), grants: [], flaws: [FLAW] };
  expect(proofText("copy", proof, plain).split("\n").slice(0, 3)).toEqual([
    "copy is NOT PROVED",
    "",
    "copy is not proved: 1 flaw",
  ]);
});

test("the first line counts what was not read and can allow more, each resource once", () => {
  const unread = ["a", "a", "b"].map((name) => ({
    address: `aws_kms_grant.${name}`,
    reason: "",
    canAllow: true,
  }));
  const [line] = proofText("copy", { ...NOT_PROVED, unmodelled: unread }, plain).split("\n");
  expect(line).toBe("copy is NOT PROVED: 2 resources can allow more and were not read");
});

test.each([
  ["PROVED", PROVED],
  ["NOT_PROVED", NOT_PROVED],
])("colour changes no letter of %s", (_, proof) => {
  const coloured = proofText("copy", proof, { colour: true });
  expect(coloured).not.toBe(proofText("copy", proof, plain));
  expect(stripVTControlCharacters(coloured)).toBe(proofText("copy", proof, plain));
});

test("a part in which something fails is no yes, whichever part its flaw belongs to", () => {
  const proof = { ...NOT_PROVED, flaws: [{ ...FLAW, part: "well-formed" as const }] };
  const lines = proofText("copy", proof, plain).split("\n");
  expect(lines.filter((line) => / {2}NO {2}/.test(line)).map((line) => line.trim().split("  ")[0])).toEqual([
    "complete",
    "nothing else",
    "well-formed",
  ]);
});
