import { actionsOf, onKind } from "./statement-actions";

const of = (element: object) => actionsOf({ Effect: "Allow", ...element });

test("names stand for themselves, without case, and wildcards for all that they match", () => {
  expect(of({ Action: ["s3:getobject", "s3:GetObject", "s3:Nothing"] })).toEqual(["s3:GetObject"]);
  expect(of({ Action: "s3:GetBucketT*" })).toEqual(["s3:GetBucketTagging"]);
});

test("NotAction stands for all the others", () => {
  const all = of({ Action: "*" });
  const others = of({ NotAction: ["s3:*", "sts:*"] });
  expect(others.length).toBeGreaterThan(40);
  expect(others.every((action) => action.startsWith("kms:"))).toBe(true);
  expect(all.length).toBeGreaterThan(others.length);
});

test("each is about something", () => {
  const actions = ["s3:ListBucket", "s3:GetObject", "kms:Decrypt", "sts:AssumeRole", "s3:ListAllMyBuckets"];
  expect(onKind(actions, "bucket")).toEqual(["s3:ListBucket"]);
  expect(onKind(actions, "object")).toEqual(["s3:GetObject"]);
  expect(onKind(actions, "key")).toEqual(["kms:Decrypt"]);
  expect(onKind(actions, "role")).toEqual(["sts:AssumeRole"]);
  expect(onKind(actions, "none")).toEqual(["s3:ListAllMyBuckets"]);
});
