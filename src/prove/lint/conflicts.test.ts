import { estateWith } from "../../../test/fixtures/lint-estate";
import type { Clash, Refusal } from "../../estate/conflict";
import type { Conflict } from "../../estate/problem";
import { lint } from "./lint";

const SETTING = "aws_s3_bucket_policy.source";

test.each<[(Clash | Refusal) & Pick<Conflict, "path">, string, string]>([
  [
    {
      id: "other-account",
      path: "provider",
      problem: "is in account 1, but x is in account 2",
      remedy: 'use the provider "aws.b"',
    },
    `${SETTING} is in account 1, but x is in account 2`,
    'use the provider "aws.b"',
  ],
  [
    {
      id: "defined-twice",
      path: "",
      problem: "defines the bucket policy of acme, which y also defines",
      remedy: "merge the two",
    },
    `${SETTING} defines the bucket policy of acme, which y also defines`,
    "merge the two",
  ],
  [
    { id: "exclusive-attachments", path: "policy", problem: "is removed by e", remedy: "list it there" },
    `${SETTING}: policy is removed by e`,
    "list it there",
  ],
  [
    { id: "refused", path: "status", message: "must be Enabled" },
    `${SETTING}: status must be Enabled`,
    "correct it, or remove the resource",
  ],
  [
    { id: "refused", path: "policy", message: 'has no Effect; set "Allow" or "Deny"' },
    `${SETTING}: policy has no Effect`,
    'set "Allow" or "Deny"',
  ],
  [
    { id: "refused", path: "status", message: 'must be Enabled, received "on; off"' },
    `${SETTING}: status must be Enabled, received "on; off"`,
    "correct it, or remove the resource",
  ],
])("%j", (conflict, problem, repair) => {
  const conflicts = [{ address: SETTING, ...conflict }];
  expect(lint({ ...estateWith({}), conflicts })).toMatchObject([
    { check: conflict.id, severity: "error", problem, repair, addresses: [SETTING] },
  ]);
});
