import { UNKNOWN } from "../estate/values/terraform-values";
import { marker, type Values } from "./overrides";
import { rehearsedValues } from "./rehearsed-values";
import type { Instance } from "./state";

function instance(address: string, values: Values): Instance {
  const data = address.startsWith("data.");
  const [type = "", name = ""] = address.replace("data.", "").split(".");
  const provider_name = "registry.terraform.io/hashicorp/aws";
  return { address, mode: data ? "data" : "managed", type, name, provider_name, values };
}

function read(
  last: readonly Instance[],
  first: readonly Instance[],
  overrides: Readonly<Record<string, Values>>,
) {
  const { resources, assumptions } = rehearsedValues(
    last,
    first,
    new Map(Object.entries(overrides)),
    () => "aws",
  );
  return {
    values: Object.fromEntries(resources.map(({ address, values }) => [address, values])),
    assumptions,
  };
}

test("an attribute that is not set is absent, one that is not known is unknown", () => {
  const key = { policy: marker("aws_kms_key.x", "policy"), id: "k" };
  const found = { id: marker("data.aws_vpc.x", "id") };
  const all = [
    instance("aws_kms_key.x", key),
    instance("data.aws_vpc.x", found),
    instance("aws_kms_key.y", { policy: marker("data.aws_vpc.x", "id") }),
  ];
  const { values } = read(all, all, { "aws_kms_key.x": key, "data.aws_vpc.x": found });
  expect(values).toEqual({
    "aws_kms_key.x": { id: "k" },
    "aws_kms_key.y": { policy: UNKNOWN },
    "data.aws_vpc.x": { id: UNKNOWN },
  });
});

test("made-up text in a policy is an assumption", () => {
  const found = { id: marker("data.aws_vpc.x", "id") };
  const policy = JSON.stringify({ vpc: found.id });
  const all = [instance("data.aws_vpc.x", found), instance("aws_kms_key.y", { policy })];
  const { values, assumptions } = read(all, all, { "data.aws_vpc.x": found });
  expect(values["aws_kms_key.y"]).toEqual({ policy });
  expect(assumptions).toEqual([
    `data.aws_vpc.x.id is made up: "${found.id}"; say what it is with --set data.aws_vpc.x.id=…`,
  ]);
});

test("a guess is an assumption where it is used", () => {
  const caller = { arn: "arn:aws:sts::1:assumed-role/x/y", account_id: "1" };
  const all = [
    instance("data.aws_caller_identity.x", caller),
    instance("aws_kms_key.y", { policy: `"${caller.arn}"` }),
  ];
  const overrides = { "data.aws_caller_identity.x": caller };
  expect(read(all, all, overrides).assumptions).toEqual([
    expect.stringContaining("data.aws_caller_identity.x.arn"),
  ]);
  expect(read(all.slice(0, 1), all, overrides).assumptions).toEqual([]);
});

test.each([
  ["arn:aws:iam::1:role/unknown-caller"],
  ["arn:aws:iam::1:role/unknown-caller", "arn:aws:sts::1:assumed-role/unknown-caller/unknown-caller"],
])(
  "a role that is derived from the caller's session is an assumption too, told once: %s",
  (...principals) => {
    const caller = { arn: "arn:aws:sts::1:assumed-role/unknown-caller/unknown-caller" };
    const all = [
      instance("data.aws_caller_identity.x", caller),
      instance("aws_kms_key.y", { policy: JSON.stringify(principals) }),
    ];
    expect(read(all, all, { "data.aws_caller_identity.x": caller }).assumptions).toEqual([
      `data.aws_caller_identity.x.arn is made up: "${caller.arn}"; say what it is with --set data.aws_caller_identity.x.arn=…`,
    ]);
  },
);

test("text that differs between the runs is made up by Terraform", () => {
  const rules = (id: string) => [
    instance("aws_s3_bucket_replication_configuration.x", { rule: [{ id, name: "acmelogs" }] }),
  ];
  expect(read(rules("abcdefgh"), rules("12345678"), {}).values).toEqual({
    "aws_s3_bucket_replication_configuration.x": { rule: [{ name: "acmelogs" }] },
  });
});

test("the name of a role can look like made-up text", () => {
  const policy = (role: string) => [instance("aws_iam_role_policy.x", { role })];
  const overrides = { "aws_iam_role.x": { id: "restorer" } };
  expect(read(policy("restorer"), policy("12345678"), overrides).values).toEqual({
    "aws_iam_role_policy.x": { role: "restorer" },
  });
});

test("only resources of AWS are there", () => {
  const other = { ...instance("random_id.x", {}), provider_name: "registry.terraform.io/hashicorp/random" };
  expect(read([other], [other], {}).values).toEqual({});
});

test("tags include those that the provider adds, which the resource can replace", () => {
  const all = [
    instance("aws_kms_key.x", { tags: { env: "test" }, tags_all: "abcd1234" }),
    instance("aws_kms_key.y", { tags: null, tags_all: {} }),
    instance("aws_s3_bucket_policy.x", { bucket: "acme" }),
  ];
  const defaults = new Map([["aws", { env: "prod", team: "etl" }]]);
  const { resources } = rehearsedValues(all, all, new Map(), () => "aws", defaults);
  expect(resources.map(({ values }) => values.tags_all)).toEqual([
    { env: "test", team: "etl" },
    { env: "prod", team: "etl" },
    undefined,
  ]);
});
