import { checkedPairs, checkedState, WITHOUT_TAGGING } from "../../test/fixtures/checked-state";
import { stateOfPairs } from "../../test/fixtures/large-state";
import { fingerprintOf } from "../verify/fingerprint";
import { aboutBucket } from "../verify/one-bucket";
import { checkText } from "./check-text";

const plain = { colour: false };
const lines = (text: string) => text.split("\n");

test("without flaws", () => {
  expect(lines(checkText(checkedPairs(1), plain))).toEqual([
    "state.json: no flaws",
    "  1 bucket, 1 key, 1 role or user, 2 accounts",
    "  6 of 25 operations allowed",
    "",
    "Who can do what; nothing else is allowed",
    "  role copier-0 of account 222222222222",
    "    acme-data-0  can list, get",
  ]);
});

test("nothing to check is not the same as no flaws", () => {
  const { estate, ...rest } = checkedPairs(1);
  const empty = { ...estate, buckets: [], keys: [], principals: [], accounts: [] };
  expect(lines(checkText({ ...rest, estate: empty }, plain)).slice(0, 2)).toEqual([
    "state.json: no flaws",
    "  no buckets, keys, roles or users",
  ]);
});

test("a flaw says what, where, why and what to do", () => {
  const placeOf = (address: string) =>
    address === "aws_s3_bucket_policy.pair_0" ? { file: "infra/main.tf", line: 12 } : undefined;
  const text = checkText(checkedPairs(1, WITHOUT_TAGGING, { placeOf }), plain);
  expect(lines(text)[0]).toBe("state.json: 1 error");
  expect(text).toContain("[half-granted]");
  expect(text).toMatch(/where: {2}aws_s3_bucket_policy\.pair_0 \(infra\/main\.tf:12\)/);
  expect(text).toContain("    repair: ");
  expect(text).toContain("only in part: get");
});

test("a hundred buckets are as long as four, and each line fits", () => {
  const hundred = lines(checkText(checkedPairs(100, WITHOUT_TAGGING), plain));
  expect(hundred.length).toBeLessThanOrEqual(
    lines(checkText(checkedPairs(4, WITHOUT_TAGGING), plain)).length + 2,
  );
  expect(hundred.length).toBeLessThan(60);
  expect(hundred.filter((line) => line.length > 80 && line.includes(" ", 14))).toEqual([]);
  expect(hundred.join("\n")).toMatch(/likewise: .*\n.* and 96 more \(see --json\)/);
  expect(hundred.join("\n")).toContain("each on its own buckets  can list; only in part: get");
});

test("no sentence is there twice", () => {
  const paragraphs = checkText(checkedPairs(1, WITHOUT_TAGGING), plain).split(/\n(?= {4}\S)/);
  expect(new Set(paragraphs).size).toBe(paragraphs.length);
});

test("only what fails", () => {
  const text = checkText(checkedPairs(1, WITHOUT_TAGGING), { ...plain, onlyFailing: true });
  expect(text).toContain("What is wrong");
  expect(text).not.toContain("Who can do what");
});

test("one bucket", () => {
  const about = aboutBucket(checkedPairs(12, WITHOUT_TAGGING), "acme-data-1");
  const text = checkText(about, plain);
  expect(lines(text)[0]).toBe("state.json, bucket acme-data-1: 1 error");
  expect(text).not.toMatch(/acme-data-(?:0|10|11)/);
  expect(() => aboutBucket(checkedPairs(2), "acme-dta-1")).toThrow(
    '--bucket "acme-dta-1" is not a bucket of state.json; its buckets are acme-data-0, acme-data-1; did you mean',
  );
});

test("what a baseline accepts is counted", () => {
  const baseline = new Set(checkedPairs(1, WITHOUT_TAGGING).flaws.map(fingerprintOf));
  const text = checkText(
    checkedPairs(1, WITHOUT_TAGGING, { isAccepted: (fingerprint) => baseline.has(fingerprint) }),
    plain,
  );
  expect(lines(text)[0]).toBe("state.json: no new flaws");
  expect(text).toContain("  1 flaw in the baseline\n");
});

test("a hostile name cannot move the cursor or begin a line", () => {
  const state = JSON.stringify(stateOfPairs({ pairs: 1, objectActions: WITHOUT_TAGGING }));
  const hostile = state.replaceAll('"name":"copy"', '"name":"copy\\u001b[2J\\n::error::x\\u202e"');
  const text = checkText(checkedState(JSON.parse(hostile)), plain);
  expect(text).toContain("copy\\u001b[2J");
  expect(text).not.toMatch(/^::|\u202e/m);
  expect(text).not.toContain("\u001b");
});
