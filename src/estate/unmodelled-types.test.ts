import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { modelledType } from "./modelled";
import { effectOf } from "./unmodelled-types";

const effect = (type: string, args: object = {}) =>
  effectOf({ type, name: "x", address: `${type}.x`, arguments: { ...args } });

/** The resource types of the provider. */
const types = readdirSync(dirname(dirname(require.resolve("@cdktf/provider-aws/lib/s3-bucket"))))
  .map((folder) => `aws_${folder.replaceAll("-", "_")}`)
  .filter((type) => /^aws_(iam|s3|s3control|kms|organizations|vpc_endpoint)(_|$)/.test(type));

test("every type of the provider is read, or its effects are known", () => {
  expect(types.length).toBeGreaterThan(80);
  const unknown = types.filter((type) => !modelledType(type) && /not known/.test(effect(type)?.reason ?? ""));
  expect(unknown).toEqual([]);
});

test("a type of these services that is newer can allow anything", () => {
  expect(effect("aws_s3_bucket_portal")).toEqual({ canAllow: true, reason: "its effects are not known" });
});

test.each([
  "aws_s3tables_table",
  "aws_vpc",
  "aws_iamx",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_notification",
])("%s has no effect here", (type) => {
  expect(effect(type)).toBeUndefined();
});

test.each<[string, object, boolean]>([
  ["aws_s3_object", {}, false],
  ["aws_s3_object", { acl: "bucket-owner-full-control" }, false],
  ["aws_s3_object", { acl: "public-read" }, true],
  ["aws_s3_object_copy", { grant: [{}] }, true],
  ["aws_s3control_multi_region_access_point_policy", {}, true],
  ["aws_iam_access_key", {}, false],
])("%s with %j", (type, args, canAllow) => {
  expect(effect(type, args)?.canAllow).toBe(canAllow);
});
