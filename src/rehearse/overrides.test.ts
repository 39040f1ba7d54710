import { isSame, marker, overridesFor, type Overriding } from "./overrides";
import type { Instance } from "./state";

const ABOUT: Overriding = {
  place: () => ({ account: "111111111111", region: "us-east-1" }),
  set: () => ({}),
  isLiteral: () => false,
  isArgument: () => false,
};

function instance(type: string, values: Instance["values"], mode: Instance["mode"] = "managed"): Instance {
  return { address: `${type}.x`, mode, type, name: "x", provider_name: "hashicorp/aws", values };
}

function override(type: string, values: Instance["values"], last?: Instance["values"], about = ABOUT) {
  const before = last && new Map([[`${type}.x`, last]]);
  return overridesFor([instance(type, values)], before, about).get(`${type}.x`);
}

const BUCKET = { arn: "abcd1234", id: "efgh5678", acl: "zzzzzzzz" };

test("a bucket gets its ARN, and a marker for what nothing tells", () => {
  expect(override("aws_s3_bucket", { ...BUCKET, bucket: "acme-logs" })).toEqual({
    arn: "arn:aws:s3:::acme-logs",
    id: "acme-logs",
    acl: marker("aws_s3_bucket.x", "acl"),
  });
});

test("a name of eight letters counts as made up until a run shows that it is not", () => {
  const values = { ...BUCKET, bucket: "acmelogs" };
  const first = override("aws_s3_bucket", values);
  expect(first?.bucket).toMatch(/^terraform-/);
  // The configuration wins.
  const second = override("aws_s3_bucket", { ...first, bucket: "acmelogs" }, first);
  expect(second).toMatchObject({ arn: "arn:aws:s3:::acmelogs", id: "acmelogs" });
  expect(override("aws_s3_bucket", { ...second, bucket: "acmelogs" }, second)).toEqual(second);
});

test("a literal name of eight letters is known", () => {
  const about = { ...ABOUT, isLiteral: (_: Instance, name: string) => name === "bucket" };
  expect(override("aws_s3_bucket", { ...BUCKET, bucket: "acmelogs" }, undefined, about)).toMatchObject({
    arn: "arn:aws:s3:::acmelogs",
  });
});

test("what the user sets wins", () => {
  const about = { ...ABOUT, set: () => ({ arn: "arn:x" }) };
  expect(override("aws_s3_bucket", { ...BUCKET, bucket: "acme-logs" }, undefined, about)?.arn).toBe("arn:x");
});

test("what Terraform evaluates is not overridden", () => {
  expect(
    overridesFor([instance("aws_iam_policy_document", { json: "{}" }, "data")], undefined, ABOUT).size,
  ).toBe(0);
});

test("another run is needed only for other values, not for another order", () => {
  const first = overridesFor(
    [instance("aws_kms_key", { arn: "arn:mocked", id: "abcd1234" })],
    undefined,
    ABOUT,
  );
  const state = instance("aws_kms_key", first.get("aws_kms_key.x") ?? {});
  expect(isSame(overridesFor([state], first, ABOUT), first)).toBe(true);
  expect(isSame(overridesFor([state], undefined, { ...ABOUT, set: () => ({ id: "x" }) }), first)).toBe(false);
});
