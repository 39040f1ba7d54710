import { foreseenOverrides } from "./foreseen";
import { isSame, type Overriding, overridesFor } from "./overrides";
import type { Instance } from "./state";

/** What the configuration gives. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_s3_bucket: ["bucket"],
  aws_s3_bucket_policy: ["bucket"],
  aws_kms_replica_key: ["primary_key_arn"],
};

const ABOUT: Overriding = {
  place: ({ type }) =>
    type.startsWith("aws_") ? { account: "111111111111", region: "us-east-1" } : undefined,
  set: () => ({}),
  isLiteral: () => false,
  isArgument: ({ type }, name) => ARGUMENTS[type]?.includes(name) ?? false,
};

function instance(type: string, values: Instance["values"], name = "x"): Instance {
  return { address: `${type}.${name}`, mode: "managed", type, name, provider_name: "hashicorp/aws", values };
}

const PET = instance("random_pet", { id: "aaaa1111", prefix: null });
const NAMED = instance("aws_s3_bucket", { bucket: "aaaa1111", id: "bbbb2222", arn: "arn:aws:s3:::mocked" });
const POLICY = instance("aws_s3_bucket_policy", { bucket: "bbbb2222", id: "cccc3333" });

test("an id that follows from the name of another resource", () => {
  const bucket = { ...NAMED, values: { ...NAMED.values, bucket: "acme-logs" } };
  expect(foreseenOverrides([bucket, POLICY], ABOUT).get(POLICY.address)?.id).toBe("acme-logs");
});

test("a name in a name, in whatever order the resources come", () => {
  const bucket = { ...NAMED, values: { ...NAMED.values, bucket: "logs-aaaa1111-0" } };
  const overrides = foreseenOverrides([POLICY, bucket, PET], ABOUT);
  const pet = overrides.get(PET.address)?.id as string;
  expect(pet).toMatch(/^pet-/);
  expect(overrides.get(bucket.address)).toMatchObject({
    id: `logs-${pet}-0`,
    arn: `arn:aws:s3:::logs-${pet}-0`,
  });
  expect(overrides.get(POLICY.address)?.id).toBe(`logs-${pet}-0`);
});

test("the second run confirms what was foreseen", () => {
  const overrides = foreseenOverrides([PET, NAMED, POLICY], ABOUT);
  const name = overrides.get(PET.address)?.id as string;
  const second = [PET, NAMED, POLICY].map((each) => ({
    ...each,
    values: { ...each.values, ...overrides.get(each.address), ...(each === PET ? {} : { bucket: name }) },
  }));
  expect(isSame(overridesFor(second, overrides, ABOUT), overrides)).toBe(true);
});

test("a literal name that looks made up stays where it is used", () => {
  const role = instance("aws_iam_role", { name: "uploader", id: "bbbb2222", arn: "arn:mocked" });
  const policy = instance("aws_iam_role_policy", { role: "uploader", name: "write", id: "cccc3333" });
  const about: Overriding = {
    ...ABOUT,
    isLiteral: ({ type }, name) => type === "aws_iam_role" && name === "name",
    isArgument: (_, name) => name === "name" || name === "role",
  };
  const overrides = foreseenOverrides([role, policy], about);
  expect(overrides.get(role.address)).toMatchObject({ id: "uploader" });
  expect(overrides.get(policy.address)?.id).toBe("uploader:write");
});

test("the account in a name", () => {
  const values = { account_id: "000000000000", id: "000000000000" };
  const caller = { ...instance("aws_caller_identity", values), mode: "data" as const };
  const bucket = { ...NAMED, values: { ...NAMED.values, bucket: "logs-000000000000-eu" } };
  expect(foreseenOverrides([caller, bucket], ABOUT).get(bucket.address)?.id).toBe("logs-111111111111-eu");
});

test("an argument that is null gets a name of its own", () => {
  const bucket = { ...NAMED, values: { ...NAMED.values, bucket: "dddd4444" } };
  expect(foreseenOverrides([bucket], ABOUT).get(bucket.address)).toMatchObject({
    bucket: expect.stringMatching(/^terraform-x-/),
    id: expect.stringMatching(/^terraform-x-/),
  });
});

test("the ARN that all keys have in the first run is not taken for that of one of them", () => {
  const key = (name: string) => instance("aws_kms_key", { arn: "arn:mocked", id: `${name}eee5555` }, name);
  const replica = instance("aws_kms_replica_key", { arn: "arn:m", id: "x", primary_key_arn: "arn:mocked" });
  const idOf = (first: readonly Instance[]) => foreseenOverrides(first, ABOUT).get(replica.address)?.id;
  const arn = foreseenOverrides([key("a")], ABOUT).get("aws_kms_key.a")?.arn as string;
  expect(arn.endsWith(`/${idOf([key("a"), replica]) as string}`)).toBe(true);
  expect(idOf([key("a"), key("b"), replica])).toBe("arn:mocked");
});
