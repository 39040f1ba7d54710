import {
  allowed,
  BUCKET_SILENT,
  bucketAllows,
  DENIED,
  EVERYTHING_ALLOWS,
  IDENTITY_ABSENT,
  IDENTITY_ALLOWS,
  IDENTITY_SILENT,
  notAllowed,
  PROVED,
} from "../../test/fixtures/proof";
import type { Decision } from "../prove/evaluator/decision";
import { Documents } from "./documents";
import { allowedBy, refusedBy } from "./reasons";

const documents = new Documents(PROVED);
/** As it is printed, where every space is one. */
const printed = (text: string) => text.replaceAll("\u00a0", " ");

test.each<[string, Decision[], string]>([
  ["one side", [allowed(IDENTITY_ALLOWS)], "[2] statement 1"],
  [
    "both sides, in the order of the documents",
    [allowed(IDENTITY_ALLOWS, bucketAllows(2))],
    "[1] GetForPorter [2] statement 1",
  ],
  [
    "several questions, in the order of the statements and each once",
    [allowed(bucketAllows(2)), allowed(bucketAllows(1)), allowed(bucketAllows(2))],
    "[1] ListForPorter, GetForPorter",
  ],
  [
    "what is assumed of people is not told",
    [allowed(bucketAllows(1), EVERYTHING_ALLOWS)],
    "[1] ListForPorter",
  ],
  [
    "what is not allowed has no part in it",
    [notAllowed([BUCKET_SILENT]), allowed(bucketAllows(1))],
    "[1] ListForPorter",
  ],
])("allowed by %s", (_, decisions, text) => {
  expect(printed(allowedBy(decisions, documents))).toBe(text);
});

test.each<[string, Decision, string]>([
  ["a Deny", DENIED, "[1] DenyInsecureTransport denies it"],
  ["silence", notAllowed([BUCKET_SILENT]), "nothing in [1] allows it"],
  ["silence on both sides", notAllowed([BUCKET_SILENT, IDENTITY_SILENT]), "nothing in [1], [2] allows it"],
  ["absence", notAllowed([IDENTITY_ABSENT]), "there is no identity policy of role Other"],
  [
    "both",
    notAllowed([IDENTITY_ABSENT, BUCKET_SILENT]),
    "there is no identity policy of role Other; nothing in [1] allows it",
  ],
  [
    "a policy that is not the stack's",
    notAllowed([{ ...BUCKET_SILENT, documents: [{ name: "SCP", account: "111111111111" }] }]),
    "nothing in the SCP allows it",
  ],
  [
    "a rule of AWS",
    notAllowed([]),
    "across accounts, both the caller's policies and the resource's policy must allow it",
  ],
])("refused by %s", (_, decision, text) => {
  expect(printed(refusedBy(decision, documents))).toBe(text);
});
