import { parseStatement } from "../iam/statement";
import { actionsPerKind } from "./statement-actions";

const perKind = (element: object) => actionsPerKind(parseStatement({ Effect: "Allow", ...element }, 0));

test("names stand for themselves, without case, and wildcards for all that they match", () => {
  expect(perKind({ Action: ["s3:getobject", "s3:GetObject", "s3:Nothing"] }).object).toEqual([
    "s3:GetObject",
  ]);
  expect(perKind({ Action: "s3:GetBucketT*" }).bucket).toEqual(["s3:GetBucketTagging"]);
});

test("NotAction stands for all the others", () => {
  const all = perKind({ Action: "*" });
  const others = perKind({ NotAction: ["s3:*", "sts:*"] });
  expect(others.key).toEqual(all.key);
  expect(others.key.length).toBeGreaterThan(40);
  expect([...others.bucket, ...others.object, ...others.role]).toEqual([]);
  expect(others.none.every((action) => action.startsWith("kms:"))).toBe(true);
});

test("each is about something", () => {
  const Action = ["s3:ListBucket", "s3:GetObject", "kms:Decrypt", "sts:AssumeRole", "s3:ListAllMyBuckets"];
  expect(perKind({ Action })).toEqual({
    bucket: ["s3:ListBucket"],
    object: ["s3:GetObject"],
    key: ["kms:Decrypt"],
    role: ["sts:AssumeRole"],
    none: ["s3:ListAllMyBuckets"],
  });
});
