import { estateWith } from "../../../test/fixtures/lint-estate";
import { lint } from "./lint";

const SETTING = "aws_s3_bucket_policy.source";

test.each([
  [
    { path: "provider", message: 'is in account 1, but x is in account 2; use the provider "aws.b"' },
    "other-account",
    `${SETTING} is in account 1, but x is in account 2`,
    'use the provider "aws.b"',
  ],
  [
    { path: "", message: "defines the bucket policy of acme, which y also defines; merge the two" },
    "defined-twice",
    `${SETTING} defines the bucket policy of acme, which y also defines`,
    "merge the two",
  ],
  [
    {
      path: "policy",
      message: "differs from the policy of k, and they would overwrite each other; remove one",
    },
    "defined-twice",
    `${SETTING}: policy differs from the policy of k, and they would overwrite each other`,
    "remove one",
  ],
  [
    { path: "", message: "defines the inline policy p, but e removes what it does not list; list it there" },
    "exclusive-attachments",
    `${SETTING} defines the inline policy p, but e removes what it does not list`,
    "list it there",
  ],
  [
    { path: "status", message: "must be Enabled" },
    "refused",
    `${SETTING}: status must be Enabled`,
    "correct it, or remove the resource",
  ],
])("%j is found by %s", (conflict, check, problem, repair) => {
  const conflicts = [{ address: SETTING, ...conflict }];
  expect(lint({ ...estateWith({}), conflicts })).toMatchObject([
    { check, severity: "error", problem, repair, addresses: [SETTING] },
  ]);
});
